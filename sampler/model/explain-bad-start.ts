/** Explains why no chain could start: the statement of the model and the values in it. */

import type { IrProgram } from '../../grammar/ir.ts';
import type { DataEntry, ParamStatement, Program } from '../../grammar/syntax/ast.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import {
  type BadElement,
  evaluateTerms,
  gradientFault,
  type LoadedElement,
  type NamedFault,
  type TermValue,
} from '../compile/evaluate/terms.ts';
import { faultInWords } from '../compile/value-checks.ts';
import type { ChainOutcome } from '../methods/nuts/chain-contract.ts';
import type { SamplerFailure } from '../protocol.ts';
import { type ArgumentOutside, argumentOutside } from './argument-domain.ts';
import { createLineIndex } from './line-index.ts';
import { unsolvedEquation } from './unsolved-equation.ts';
import { faultAt } from './value-fault-at.ts';
import { remedy } from './value-remedy.ts';

type BadStart = Extract<ChainOutcome, { kind: 'bad-start' }>;

function inWords(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return String(Number(value.toPrecision(6)));
}

function loaded({ name, position, value }: LoadedElement): string {
  const at = position.length === 0 ? '' : `[${position.map((i) => i + 1).join(', ')}]`;
  return `${name}${at} = ${inWords(value)}`;
}

interface Words {
  readonly program: Program;
  /** Names of the compiler's intermediates, which are not shown to users. */
  readonly ownNames: ReadonlySet<string>;
  readonly line: (offset: number) => number;
}

function wordsFor(ir: IrProgram, modelText: string): Words {
  const locate = createLineIndex(modelText);
  return {
    program: parse(modelText).program,
    ownNames: kernelOutputs(ir),
    line: (at) => locate(at).line + 1,
  };
}

function isNamed({ name }: LoadedElement, { ownNames, program }: Words): boolean {
  return (
    /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) &&
    !ownNames.has(name) &&
    new RegExp(`(?<![\\p{L}\\p{N}_])${name}(?![\\p{L}\\p{N}_])`, 'u').test(program.text ?? '')
  );
}

/** ` at row 2, where y[2] = 30, a = 1`. */
function elementInWords(element: BadElement, words: Words): string {
  const named = element.loads.filter((load) => isNamed(load, words)).slice(0, 4);
  const at = placeInWords(element, words);
  return named.length === 0 ? at : `${at}, where ${named.map(loaded).join(', ')}`;
}

/** ` at row 2`, with the dimension of the array loaded there; ` at [2]` where it has none. */
function placeInWords({ loads, position }: BadElement, words: Words): string {
  if (position.length === 0) return '';
  const numbers = position.map((i) => i + 1);
  const whole = loads.find(
    (load) =>
      isNamed(load, words) &&
      load.position.length === position.length &&
      load.position.every((i, k) => i === position[k]),
  );
  const dims = whole === undefined ? null : declaredDims(words.program, whole.name);
  return dims === null || dims.length !== position.length
    ? ` at [${numbers.join(', ')}]`
    : ` at ${dims.map((dim, k) => `${dim} ${numbers[k]}`).join(', ')}`;
}

/** Null where an axis of it has no name. */
function declaredDims({ statements }: Program, name: string): readonly string[] | null {
  const declared = statements
    .flatMap((s): readonly (DataEntry | ParamStatement)[] =>
      s.kind === 'data' ? s.entries : s.kind === 'param' ? [s] : [],
    )
    .filter((entry) => entry.name.name === name);
  const names = declared[0]?.dims.map((dim) => (dim.kind === 'dimName' ? dim.name : null)) ?? [null];
  return names.every((dim) => dim !== null) ? names : null;
}

/** `log(0)`, `1 / 0`: an operation with its arguments. */
function operationInWords({ fn, args }: NamedFault): string {
  const signs: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*', div: '/', pow: '^' };
  const values = args.map(inWords);
  return signs[fn] === undefined ? `\`${fn}(${values.join(', ')})\`` : `\`${values.join(` ${signs[fn]} `)}\``;
}

/** The first failing operation of a term that is not finite, with its inputs. */
export function whereInWords(ir: IrProgram, modelText: string, term: TermValue): string {
  return whyNotFinite(term, wordsFor(ir, modelText));
}

function whyNotFinite(term: TermValue, words: Words): string {
  const { firstBad, causes, origin } = term;
  const cause = causes.at(-1) ?? firstBad;
  const where = firstBad === undefined ? '' : elementInWords(firstBad, words);
  if (cause === undefined) return where;
  const isElsewhere = cause !== firstBad && cause.origin.label !== origin.label;
  const because = isElsewhere
    ? `; it comes from \`${cause.origin.label}\` in line ${words.line(cause.origin.span.start)}, which is ${inWords(cause.value)}${elementInWords(cause, words)}`
    : '';
  // An operation on values already named adds nothing.
  const operation =
    cause.operation === undefined || !tellsMore(cause, words)
      ? ''
      : `: ${operationInWords(cause.operation)} is not finite`;
  return `${where}${because}${operation}`;
}

/** Whether the operation is from the model's text: densities contain logarithms as well. */
function tellsMore({ operation, origin }: BadElement, { program }: Words): boolean {
  if (operation === undefined) return false;
  const statement = program.statements.find(({ span }) => span.start === origin.span.start);
  const written = [statement, ...program.statements.filter(({ kind }) => kind === 'fun')];
  const text = written.map((s) => (program.text ?? '').slice(s?.span.start ?? 0, s?.span.end ?? 0)).join(' ');
  if (operation.fn === 'div') return text.includes('/');
  if (operation.fn === 'pow') return text.includes('^') || text.includes('pow(');
  return text.includes(`${operation.fn}(`);
}

function kernelOutputs(ir: IrProgram): ReadonlySet<string> {
  const outputs = new Set(ir.statements.flatMap((s) => (s.kind === 'kernel' ? [s.output] : [])));
  return new Set(ir.arrays.flatMap(({ id, name }) => (outputs.has(id) ? [name] : [])));
}

export function explainBadStart(ir: IrProgram, modelText: string, start: BadStart): SamplerFailure {
  const locate = createLineIndex(modelText);
  const draws = start.priorDraws === undefined ? '' : `, nor among ${start.priorDraws} draws from the priors`;
  const tried = `no point to start from was found in ${start.attempts} tries${draws}`;
  const wrong = start.fault ?? faultAt(ir, start.position);
  const check = wrong === null ? undefined : ir.checks?.[wrong.check];
  if (wrong !== null && check !== undefined) {
    const { line, character } = locate(check.span.start);
    return {
      kind: 'bad-start',
      term: check.origin.label,
      line,
      column: character,
      value: wrong.words,
      message: `could not start: ${faultInWords(check, wrong)} (line ${line + 1}); ${lowerFirst(remedy(check, modelText.slice(check.span.start, check.span.end)))}`,
    };
  }
  const words = wordsFor(ir, modelText);
  const culprit = evaluateTerms(ir, start.position).find((term) => !Number.isFinite(term.value));
  if (culprit === undefined) return badGradient(ir, start, words, tried);
  const statement = words.program.statements.find(({ span }) => span.start === culprit.origin.span.start);
  const outside =
    statement === undefined ? null : argumentOutside(words.program, ir, statement, [start.position]);
  const cause = culprit.causes.at(-1) ?? culprit.firstBad;
  const { line, character } = locate(culprit.origin.span.start);
  return {
    kind: 'bad-start',
    term: culprit.origin.label,
    line,
    column: character,
    value: inWords(culprit.value),
    message: `${tried}: \`${culprit.origin.label}\` has log density ${inWords(culprit.value)}${whyNotFinite(culprit, words)}; ${outside === null ? wayOut(ir, cause) : outsideInWords(outside)}`,
  };
}

function outsideInWords({ words, fix }: ArgumentOutside): string {
  return fix === null ? words : `${words}: ${lowerFirst(fix.title)}`;
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function wayOut(ir: IrProgram, cause: BadElement | undefined): string {
  const unsolved = unsolvedEquation(ir, cause);
  if (unsolved !== null) return `${unsolved.words}; ${unsolved.remedy}`;
  const indefinite = indefiniteMatrix(cause);
  return indefinite === null
    ? 'check that the values lie in the support of their distribution'
    : `${indefinite}; check that it is symmetric, or add a little to its diagonal, such as \`1e-9 * identity(n)\``;
}

/** In words, where a Cholesky factor does not exist. */
export function indefiniteMatrix(cause: BadElement | undefined): string | null {
  if (cause?.kernel !== 'cholesky') return null;
  const { matrix } = cause;
  const which =
    matrix === undefined
      ? 'a matrix there'
      : /^[\p{L}_][\p{L}\p{N}_]*$/u.test(matrix.name)
        ? `the matrix \`${matrix.name}\``
        : 'the matrix there';
  const smallest = matrix === undefined ? '' : ` (its smallest eigenvalue is ${inWords(matrix.smallest)})`;
  return `${which} is not positive definite${smallest}`;
}

/** The density is finite and its gradient is not: the element that makes it so, and the values it came from. */
function badGradient(ir: IrProgram, start: BadStart, words: Words, tried: string): SamplerFailure {
  const fault = gradientFault(ir, start.position);
  const along = start.badGradients.slice(0, 5).map((i) => ir.unconstrainedNames[i]);
  if (fault === null) {
    return {
      kind: 'bad-start',
      term: 'log density',
      line: 0,
      column: 0,
      value: inWords(start.logDensity),
      message: `${tried}: the gradient is not finite${along.length === 0 ? '' : ` along ${along.join(', ')}`}`,
    };
  }
  const { origin, element } = fault;
  const line = words.line(origin.span.start);
  const from =
    element.origin.label === origin.label
      ? ''
      : ` (from \`${element.origin.label}\`, line ${words.line(element.origin.span.start)})`;
  const { operation } = element;
  const causes = operation?.loads.filter((load) => isNamed(load, words)).slice(0, 3) ?? [];
  const because = causes.length === 0 ? '' : `, because ${causes.map(loaded).join(', ')}`;
  const at =
    operation === undefined
      ? ''
      : `: ${operationInWords(operation)} ${operation.lacks === 'value' ? 'is not finite' : 'has no finite derivative'}`;
  return {
    kind: 'bad-start',
    term: origin.label,
    line: line - 1,
    column: 0,
    value: operation === undefined ? 'NaN' : operationInWords(operation).replaceAll('`', ''),
    message: `${tried}: the gradient of \`${origin.label.replace(/^potential /, '')}\` (line ${line}) is not finite${placeInWords(element, words)}${because}${from}${at}; leave such values out, or guard them with \`if\``,
  };
}
