/** Cumulative probabilities of one event; null where the table has none. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { logSumExp } from '../functions/scalar.ts';
import {
  type ArrayValue,
  type DistributionValue,
  knownNumber,
  type PlainDistribution,
  scalarValue,
  type Value,
} from '../value.ts';
import { isDiscrete } from './argument-arrays.ts';
import { canonicalNames, givenNames } from './canonical-arguments.ts';
import { boundsOf } from './support.ts';
import { evaluateText } from './table-expressions.ts';

export type Cumulative = 'cdf' | 'logCdf' | 'logCcdf';

export function cumulative(
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  which: Cumulative,
): ArrayValue | null {
  const { pool } = ctx;
  const scalar = (expr: ScalarExpr): ArrayValue => scalarValue(pool, expr);
  if (dist.form === 'mixture') return ofMixture(ctx, dist, x, which);
  if (dist.form !== 'plain')
    return (dist.form === 'truncated' ? ofTruncated : ofCensored)(ctx, dist, x, which);
  const { entry, parameterisation } = dist;
  if (entry.cdf === undefined && entry.logCdf === undefined) return null;
  const text = (of: string, names: ReadonlyMap<string, Value>): ScalarExpr =>
    evaluateText(ctx, of, new Map([...names, ['x', x] as const]), dist).at([]);
  const canonical = (of: string) => text(of, canonicalNames(ctx, dist, x));
  const inside = (): ScalarExpr => {
    const given = which === 'cdf' ? undefined : parameterisation?.[which];
    if (given !== undefined) return text(given, givenNames(ctx, dist, x));
    const own = entry[which];
    if (own !== undefined) return canonical(own);
    if (entry.cdf !== undefined) return fromCdf(ctx, canonical(entry.cdf), which);
    const log = canonical(present(entry.logCdf));
    return which === 'cdf' ? pool.unary('exp', log) : pool.unary('log1m_exp', log);
  };
  return scalar(withinSupport(ctx, dist, x.at([]), which, inside()));
}

/**
 * The log probability of what lies above `below`, and up to `upTo`; null for an open end, and where the distribution has
 * no cumulative one.
 */
export function logProbabilityBetween(
  ctx: Context,
  base: DistributionValue,
  below: ScalarExpr | null,
  upTo: ScalarExpr | null,
): ScalarExpr | null {
  const { pool } = ctx;
  const at = (limit: ScalarExpr, which: Cumulative): ScalarExpr | null =>
    cumulative(ctx, base, scalarValue(pool, limit), which)?.at([]) ?? null;
  if (below === null) return upTo === null ? null : at(upTo, 'logCdf');
  if (upTo === null) return at(below, 'logCcdf');
  const low = [at(below, 'logCdf'), at(upTo, 'logCdf')] as const;
  const high = [at(below, 'logCcdf'), at(upTo, 'logCcdf')] as const;
  if (low[0] === null || low[1] === null || high[0] === null || high[1] === null) return null;
  // The difference is taken in the tail where the logarithms are not nearly equal.
  const inUpperTail = pool.binary('gt', low[0], pool.constant(-Math.LN2));
  return pool.select(inUpperTail, logDifference(ctx, high[0], high[1]), logDifference(ctx, low[1], low[0]));
}

/** `log(exp(a) - exp(b))` for a > b; b may be minus infinity. */
export function logDifference(ctx: Context, a: ScalarExpr, b: ScalarExpr): ScalarExpr {
  const { pool } = ctx;
  return pool.binary('add', a, pool.unary('log1m_exp', pool.binary('sub', b, a)));
}

type Ranged = Extract<DistributionValue, { form: 'truncated' | 'censored' }>;

/** The share of the range's probability that lies up to `x`, or above it. */
function ofTruncated(
  ctx: Context,
  { base, lower, upper }: Ranged,
  x: ArrayValue,
  which: Cumulative,
): ArrayValue | null {
  const { pool } = ctx;
  const [from, to] = [lower?.at([]) ?? null, upper?.at([]) ?? null];
  const below = from !== null && isDiscrete(base) ? pool.binary('sub', from, pool.constant(1)) : from;
  if (from === null && to === null) return cumulative(ctx, base, x, which);
  const own = x.at([]);
  const mass = logProbabilityBetween(ctx, base, below, to);
  const part =
    which === 'logCcdf'
      ? logProbabilityBetween(ctx, base, own, to)
      : logProbabilityBetween(ctx, base, below, own);
  if (mass === null || part === null) return null;
  const [none, all] = which === 'cdf' ? [0, 1] : [Number.NEGATIVE_INFINITY, 0];
  const share = pool.binary('sub', part, mass);
  let value = which === 'cdf' ? pool.unary('exp', share) : share;
  const [atLeast, atMost] = which === 'logCcdf' ? [all, none] : [none, all];
  if (to !== null) value = pool.select(pool.binary('ge', own, to), pool.constant(atMost), value);
  if (from !== null)
    value = pool.select(
      pool.binary(isDiscrete(base) ? 'lt' : 'le', own, from),
      pool.constant(atLeast),
      value,
    );
  return scalarValue(pool, value);
}

/** As without limits between them; each has the probability beyond it. */
function ofCensored(
  ctx: Context,
  { base, lower, upper }: Ranged,
  x: ArrayValue,
  which: Cumulative,
): ArrayValue | null {
  const { pool } = ctx;
  const inside = cumulative(ctx, base, x, which);
  if (inside === null) return null;
  const [none, all] = which === 'cdf' ? [0, 1] : [Number.NEGATIVE_INFINITY, 0];
  const [below, above] = which === 'logCcdf' ? [all, none] : [none, all];
  const own = x.at([]);
  let value = inside.at([]);
  if (upper !== undefined)
    value = pool.select(pool.binary('ge', own, upper.at([])), pool.constant(above), value);
  if (lower !== undefined)
    value = pool.select(pool.binary('lt', own, lower.at([])), pool.constant(below), value);
  return scalarValue(pool, value);
}

/** Sums of positive parts: the logarithms keep the digits of each tail. */
function ofMixture(
  ctx: Context,
  dist: Extract<DistributionValue, { form: 'mixture' }>,
  x: ArrayValue,
  which: Cumulative,
): ArrayValue | null {
  const { pool } = ctx;
  const parts = dist.components.map((component) => cumulative(ctx, component, x, which));
  const known = parts.flatMap((part) => (part === null ? [] : [part.at([])]));
  if (known.length < parts.length) return null;
  const weights = known.map((_, k) => dist.weights.at([pool.constant(k)]));
  if (which !== 'cdf') {
    const terms = known.map((part, k) => pool.binary('add', pool.unary('log', weights[k]), part));
    return scalarValue(pool, logSumExp(pool, terms));
  }
  const terms = known.map((part, k) => pool.binary('mul', weights[k], part));
  return scalarValue(
    pool,
    terms.reduce((a, b) => pool.binary('add', a, b)),
  );
}

/** Nothing lies below the support and nothing above it; the texts hold inside. */
function withinSupport(
  ctx: Context,
  dist: PlainDistribution,
  x: ScalarExpr,
  which: Cumulative,
  inside: ScalarExpr,
): ScalarExpr {
  const { pool } = ctx;
  const { lower, upper } = boundsOf(ctx, dist);
  const [none, all] = which === 'cdf' ? [0, 1] : [Number.NEGATIVE_INFINITY, 0];
  const [below, above] = which === 'logCcdf' ? [all, none] : [none, all];
  // What has a probability of its own counts.
  const least = isDiscrete(dist) || dist.entry.atom === 'lower' ? 'lt' : 'le';
  let value = inside;
  if (upper !== undefined && knownNumber(upper) !== Number.POSITIVE_INFINITY)
    value = pool.select(pool.binary('ge', x, upper.at([])), pool.constant(above), value);
  if (lower !== undefined && knownNumber(lower) !== Number.NEGATIVE_INFINITY)
    value = pool.select(pool.binary(least, x, lower.at([])), pool.constant(below), value);
  return value;
}

function present(text: string | undefined): string {
  if (text === undefined) throw new Error('a distribution with a cdf has it as such or as a logarithm');
  return text;
}

function fromCdf(ctx: Context, cdf: ScalarExpr, which: Cumulative): ScalarExpr {
  switch (which) {
    case 'cdf':
      return cdf;
    case 'logCdf':
      return ctx.pool.unary('log', cdf);
    case 'logCcdf':
      return ctx.pool.unary('log1p', ctx.pool.unary('neg', cdf));
  }
}
