/**
 * Replaces `param f[row] ~ HSGP(x, eta, ell, …)` by the statements that it stands for: weights of sines, whose scales
 * are the square roots of the kernel's spectral density (Riutort-Mayol et al. 2023). Beyond the boundary the sines
 * would repeat the process: there is no number there.
 */
import { missing, tooMany } from '../checks/argument-count.ts';
import { argumentTwice, noSuchArgument } from '../checks/argument-name.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { unknownType } from '../shapes/type.ts';
import type { Approximation, CallExpr, Expr, ParamStatement, Program, Statement } from '../syntax/ast.ts';
import { parse } from '../syntax/parse.ts';
import { placed } from './place-in-text.ts';
import { kernels, rootOfSpectrum } from './spectrum.ts';

const usage = 'HSGP(x, eta, ell, kernel = matern52, m = 20, c = 1.5)';
const names = ['x', 'eta', 'ell', 'kernel', 'm', 'c'];
const required = names.slice(0, 3);

interface Expanded {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
}

export function expandProcesses(program: Program): Expanded {
  if (!program.statements.some((statement) => processOf(statement) !== null))
    return { program, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const approximations: Approximation[] = [];
  const statements = program.statements.flatMap((statement): readonly Statement[] => {
    const process = processOf(statement);
    if (process === null) return [statement];
    const found = statementsOf(process, program.text ?? '', (finding) => void diagnostics.push(finding));
    if (found === null) return [withoutProcess(process.statement, program)];
    approximations.push(found.approximation);
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
  readonly approximation: Approximation;
}

/** Null after reporting. */
function statementsOf(
  { statement, call }: Process,
  text: string,
  report: (finding: Diagnostic) => void,
): WrittenOut | null {
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
  const count = args.get('m');
  const functions = count === undefined ? 20 : count.kind === 'number' ? count.value : Number.NaN;
  if (!(Number.isInteger(functions) && functions >= 1)) {
    report(
      wrongType({
        span: (count ?? call).span,
        expected: 'the number of functions `m` as a whole number of 1 or more',
        found: unknownType,
      }),
    );
    return null;
  }
  const textOf = (argument: string, otherwise: string): string => {
    const expr = args.get(argument);
    return expr === undefined ? otherwise : `(${written(expr)})`;
  };
  const isName = args.get('x')?.kind === 'name';
  const x = isName ? textOf('x', '').slice(1, -1) : `${name}_points`;
  const omega = `${name}_frequency`;
  const half = `${name}_half`;
  const length = `${name}_length`;
  const bound = `${name}_bound`;
  const made = [
    `dim ${name}_term = ${functions}`,
    ...(isName ? [] : [`let ${x} = ${textOf('x', '')}`]),
    `param ${name}_weights[${name}_term] ~ Normal(0, 1)`,
    `let ${name}_middle = (max(${x}) + min(${x})) / 2`,
    `let ${half} = (max(${x}) - min(${x})) / 2`,
    `let ${bound} = ${textOf('c', '1.5')} * ${half}`,
    `let ${omega}[term in ${name}_term] = term * pi / (2 * ${bound})`,
    `let ${length} = ${textOf('ell', '')}`,
    `let ${name}_scale = ${rootOfSpectrum(chosen, textOf('eta', ''), length, omega)}`,
    `let ${name}_basis[each in ${written(dim)}, term in ${name}_term] = sin(${omega}[term] * (if abs(${x}[each] - ${name}_middle) > ${bound} then log(-1) else ${x}[each] - ${name}_middle + ${bound})) / sqrt(${bound})`,
    `deterministic ${name} = ${name}_basis @ (${name}_scale * ${name}_weights)`,
  ];
  const { span } = statement;
  return {
    text: made,
    approximation: { name, kernel: chosen, functions, length, extent: half, halves: 1, bound, span },
  };
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
