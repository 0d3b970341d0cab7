/** Log densities of distributions, from the table's own expressions. */
import { guardedLogDensity } from '../../../../grammar/distributions/support.ts';
import type { Span } from '../../../../grammar/span.ts';
import { align, shapeText } from '../axes.ts';
import { type BatchArgument, batchDims, overBatch } from '../batch.ts';
import { knownExtremes } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { elementwise } from '../elementwise.ts';
import { logSumExp } from '../functions/scalar.ts';
import {
  type ArrayValue,
  arrayValue,
  type DistributionValue,
  type PlainDistribution,
  scalarValue,
  type Value,
} from '../value.ts';
import {
  argumentsOf,
  batchAxes,
  declaredEventDims,
  eventDimsOfDraw,
  withArguments,
} from './argument-arrays.ts';
import { checkGraph } from './neighbour-graph.ts';
import { evaluateText } from './table-expressions.ts';
import { censoredDensity, truncatedDensity } from './truncation.ts';

export interface DensityOptions {
  /** Gives minus infinity outside the support; needless for what a transform or a check keeps inside. */
  readonly guarded: boolean;
  readonly span: Span;
}

/** One log density per position of the axes that are not the draw's own. */
export function logDensity(
  ctx: Context,
  dist: DistributionValue,
  x: ArrayValue,
  options: DensityOptions,
): ArrayValue {
  if (dist.form === 'plain' && dist.entry.name === 'ICAR' && x.dims.length > 0)
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
export function eventDensity(
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
      const names = own ? givenNames(ctx, dist, x) : canonicalNames(ctx, dist, x);
      return evaluateText(ctx, text, new Map([...names, ['x', x]]), dist.span);
    }
    case 'truncated':
      return truncatedDensity(ctx, dist, x, options);
    case 'censored':
      return censoredDensity(ctx, dist, x, options);
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

/** False where all values of `x` are known now and lie inside the fixed part of the support. */
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

/** The arguments of the form that was called, vectors and matrices without names of axes. */
export function givenNames(
  ctx: Context,
  dist: PlainDistribution,
  x: ArrayValue | null,
): ReadonlyMap<string, Value> {
  const names = new Map<string, Value>();
  for (const [name, value] of dist.args) {
    names.set(name, value.kind === 'array' ? whole(ctx, value, declaredEventDims(dist, name), x) : value);
  }
  return names;
}

/** The canonical arguments, rewritten from those given where another form was called. */
export function canonicalNames(
  ctx: Context,
  dist: PlainDistribution,
  x: ArrayValue | null,
): ReadonlyMap<string, Value> {
  const given = givenNames(ctx, dist, x);
  const rewrite = dist.parameterisation?.rewrite;
  if (rewrite === undefined) return given;
  return new Map(
    Object.entries(rewrite).map(([name, text]) => [name, evaluateText(ctx, text, given, dist.span)] as const),
  );
}

/** A scalar stands for a vector of equal elements, as long as the draw. */
function whole(ctx: Context, value: ArrayValue, eventDims: number, x: ArrayValue | null): ArrayValue {
  const missing = eventDims - value.dims.length;
  if (missing <= 0 || x === null || x.dims.length < missing) return anonymous(ctx, value);
  const dims = [...x.dims.slice(0, missing), ...value.dims];
  const widened = arrayValue(ctx.pool, dims, (at) => value.at(at.slice(missing)), { element: value.element });
  return anonymous(ctx, widened);
}

export function anonymous(ctx: Context, value: ArrayValue): ArrayValue {
  if (value.dims.length === 0) return value;
  const dims = value.dims.map((dim) => ({ name: null, size: dim.size }));
  const { element, array } = value;
  return arrayValue(ctx.pool, dims, value.at, { element, ...(array === undefined ? {} : { array }) });
}
