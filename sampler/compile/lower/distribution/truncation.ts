/** Truncated and censored densities. */

import type { ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
import { knownExtremes } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { type ArrayValue, type DistributionValue, knownNumber, scalarValue } from '../value.ts';
import { isDiscrete } from './argument-arrays.ts';
import { cumulative, logProbabilityBetween } from './cumulative.ts';
import type { DensityOptions, EventDensity } from './event-density.ts';
import { numericLogMass } from './numeric-mass.ts';
import { boundsOf } from './support.ts';

/** Values of a discrete distribution that are summed one by one. */
const MOST_VALUES = 4096;

type Wrapped = Extract<DistributionValue, { form: 'truncated' | 'censored' }>;

/** The base density minus the log probability of the range. */
export function truncatedDensity(
  ctx: Context,
  dist: Wrapped,
  x: ArrayValue,
  options: DensityOptions,
  eventDensity: EventDensity,
): ArrayValue {
  const { pool } = ctx;
  const density = eventDensity(ctx, dist.base, x, options).at([]);
  const mass = logMass(ctx, dist, dist.span, eventDensity);
  const normalised = mass === null ? density : pool.binary('sub', density, mass);
  if (!options.guarded) return scalarValue(pool, normalised);
  const element = x.at([]);
  const outside = [
    ...(dist.lower === undefined ? [] : [pool.binary('lt', element, dist.lower.at([]))]),
    ...(dist.upper === undefined ? [] : [pool.binary('gt', element, dist.upper.at([]))]),
  ];
  if (outside.length === 0) return scalarValue(pool, normalised);
  const cond = outside.reduce((a, b) => pool.binary('or', a, b));
  return scalarValue(pool, pool.select(cond, pool.constant(Number.NEGATIVE_INFINITY), normalised));
}

/** Values on a bound stand for the whole tail beyond it. */
export function censoredDensity(
  ctx: Context,
  dist: Wrapped,
  x: ArrayValue,
  options: DensityOptions,
  eventDensity: EventDensity,
): ArrayValue {
  const { pool } = ctx;
  const element = x.at([]);
  let density = eventDensity(ctx, dist.base, x, options).at([]);
  if (dist.upper !== undefined) {
    const limit = isDiscrete(dist.base)
      ? pool.binary('sub', dist.upper.at([]), pool.constant(1))
      : dist.upper.at([]);
    const tail = required(ctx, dist, limit, 'logCcdf');
    density = pool.select(pool.binary('ge', element, dist.upper.at([])), tail, density);
  }
  if (dist.lower !== undefined) {
    const tail = required(ctx, dist, dist.lower.at([]), 'logCdf');
    density = pool.select(pool.binary('le', element, dist.lower.at([])), tail, density);
  }
  return scalarValue(pool, density);
}

function required(ctx: Context, dist: Wrapped, at: ScalarExpr, which: 'logCdf' | 'logCcdf'): ScalarExpr {
  const value = cumulative(ctx, dist.base, scalarValue(ctx.pool, at), which);
  if (value !== null) return value.at([]);
  return ctx.unsupported(
    `${nameOf(dist.base)} has no distribution function, which censoring needs`,
    dist.span,
  );
}

export function nameOf(dist: DistributionValue): string {
  switch (dist.form) {
    case 'plain':
      return dist.entry.name;
    case 'truncated':
      return 'Truncated';
    case 'censored':
      return 'Censored';
    case 'mixture':
      return 'Mixture';
  }
}

/** The log probability of the range of a truncated distribution; null where the range is the whole support. */
function logMass(ctx: Context, dist: Wrapped, span: Span, eventDensity: EventDensity): ScalarExpr | null {
  const { base } = dist;
  if (isImproper(base)) return null;
  const { pool } = ctx;
  const support = boundsOf(ctx, base);
  const lower = excludes(dist.lower, support.lower, 'lower') ? dist.lower : undefined;
  const upper = excludes(dist.upper, support.upper, 'upper') ? dist.upper : undefined;
  if (lower === undefined && upper === undefined) return null;

  const summed =
    isDiscrete(base) && lower !== undefined && upper !== undefined
      ? sumOfValues(ctx, base, lower.at([]), upper.at([]), eventDensity)
      : null;
  if (summed !== null) return summed;

  const below =
    lower === undefined
      ? null
      : isDiscrete(base)
        ? pool.binary('sub', lower.at([]), pool.constant(1))
        : lower.at([]);
  const closed = logProbabilityBetween(ctx, base, below, upper?.at([]) ?? null);
  if (closed !== null) return closed;
  if (isDiscrete(base)) {
    const values = sumInSupport(ctx, base, { lower, upper, support }, eventDensity);
    if (values !== null) return values;
  }
  if (isHalf(base, lower, upper)) return pool.constant(-Math.LN2);
  const numeric = numericLogMass(ctx, base, lower, upper, isDiscrete(base), eventDensity);
  if (numeric !== null) return numeric;
  return ctx.unsupported(
    `${nameOf(base)} has no distribution function, so a range can be normalised only where its arguments and the bounds are data or numbers; use a distribution with one, or Flat() in LO..HI with a potential`,
    span,
  );
}

interface Ends {
  readonly lower: ArrayValue | undefined;
  readonly upper: ArrayValue | undefined;
}

/** The log probability of integers on one side of a bound, by those between it and the near end of the support. */
function sumInSupport(
  ctx: Context,
  base: DistributionValue,
  { lower, upper, support }: Ends & { readonly support: Partial<Ends> },
  eventDensity: EventDensity,
): ScalarExpr | null {
  const { pool } = ctx;
  const from = lower ?? support.lower;
  const to = upper ?? support.upper;
  if (from !== undefined && to !== undefined)
    return sumOfValues(ctx, base, from.at([]), to.at([]), eventDensity);
  const rest = ((): ScalarExpr | null => {
    if (lower !== undefined && support.lower !== undefined) {
      const below = pool.binary('sub', lower.at([]), pool.constant(1));
      return sumOfValues(ctx, base, support.lower.at([]), below, eventDensity);
    }
    if (upper === undefined || support.upper === undefined) return null;
    const above = pool.binary('add', upper.at([]), pool.constant(1));
    return sumOfValues(ctx, base, above, support.upper.at([]), eventDensity);
  })();
  return rest === null ? null : pool.unary('log1m_exp', rest);
}

/** The log probability of integers between known bounds, exact where a difference of two tails would cancel. */
function sumOfValues(
  ctx: Context,
  base: DistributionValue,
  lower: ScalarExpr,
  upper: ScalarExpr,
  eventDensity: EventDensity,
): ScalarExpr | null {
  const { pool } = ctx;
  const from = knownExtremes(ctx, lower);
  const to = knownExtremes(ctx, upper);
  if (from === null || to === null) return null;
  const first = Math.ceil(from.least);
  const count = Math.floor(to.most) - first + 1;
  if (!(count > 0 && count <= MOST_VALUES)) return null;
  const index = pool.freshIndex(0, count);
  const x = pool.binary('add', pool.index(index), pool.constant(first));
  const options = { guarded: true, span: base.span };
  const density = ctx.within([index], () => eventDensity(ctx, base, scalarValue(pool, x, 'int'), options));
  const inside = pool.binary('and', pool.binary('ge', x, lower), pool.binary('le', x, upper));
  return pool.reduce(
    'log_sum_exp',
    index,
    pool.select(inside, density.at([]), pool.constant(Number.NEGATIVE_INFINITY)),
  );
}

/** Whether the range is one side of the centre of a symmetric distribution: `StudentT(3, 0, s) in 0..`. */
function isHalf(
  base: DistributionValue,
  lower: ArrayValue | undefined,
  upper: ArrayValue | undefined,
): boolean {
  if (base.form !== 'plain' || base.entry.name !== 'StudentT') return false;
  const centre = base.args.get('mu');
  if (centre?.kind !== 'array' || (lower !== undefined && upper !== undefined)) return false;
  // Equal expressions are one object.
  return (lower ?? upper)?.at([]) === centre.at([]);
}

function isImproper(dist: DistributionValue): boolean {
  return dist.form === 'plain' && (dist.entry.name === 'Flat' || dist.entry.name === 'HalfFlat');
}

/** Whether a bound excludes part of the support. */
function excludes(
  bound: ArrayValue | undefined,
  support: ArrayValue | undefined,
  side: 'lower' | 'upper',
): boolean {
  if (bound === undefined) return false;
  const limit = knownNumber(bound);
  const end = knownNumber(support);
  if (limit === undefined) return true;
  if (limit === (side === 'lower' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY)) return false;
  return end === undefined || (side === 'lower' ? limit > end : limit < end);
}
