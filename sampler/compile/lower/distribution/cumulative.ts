/** Cumulative probabilities of one event; null where the table has none. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { type ArrayValue, type DistributionValue, scalarValue } from '../value.ts';
import { canonicalNames } from './canonical-arguments.ts';
import { evaluateText } from './table-expressions.ts';

type Cumulative = 'cdf' | 'logCdf' | 'logCcdf';

export function cumulative(
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  which: Cumulative,
): ArrayValue | null {
  const { pool } = ctx;
  const scalar = (expr: ScalarExpr): ArrayValue => scalarValue(pool, expr);
  if (dist.form === 'mixture') {
    const parts = dist.components.map((component) => cumulative(ctx, component, x, 'cdf'));
    if (parts.some((part) => part === null)) return null;
    const total = parts
      .flatMap((part) => (part === null ? [] : [part.at([])]))
      .map((part, k) => pool.binary('mul', dist.weights.at([pool.constant(k)]), part))
      .reduce((a, b) => pool.binary('add', a, b));
    return scalar(fromCdf(ctx, total, which));
  }
  if (dist.form !== 'plain') return null;
  const { entry } = dist;
  if (entry.cdf === undefined && entry.logCdf === undefined) return null;
  const names = new Map([...canonicalNames(ctx, dist, x), ['x', x] as const]);
  const text = (of: string): ScalarExpr => evaluateText(ctx, of, names, dist.span).at([]);
  const own = entry[which];
  if (own !== undefined) return scalar(text(own));
  if (entry.cdf !== undefined) return scalar(fromCdf(ctx, text(entry.cdf), which));
  if (entry.logCdf === undefined) return null;
  const log = text(entry.logCdf);
  return scalar(which === 'cdf' ? pool.unary('exp', log) : pool.unary('log1m_exp', log));
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
