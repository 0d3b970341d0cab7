/** Log densities of distributions, from the table's own expressions. */
import { guardedLogDensity, outsideDomains } from '../../../../grammar/distributions/support.ts';
import type { Span } from '../../../../grammar/span.ts';
import { align, shapeText } from '../axes.ts';
import { type BatchArgument, batchDims, overBatch } from '../batch.ts';
import { knownExtremes } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { elementwise } from '../elementwise.ts';
import { logSumExp } from '../functions/scalar.ts';
import { type Interval, intervalOf, intervalOfValues } from '../interval.ts';
import {
  type ArrayValue,
  type DistributionValue,
  type PlainDistribution,
  scalarValue,
  type Value,
} from '../value.ts';
import { argumentsOf, batchAxes, eventDimsOfDraw, withArguments } from './argument-arrays.ts';
import { anonymous, canonicalNames, givenNames } from './canonical-arguments.ts';
import type { DensityOptions } from './event-density.ts';
import { checkGraph } from './neighbour-graph.ts';
import { evaluateText } from './table-expressions.ts';
import { censoredDensity, truncatedDensity } from './truncation.ts';

/** One log density per position of the axes that are not the draw's own. */
export function logDensity(
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  options: DensityOptions,
): ArrayValue {
  if (dist.form === 'plain' && (dist.entry.name === 'ICAR' || dist.entry.name === 'CAR') && x.dims.length > 0)
    checkGraph(ctx, dist, x.dims[x.dims.length - 1]);
  return overEvents(ctx, dist, x, options.span, (event, draw) => eventDensity(ctx, event, draw, options));
}

/** Applies `apply` to single events of the distribution and of `x`. */
export function overEvents(
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  span: Span,
  apply: (dist: DistributionValue, x: ArrayValue) => ArrayValue,
): ArrayValue {
  const eventDims = eventDimsOfDraw(dist);
  if (x.dims.length < eventDims) {
    ctx.fail(
      'shape-mismatch',
      `expected ${eventDims === 1 ? 'a vector' : 'a matrix'} over the last ${eventDims === 1 ? 'dimension' : 'two dimensions'}, found shape ${shapeText(x.dims)}`,
      span,
    );
  }
  const parts: BatchArgument[] = [{ value: x, eventDims, span }, ...argumentsOf(dist)];
  const own = batchAxes(dist);
  const order = own === null ? null : align([batchDims({ value: x, eventDims }), own]);
  return overBatch(
    ctx,
    parts,
    ([draw, ...args]) => apply(withArguments(dist, args), anonymous(ctx, draw)),
    span,
    order === null || 'kind' in order ? [] : order.dims,
  );
}

/** The log density of one event. */
function eventDensity(
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  options: DensityOptions,
): ArrayValue {
  switch (dist.form) {
    case 'plain': {
      const text =
        options.guarded && mayLieOutside(ctx, dist, x)
          ? guardedLogDensity(dist.entry, dist.parameterisation ?? null)
          : (dist.parameterisation?.logDensity ?? dist.entry.logDensity);
      const own = dist.parameterisation?.logDensity !== undefined;
      const given = givenNames(ctx, dist, x);
      const names = own ? given : canonicalNames(ctx, dist, x);
      const outside = outsideDomains(dist.parameterisation?.arguments ?? dist.entry.arguments, (name) =>
        intervalOfArgument(ctx, given.get(name)),
      );
      if (outside === null) return evaluateText(ctx, text, new Map([...names, ['x', x]]), dist);
      const guarded = `if ${outside} then log(0) else (${text})`;
      return evaluateText(ctx, guarded, new Map([...given, ...names, ['x', x]]), dist);
    }
    case 'truncated':
      return truncatedDensity(ctx, dist, x, options, eventDensity);
    case 'censored':
      return censoredDensity(ctx, dist, x, options, eventDensity);
    case 'mixture': {
      const { pool } = ctx;
      const parts = dist.components.map((component, k) => {
        const weight = scalarValue(pool, pool.unary('log', dist.weights.at([pool.constant(k)])));
        const density = eventDensity(ctx, component, x, { ...options, guarded: true });
        return elementwise(
          ctx,
          [
            { value: weight, span: dist.span },
            { value: density, span: component.span },
          ],
          ([w, d]) => pool.binary('add', w, d),
          dist.span,
        ).at([]);
      });
      return scalarValue(pool, logSumExp(pool, parts));
    }
  }
}

/** Unbounded for vectors and matrices, which are checked elsewhere, and for defaults, which are valid. */
function intervalOfArgument(ctx: Context, value: Value | undefined): Interval {
  return value?.kind === 'array' && value.dims.length === 0
    ? intervalOf(ctx, value.at([]), intervalOfValues)
    : { lo: 0, hi: 0 };
}

/** False where all values of `x` are data inside the fixed part of the support. */
function mayLieOutside(ctx: Context, dist: PlainDistribution, x: ArrayValue): boolean {
  const { support } = dist.entry;
  if ((support.kind !== 'interval' && support.kind !== 'integers') || x.dims.length > 0) return true;
  if (support.kind === 'integers' && x.element === 'real') return true;
  const extremes = knownExtremes(ctx, x.at([]));
  if (extremes === null) return true;
  const fixed = (text: string | undefined, otherwise: number): number => {
    const bound = text === undefined ? otherwise : Number(text);
    // A bound that depends on the arguments is part of the density.
    return Number.isNaN(bound) ? otherwise : bound;
  };
  const lower = fixed(support.lower, Number.NEGATIVE_INFINITY);
  const upper = fixed(support.upper, Number.POSITIVE_INFINITY);
  return !(extremes.least >= lower && extremes.most <= upper);
}
