/**
 * Priors of vectors in which each element, given those before it, is normal: MvNormal by its Cholesky factor,
 * random walks by their steps. Their elements can be sampled non-centred.
 */
import { type Axis, sizeOf } from '../axes.ts';
import type { Context } from '../context.ts';
import type { DistributionValue, Value } from '../value.ts';
import { type ArrayValue, arrayValue, type PlainDistribution } from '../value.ts';
import { canonicalNames, givenNames } from './canonical-arguments.ts';
import { overEvents } from './density.ts';
import { evaluateText } from './table-expressions.ts';

export type SequencePrior =
  /** y = location + factor · standardised. */
  | {
      readonly kind: 'factor';
      /** Over the parameter's axes. */
      readonly location: ArrayValue;
      /** Lower triangular, with the last axis twice. */
      readonly factor: ArrayValue;
    }
  /** From the second element on: y[t] = y[t − 1] + drift + step · standardised. */
  | {
      readonly kind: 'walk';
      /** Over the parameter's axes, or over these without the last. */
      readonly drift: ArrayValue;
      readonly step: ArrayValue;
      /** Log density of the first element. */
      densityOfFirst(y: ArrayValue): ArrayValue;
    };

/** Numbers of the matrices of a parameter at most: each vector has its own, as its degrees decide. */
const MOST_NUMBERS = 250_000;

/** Null for other priors, and where the arguments are not over the parameter's axes. */
export function sequencePrior(
  ctx: Context,
  prior: DistributionValue,
  axes: readonly Axis[],
): SequencePrior | null {
  if (prior.form !== 'plain' || axes.length === 0) return null;
  const size = axes[axes.length - 1].size;
  if (size < 2) return null;
  switch (prior.entry.name) {
    case 'MvNormal':
      return factorPrior(ctx, prior, axes, size);
    case 'GaussianRandomWalk':
      return walkPrior(ctx, prior, axes);
    default:
      return null;
  }
}

function factorPrior(
  ctx: Context,
  prior: PlainDistribution,
  axes: readonly Axis[],
  size: number,
): SequencePrior | null {
  if (sizeOf(axes) * size > MOST_NUMBERS) return null;
  const isFactorGiven = prior.parameterisation !== undefined;
  const names = isFactorGiven ? givenNames : canonicalNames;
  const of = (text: string) => argument(ctx, prior, axes, text, names);
  const location = of('mu');
  const factor = of(isFactorGiven ? 'chol' : 'cholesky(cov)');
  const isOver = isOverAxes(location, axes, 1) && isOverAxes(factor, axes, 2);
  return isOver ? { kind: 'factor', location, factor } : null;
}

function walkPrior(ctx: Context, prior: PlainDistribution, axes: readonly Axis[]): SequencePrior | null {
  const drift = argument(ctx, prior, axes, 'mu', canonicalNames);
  const step = argument(ctx, prior, axes, 'sigma', canonicalNames);
  const isOver = (value: ArrayValue): boolean => isOverAxes(value, axes, 0) || isOverAxes(value, axes, 1);
  if (!isOver(drift) || !isOver(step)) return null;
  const densityOfFirst = (y: ArrayValue) =>
    overEvents(ctx, prior, y, prior.span, (event, x) => {
      const names = new Map([...namesOf(ctx, event, x, canonicalNames), ['x', x] as const]);
      return evaluateText(ctx, 'logpdf(init, x[1])', names, prior);
    });
  return { kind: 'walk', drift, step, densityOfFirst };
}

type NamesOf = typeof givenNames;

function namesOf(
  ctx: Context,
  event: DistributionValue,
  x: ArrayValue,
  names: NamesOf,
): ReadonlyMap<string, Value> {
  if (event.form !== 'plain') throw new Error('the event of a plain distribution is not plain');
  return names(ctx, event, x);
}

/** A text of the arguments' names, evaluated for each vector. */
function argument(
  ctx: Context,
  prior: PlainDistribution,
  axes: readonly Axis[],
  text: string,
  names: NamesOf,
): ArrayValue {
  const parameter = arrayValue(ctx.pool, axes, () => ctx.pool.constant(0));
  return overEvents(ctx, prior, parameter, prior.span, (event, x) =>
    evaluateText(ctx, text, namesOf(ctx, event, x, names), prior),
  );
}

/** Over all axes of the parameter but the last, and then `own` axes like the last. */
function isOverAxes({ dims }: ArrayValue, axes: readonly Axis[], own: number): boolean {
  const batch = axes.slice(0, -1);
  const { size } = axes[axes.length - 1];
  return (
    dims.length === batch.length + own &&
    batch.every(({ name }, i) => dims[i].name === name) &&
    dims.slice(batch.length).every((dim) => dim.size === size)
  );
}
