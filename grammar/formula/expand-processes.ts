/**
 * Replaces `param f[row] ~ HSGP(x, eta, ell, …)` by the statements that it stands for: weights of sines, or of products
 * of them along several inputs, whose scales are the square roots of the kernel's spectral density (Riutort-Mayol et
 * al. 2023).
 */
import { missing, tooMany } from '../checks/argument-count.ts';
import { argumentTwice, noSuchArgument } from '../checks/argument-name.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { LoadedData } from '../data.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { unknownType } from '../shapes/type.ts';
import type {
  Approximation,
  CallExpr,
  DataEntry,
  Expr,
  ParamStatement,
  Program,
  Statement,
} from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { placed } from './place-in-text.ts';
import { processBasis } from './process-basis.ts';
import { kernels, rootOfSpectrum } from './spectrum.ts';

const usage = 'HSGP(x, eta, ell, kernel = matern52, m = 20, c = 1.5)';
const names = ['x', 'eta', 'ell', 'kernel', 'm', 'c'];
const required = names.slice(0, 3);

interface Expanded {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

/** @param data says how many inputs a table of points has. */
export function expandProcesses(program: Program, data: LoadedData | undefined): Expanded {
  if (!program.statements.some((statement) => processOf(statement) !== null))
    return { program, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const approximations: Approximation[] = [];
  const statements = program.statements.flatMap((statement): readonly Statement[] => {
    const process = processOf(statement);
    if (process === null) return [statement];
    const report = (finding: Diagnostic) => void diagnostics.push(finding);
    const found = statementsOf(process, { program, data, report });
    if (found === null) return [withoutProcess(process.statement, program)];
    approximations.push(...found.approximations);
    return parse(found.text.join('\n')).program.statements.map((made) => placed(made, program, statement));
  });
  return { program: { ...program, statements, approximations }, diagnostics };
}

interface Process {
  readonly statement: ParamStatement;
  readonly call: CallExpr;
}

function processOf(statement: Statement): Process | null {
  if (statement.kind !== 'param' || statement.prior.kind !== 'call') return null;
  return statement.prior.callee.name === 'HSGP' ? { statement, call: statement.prior } : null;
}

/** The name stays known, so that its uses are no errors. */
function withoutProcess(statement: ParamStatement, program: Program): Statement {
  const [made] = parse('param f ~ Normal(0, 1)').program.statements;
  const plain = placed(made, program, statement);
  return plain.kind === 'param' ? { ...statement, prior: plain.prior } : statement;
}

interface WrittenOut {
  /** One statement per entry. */
  readonly text: readonly string[];
  readonly approximations: readonly Approximation[];
}

/** Null after reporting. */
function statementsOf({ statement, call }: Process, { program, data, report }: Source): WrittenOut | null {
  const text = program.text ?? '';
  const args = argumentsOf(call, report);
  if (args === null) return null;
  const { name } = statement.name;
  const [dim] = statement.dims;
  const isPlain = statement.type === undefined && statement.range === undefined;
  if (statement.dims.length !== 1 || statement.indices.length > 0 || !isPlain) {
    const message = `\`HSGP\` is the prior of a vector over the points of \`x\`, without a range: expected \`param ${name}[row] ~ ${usage}\``;
    report(shapesDiffer(statement.name.span, message, []));
    return null;
  }
  const written = (part: { readonly span: { readonly start: number; readonly end: number } }) =>
    text.slice(part.span.start, part.span.end);
  const kernel = args.get('kernel');
  const chosen =
    kernel === undefined ? 'matern52' : kernels.find((one) => kernel.kind === 'name' && one === kernel.name);
  if (chosen === undefined) {
    const expected = kernels.map((one) => `\`${one}\``).join(', ');
    report(
      wrongType({
        span: (kernel ?? call).span,
        expected: `a kernel of \`HSGP\` (${expected})`,
        found: unknownType,
      }),
    );
    return null;
  }
  const table = tableOf(args, program, data);
  const size = table ?? 1;
  const functions = functionsAlong(args.get('m'), size);
  if (functions === null) {
    const each = size === 1 ? '' : ` (or one for each of the ${size} inputs in square brackets)`;
    report(
      wrongType({
        span: (args.get('m') ?? call).span,
        expected: `the number of functions \`m\` as a whole number of 1 or more${each}`,
        found: unknownType,
      }),
    );
    return null;
  }
  const count = functions.reduce((product, one) => product * one, 1);
  if (size > 1 && count > MOST_FUNCTIONS) {
    const fewer = Math.floor(MOST_FUNCTIONS ** (1 / size));
    report(
      wrongType({
        span: (args.get('m') ?? call).span,
        expected: `${MOST_FUNCTIONS} functions of \`${name}\` at most, not ${functions.join(' · ')} = ${count}, such as \`m = ${fewer}\`,`,
        found: unknownType,
      }),
    );
    return null;
  }
  const textOf = (argument: string, otherwise: string): string => {
    const expr = args.get(argument);
    return expr === undefined ? otherwise : `(${written(expr)})`;
  };
  const c = args.get('c');
  const boundaries = c?.kind === 'list' && size > 1 ? c.elements : null;
  if (boundaries !== null && boundaries.length !== size) {
    const message = `\`c\` has ${boundaries.length} elements, and the points have ${size} inputs: expected one for each, or one number`;
    report(shapesDiffer((c ?? call).span, message, []));
    return null;
  }
  const row = written(dim);
  const of = (kind: string, i: number) => `${name}_${kind}${size === 1 ? '' : i + 1}`;
  const isName = table === null && args.get('x')?.kind === 'name';
  const points = isName ? [textOf('x', '').slice(1, -1)] : functions.map((_, i) => of('points', i));
  const lengths = `${name}_length`;
  const inputs = points.map((x, i) => ({
    x,
    functions: functions[i],
    bound: `${boundaries === null ? textOf('c', '1.5') : `(${written(boundaries[i])})`} * ${of('half', i)}`,
  }));
  const axes = points.map((_, i) => ({
    ell: size === 1 ? lengths : `${lengths}[${i + 1}]`,
    omega: of('frequency', i),
  }));
  const made = [
    `dim ${name}_term = ${count}`,
    ...(table === null
      ? isName
        ? []
        : [`let ${points[0]} = ${textOf('x', '')}`]
      : [
          `let ${name}_table = ${textOf('x', '')}`,
          ...points.map((x, i) => `let ${x}[each in ${row}] = ${name}_table[each, ${i + 1}]`),
        ]),
    `param ${name}_weights[${name}_term] ~ Normal(0, 1)`,
    ...points.map((x, i) => `let ${of('half', i)} = (max(${x}) - min(${x})) / 2`),
    // One length scale is that of all inputs.
    size === 1
      ? `let ${lengths} = ${textOf('ell', '')}`
      : `let ${lengths} = ${textOf('ell', '')} * [${points.map(() => '1').join(', ')}]`,
    ...processBasis(name, `${name}_basis`, row, inputs),
    `let ${name}_scale = ${rootOfSpectrum(chosen, textOf('eta', ''), axes)}`,
    `deterministic ${name} = ${name}_basis @ (${name}_scale * ${name}_weights)`,
  ];
  const { span } = statement;
  return {
    text: made,
    approximations: points.map((_, i) => ({
      ...{ name, kernel: chosen, functions: functions[i], length: lengths, element: i },
      ...(size === 1 ? {} : { about: `along input ${i + 1}` }),
      ...{ extent: of('half', i), halves: 1, bound: of('bound', i), span },
    })),
  };
}

interface Source {
  readonly program: Program;
  readonly data: LoadedData | undefined;
  readonly report: (finding: Diagnostic) => void;
}

/** Functions of a process of several inputs, at most. */
const MOST_FUNCTIONS = 5000;

/** How many inputs the points have where they are a table; null where they are a vector. */
function tableOf(
  args: ReadonlyMap<string, Expr>,
  { statements }: Program,
  data: LoadedData | undefined,
): number | null {
  const x = args.get('x');
  const entry = statements
    .flatMap((statement) => (statement.kind === 'data' ? statement.entries : []))
    .find((one) => x?.kind === 'name' && one.name.name === x.name);
  const listed = ['m', 'c'].flatMap((argument) => {
    const expr = args.get(argument);
    return expr?.kind === 'list' ? [expr.elements.length] : [];
  });
  const stated = listed.length > 0 ? listed[0] : null;
  if (entry === undefined) return stated;
  if (entry.dims.length !== 2) return null;
  return data?.arrays.get(entry.name.name)?.dims[1]?.size ?? sizeOf(entry.dims[1], data) ?? stated ?? 1;
}

function sizeOf(dim: DataEntry['dims'][number], data: LoadedData | undefined): number | undefined {
  return dim.kind === 'dimName' ? data?.dims.get(dim.name)?.size : undefined;
}

/** One number for all inputs, or a list with one for each; null where it is neither. */
function functionsAlong(m: Expr | undefined, size: number): readonly number[] | null {
  const stated = m?.kind === 'list' && size > 1 ? m.elements : [m];
  if (stated.length !== 1 && stated.length !== size) return null;
  const counts = stated.map((one) =>
    one === undefined ? 20 : one.kind === 'number' ? one.value : Number.NaN,
  );
  if (!counts.every((one) => Number.isInteger(one) && one >= 1)) return null;
  return Array.from({ length: size }, (_, i) => counts[counts.length === 1 ? 0 : i]);
}

function argumentsOf(
  call: CallExpr,
  report: (finding: Diagnostic) => void,
): ReadonlyMap<string, Expr> | null {
  const given = new Map<string, Expr>();
  for (const [at, arg] of call.args.entries()) {
    const name = arg.name?.name ?? names[at];
    if (name === undefined) {
      report(tooMany(arg.span, 'HSGP', names.length, call.args.length, usage));
      return null;
    }
    if (!names.includes(name)) {
      report(noSuchArgument((arg.name ?? arg).span, 'HSGP', name, names));
      return null;
    }
    const first = given.get(name);
    if (first !== undefined) {
      report(argumentTwice(arg.span, 'HSGP', name, first.span));
      return null;
    }
    given.set(name, arg.value);
  }
  const lacking = required.filter((name) => !given.has(name));
  if (lacking.length === 0) return given;
  report(missing(call.span, 'HSGP', lacking, usage));
  return null;
}
