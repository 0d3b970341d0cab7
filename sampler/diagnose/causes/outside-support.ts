/**
 * Draws that diverge where the density does not exist: an argument of a distribution leaves its domain (a rate below
 * 0, a probability above 1), a potential is −∞ or NaN, a function has no value there. The terms of the model are
 * evaluated at points at which trajectories diverged.
 */

import type { Fix } from '../../../grammar/diagnostic.ts';
import { evaluateTerms, type TermValue } from '../../compile/evaluate/terms.ts';
import { lower } from '../../compile/lower/lower.ts';
import { faultInWords } from '../../compile/value-checks.ts';
import { argumentOutside } from '../../model/argument-domain.ts';
import { indefiniteMatrix, whereInWords } from '../../model/explain-bad-start.ts';
import { unsolvedEquation } from '../../model/unsolved-equation.ts';
import { faultAt } from '../../model/value-fault-at.ts';
import { remedy } from '../../model/value-remedy.ts';
import type { DivergentPoint } from '../../report/divergent-point.ts';
import { listed } from '../../report/listed.ts';
import { anyOfSampling, type Cause, type FailedRun, lineAt, short } from './cause.ts';

/** Points evaluated, at most: a model of many terms takes a while to evaluate. */
const MOST_POINTS = 12;
/**
 * Share of the recorded divergences that must fail at one term for it to be their cause. It is small because with
 * short steps most end before the edge of the support, where the density falls without bound.
 */
const LEAST_SHARE = 0.1;
/** A chain with a step size below this does not move. */
const STANDSTILL = 1e-7;

export function outsideSupport(run: FailedRun): readonly Cause[] {
  const seen = seenDivergences(run);
  const failed = seen.filter(({ failed, position }) => failed && position.every(Number.isFinite));
  const points = spread(failed);
  // Most divergences of tuning come from chains still travelling to the typical set.
  const ofAll = seen.every(({ phase }) => phase === 'sampling') ? failed.length / seen.length : 1;
  const impossible = impossibleValue(run, points, LEAST_SHARE / ofAll);
  if (impossible !== null) return [impossible];
  const culprits = new Map<number, { readonly term: TermValue; readonly at: DivergentPoint[] }>();
  for (const point of points) {
    const term = evaluateTerms(run.ir, point.position).find(({ value }) => !Number.isFinite(value));
    if (term === undefined || term.value === Number.POSITIVE_INFINITY) continue;
    const known = culprits.get(term.origin.span.start);
    if (known === undefined) culprits.set(term.origin.span.start, { term, at: [point] });
    else known.at.push(point);
  }
  const [worst] = [...culprits.values()].sort((a, b) => b.at.length - a.at.length);
  const share = worst === undefined ? 0 : (worst.at.length / points.length) * ofAll;
  if (worst === undefined || share < LEAST_SHARE) return [];
  return [argumentCause(run, worst.term, worst.at) ?? termNotFinite(run, worst.term)];
}

/** An index outside the array, or a vector or matrix that its distribution does not accept. */
function impossibleValue(run: FailedRun, points: readonly DivergentPoint[], least: number): Cause | null {
  const found = points.flatMap(({ position }) => faultAt(run.ir, position) ?? []);
  const [first] = found;
  const alike = found.filter(({ check }) => check === first?.check);
  const check = first === undefined ? undefined : run.ir.checks?.[first.check];
  if (first === undefined || check === undefined || alike.length < least * points.length) return null;
  const line = lineAt(run, check.span.start);
  const read = (run.program.text ?? '').slice(check.span.start, check.span.end);
  return {
    code: 'outside-support',
    message: `Draws diverge where ${faultInWords(check, first)} (line ${line + 1}): there is no density there`,
    nextStep: remedy(check, read),
    names: [],
    line,
    explains: anyOfSampling,
  };
}

/** Divergences of the kept draws; where chains do not move and have none, those of tuning, which shrank the step. */
function seenDivergences({ divergent, stats }: FailedRun): readonly DivergentPoint[] {
  const kept = divergent.filter(({ phase }) => phase === 'sampling');
  if (kept.length > 0) return kept;
  return stats.stepSize.some((size) => size < STANDSTILL) ? divergent : [];
}

/** A sample of the points, from each chain. */
function spread(points: readonly DivergentPoint[]): readonly DivergentPoint[] {
  const step = Math.max(1, points.length / MOST_POINTS);
  return Array.from({ length: Math.min(MOST_POINTS, points.length) }, (_, i) => points[Math.floor(i * step)]);
}

function argumentCause(run: FailedRun, term: TermValue, points: readonly DivergentPoint[]): Cause | null {
  const { program, data, ir } = run;
  const statement = program.statements.find((s) => s.span.start === term.origin.span.start);
  if (statement === undefined) return null;
  // Priors have to be requested from lowering as distributions.
  const lowered = statement.kind === 'param' ? lower(program, data, { priors: true }).ir : ir;
  const positions = points.map(({ position }) => position);
  const outside = argumentOutside(program, lowered, statement, positions);
  if (outside === null) return null;
  const { call, words, fix } = outside;
  const line = lineAt(run, call.span.start);
  return {
    code: 'outside-support',
    message: `Draws diverge where ${words}, which it is in part of the space (\`${term.origin.label}\`, line ${line + 1})`,
    nextStep:
      fix === null
        ? 'Write the argument so that it lies in its domain for all values of the parameters'
        : `${fix.title}, which lies in its domain for all values of the parameters`,
    names: parametersIn(run, term),
    line,
    explains: anyOfSampling,
    ...(fix === null ? {} : { fix }),
  };
}

// ── Terms ─────────────────────────────────────────────────────────────────────────────────────

function termNotFinite(run: FailedRun, term: TermValue): Cause {
  const { origin, value } = term;
  const line = lineAt(run, origin.span.start);
  const isPotential = run.program.statements.some(
    (s) => s.kind === 'potential' && s.span.start === origin.span.start,
  );
  const names = parametersIn(run, term);
  const bounded =
    names.length === 0
      ? 'the parameters'
      : listed(
          names.map((name) => `\`${name}\``),
          3,
        );
  const bound = boundOf(run, term);
  const matrix = indefiniteMatrix(term.causes.at(-1) ?? term.firstBad);
  if (matrix !== null)
    return {
      code: 'outside-support',
      message: `Draws diverge where ${matrix}, in \`${origin.label}\` (line ${line + 1}): there is no density there`,
      nextStep:
        'Write it so that it is symmetric and positive definite for all values of the parameters: no difference of covariances, and a little added to the diagonal, such as `1e-9 * identity(n)`, where rounding is the reason',
      names,
      line,
      explains: anyOfSampling,
    };
  const unsolved = unsolvedEquation(run.ir, term.causes.at(-1) ?? term.firstBad);
  if (unsolved !== null)
    return {
      code: 'outside-support',
      message: `Draws diverge where ${unsolved.words}, in \`${origin.label}\` (line ${line + 1})`,
      nextStep: `${unsolved.remedy.charAt(0).toUpperCase()}${unsolved.remedy.slice(1)}`,
      names,
      line,
      explains: anyOfSampling,
    };
  const way = isPotential
    ? 'or write the potential so that it is finite for all values of the parameters'
    : 'or write the model so that the term is finite for all values of the parameters';
  return {
    code: 'outside-support',
    message: `Draws diverge where \`${origin.label}\` (line ${line + 1}) is ${short(value)}${whereInWords(run.ir, run.program.text ?? '', term)}: part of the space is cut off there`,
    nextStep:
      bound === null
        ? `Bound ${bounded} to where it is finite (\`param … ~ … in LO..HI\`), ${way}`
        : `${bound.title}, ${way}`,
    names,
    line,
    explains: anyOfSampling,
    ...(bound === null ? {} : { fix: bound }),
  };
}

/** `in 0..` for a parameter whose root or logarithm is taken. */
function boundOf({ program }: FailedRun, { firstBad, causes }: TermValue): Fix | null {
  const operation = (causes.at(-1) ?? firstBad)?.operation;
  const [load, ...more] = operation?.loads ?? [];
  if (operation === undefined || load === undefined || more.length > 0) return null;
  if ((operation.fn !== 'sqrt' && operation.fn !== 'log') || operation.args[0] !== load.value) return null;
  const param = program.statements.find((s) => s.kind === 'param' && s.name.name === load.name);
  if (param?.kind !== 'param' || param.range !== undefined) return null;
  const { end } = param.prior.span;
  return {
    title: `Bound \`${load.name}\` with \`in 0..\``,
    edits: [{ span: { start: end, end }, newText: ' in 0..' }],
  };
}

/** Parameters that the first invalid element was computed from. */
function parametersIn({ ir }: FailedRun, { firstBad, causes }: TermValue): readonly string[] {
  const params = new Set(ir.quantities.flatMap(({ name, kind }) => (kind === 'param' ? [name] : [])));
  const loads = [...causes, ...(firstBad === undefined ? [] : [firstBad])].flatMap(
    (element) => element.loads,
  );
  return [...new Set(loads.flatMap(({ name }) => (params.has(name) ? [name] : [])))].slice(0, 10);
}
