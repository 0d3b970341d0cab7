/** An IR program as text for people: `bayes compile FILE --emit ir`. */
import type { BinaryFn, Index, IrProgram, IrStatement, ScalarExpr } from '../../grammar/ir.ts';
import { unreachable } from '../unreachable.ts';
import { sharedParts } from './graph/shared-parts.ts';

/** Sign and binding strength of the operators that are printed infix. */
const INFIX: Partial<Record<BinaryFn, readonly [string, number]>> = {
  or: ['or', 1],
  and: ['and', 2],
  eq: ['==', 3],
  ne: ['!=', 3],
  lt: ['<', 3],
  le: ['<=', 3],
  gt: ['>', 3],
  ge: ['>=', 3],
  add: ['+', 4],
  sub: ['-', 4],
  mul: ['*', 5],
  div: ['/', 5],
};
const PREFIX = 6;

/** Printed names of arrays, indices and shared parts. */
interface Names {
  array(id: number): string;
  index(id: number): string;
  readonly parts: ReadonlyMap<ScalarExpr, string>;
}

/** In statements of more operations than this, shared parts are printed once. */
const MOST_IN_A_LINE = 500;

/** Names as in the model where they are unique, else with the id: `mu`, `tmp.12`. */
function namesOf(program: IrProgram): Names {
  const counts = new Map<string, number>();
  for (const { name } of program.arrays) counts.set(name, (counts.get(name) ?? 0) + 1);
  const arrays = new Map(
    program.arrays.map(({ id, name }) => [id, (counts.get(name) ?? 0) > 1 ? `${name}.${id}` : name]),
  );
  return { array: (id) => arrays.get(id) ?? `?${id}`, index: (id) => `i${id}`, parts: new Map() };
}

function printScalar(names: Names, expr: ScalarExpr, within = 0): string {
  return names.parts.get(expr) ?? printWhole(names, expr, within);
}

function printWhole(names: Names, expr: ScalarExpr, within = 0): string {
  const print = (e: ScalarExpr, strength = 0): string => printScalar(names, e, strength);
  const wrap = (text: string, strength: number): string => (strength < within ? `(${text})` : text);
  switch (expr.op) {
    case 'const':
      return expr.value < 0 ? wrap(String(expr.value), PREFIX) : String(expr.value);
    case 'index':
      return names.index(expr.index);
    case 'load':
      return `${names.array(expr.array)}${expr.at.length === 0 ? '' : `[${expr.at.map((e) => print(e)).join(', ')}]`}`;
    case 'unary':
      if (expr.fn === 'neg') return wrap(`-${print(expr.x, PREFIX + 1)}`, PREFIX);
      return `${expr.fn}(${print(expr.x)})`;
    case 'binary': {
      const infix = INFIX[expr.fn];
      if (infix === undefined) return `${expr.fn}(${print(expr.x)}, ${print(expr.y)})`;
      const [sign, strength] = infix;
      return wrap(`${print(expr.x, strength)} ${sign} ${print(expr.y, strength + 1)}`, strength);
    }
    case 'ternary':
      return `${expr.fn}(${print(expr.x)}, ${print(expr.y)}, ${print(expr.z)})`;
    case 'select':
      return wrap(`if ${print(expr.cond)} then ${print(expr.then)} else ${print(expr.else)}`, 0.5);
    case 'reduce':
      return `${expr.fn}(${print(expr.body)} for ${printRange(names, expr.index)})`;
    default:
      return unreachable(expr);
  }
}

function printRange(names: Names, index: Index): string {
  if (index.segment === undefined) return printIndex(names, index);
  const { start, end } = index.segment;
  return `${names.index(index.id)} in ${printScalar(names, start)}..<${printScalar(names, end)}`;
}

function printIndex(names: Names, { id, from, to }: Index): string {
  return `${names.index(id)} in ${from}..<${to}`;
}

/** A line, with shared parts indented below it. */
function printStatement(names: Names, statement: IrStatement): string {
  if (statement.kind === 'kernel') return printLine(names, statement);
  const shared = sharedParts(statement.body, MOST_IN_A_LINE);
  const parts = new Map(shared.map((part, k) => [part, `part${k + 1}`]));
  const within = { ...names, parts };
  const definitions = shared.map((part) => `  where ${parts.get(part)} = ${printWhole(within, part)}`);
  return [printLine(within, statement), ...definitions].join('\n');
}

function printLine(names: Names, statement: IrStatement): string {
  const where = `# ${statement.origin.label}`;
  switch (statement.kind) {
    case 'define': {
      const ranges = statement.indices.map((index) => printIndex(names, index)).join(', ');
      const target = `${names.array(statement.array)}${ranges === '' ? '' : `[${ranges}]`}`;
      return `${statement.recurrent ? 'recur' : 'let'} ${target} = ${printScalar(names, statement.body)}  ${where}`;
    }
    case 'kernel': {
      const batch = statement.batch.length === 0 ? '' : ` batch [${statement.batch.join(', ')}]`;
      const inputs = statement.inputs.map(names.array).join(', ');
      return `let ${names.array(statement.output)} = ${statement.fn}(${inputs})${batch}  ${where}`;
    }
    case 'term': {
      const ranges = statement.indices.map((index) => printIndex(names, index)).join(', ');
      const body = printScalar(names, statement.body);
      return `${statement.role} += ${ranges === '' ? body : `sum(${body} for ${ranges})`}  ${where}`;
    }
    default:
      return unreachable(statement);
  }
}

/** Declarations, statements and generated quantities, one a line; positions are 0-based. */
export function printIr(program: IrProgram): string {
  const names = namesOf(program);
  const lines = [`unconstrained dimension ${program.dimension}`, ''];
  for (const { id, shape, role, offset } of program.arrays) {
    const place = role === 'unconstrained' || role === 'centring' ? ` at ${offset ?? 0}` : '';
    lines.push(`${role}${place} ${names.array(id)} : [${shape.join(', ')}]`);
  }
  lines.push('', ...program.statements.map((s) => printStatement(names, s)));
  if (program.generated.length > 0) {
    lines.push(
      '',
      'generated',
      ...program.generated.map((s) => `  ${printStatement(names, s).replaceAll('\n', '\n  ')}`),
    );
  }
  for (const quantity of program.quantities) {
    lines.push(`${quantity.kind} ${quantity.name} is ${names.array(quantity.array)}`);
  }
  for (const observation of program.observations) {
    lines.push(`observed ${observation.name}: log-likelihood ${names.array(observation.logLikelihood)}`);
  }
  return `${lines.join('\n')}\n`;
}
