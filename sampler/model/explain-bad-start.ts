/** Explains why no chain could start: the statement of the model and the values in it. */

import type { IrProgram } from '../../grammar/ir.ts';
import {
  type BadElement,
  evaluateArrays,
  evaluateTerms,
  type LoadedElement,
} from '../compile/evaluate/terms.ts';
import { faultInWords, valueFault } from '../compile/value-checks.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import type { ChainOutcome } from '../methods/nuts/chain.ts';
import type { SamplerFailure } from '../protocol.ts';
import { createLineIndex } from './line-index.ts';

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

/** @param ownNames names of the compiler's intermediates, which are not shown. */
function elementInWords({ loads, position }: BadElement, ownNames: ReadonlySet<string>): string {
  const at = position.length === 0 ? '' : ` at [${position.map((i) => i + 1).join(', ')}]`;
  const named = loads
    .filter(({ name }) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !ownNames.has(name))
    .slice(0, 4);
  return named.length === 0 ? at : `${at}, where ${named.map(loaded).join(', ')}`;
}

function kernelOutputs(ir: IrProgram): ReadonlySet<string> {
  const outputs = new Set(ir.statements.flatMap((s) => (s.kind === 'kernel' ? [s.output] : [])));
  return new Set(ir.arrays.flatMap(({ id, name }) => (outputs.has(id) ? [name] : [])));
}

export function explainBadStart(ir: IrProgram, modelText: string, start: BadStart): SamplerFailure {
  const locate = createLineIndex(modelText);
  const tried = `no point to start from was found in ${start.attempts} tries`;
  const wrong = start.fault ?? positionFaultAt(ir, start.position);
  const check = wrong === null ? undefined : ir.checks?.[wrong.check];
  if (wrong !== null && check !== undefined) {
    const { line, character } = locate(check.span.start);
    return {
      kind: 'bad-start',
      term: check.origin.label,
      line,
      column: character,
      value: wrong.words,
      message: `could not start: ${faultInWords(check, wrong)} (line ${line + 1})`,
    };
  }
  const culprit = evaluateTerms(ir, start.position).find((term) => !Number.isFinite(term.value));
  if (culprit === undefined) {
    const names = start.badGradients.slice(0, 5).map((i) => ir.unconstrainedNames[i]);
    return {
      kind: 'bad-start',
      term: 'log density',
      line: 0,
      column: 0,
      value: inWords(start.logDensity),
      message: `${tried}: the gradient is not finite${names.length === 0 ? '' : ` along ${names.join(', ')}`}`,
    };
  }
  const cause = culprit.causes.at(-1) ?? culprit.firstBad;
  const { line, character } = locate(culprit.origin.span.start);
  const ownNames = kernelOutputs(ir);
  const where = culprit.firstBad === undefined ? '' : elementInWords(culprit.firstBad, ownNames);
  const because =
    cause === undefined || cause === culprit.firstBad || cause.origin.label === culprit.origin.label
      ? ''
      : `; it comes from \`${cause.origin.label}\` in line ${locate(cause.origin.span.start).line + 1}, which is ${inWords(cause.value)}${elementInWords(cause, ownNames)}`;
  return {
    kind: 'bad-start',
    term: culprit.origin.label,
    line,
    column: character,
    value: inWords(culprit.value),
    message:
      `${tried}: \`${culprit.origin.label}\` has log density ${inWords(culprit.value)}${where}${because}; ` +
      (cause?.kernel === 'cholesky'
        ? 'a matrix there is not positive definite; check that it is symmetric, or add a little to its diagonal, such as `1e-9 * identity(n)`'
        : 'check that the values lie in the support of their distribution'),
  };
}

/** A position that does not exist makes the density NaN: it is the cause of whatever else is not finite. */
function positionFaultAt(ir: IrProgram, position: Float64Array): ValueFault | null {
  const checks = ir.checks ?? [];
  if (!checks.some(({ kind }) => kind === 'index')) return null;
  const valuesOf = evaluateArrays(ir, position);
  for (const [i, check] of checks.entries()) {
    const found = check.kind === 'index' ? valueFault(check, i, valuesOf(check.array)) : null;
    if (found !== null) return found;
  }
  return null;
}
