/** Bounds of a distribution's support, as values of the model. */
import type { Span } from '../../../../grammar/span.ts';
import { overBatch } from '../batch.ts';
import type { Context } from '../context.ts';
import { elementwise } from '../elementwise.ts';
import {
  type ArrayValue,
  constantValue,
  type DistributionValue,
  knownNumber,
  type PlainDistribution,
} from '../value.ts';
import { argumentsOf, withArguments } from './argument-arrays.ts';
import { canonicalNames } from './canonical-arguments.ts';
import { evaluateText } from './table-expressions.ts';

interface Bounds {
  /** Absent where unbounded. */
  readonly lower?: ArrayValue;
  readonly upper?: ArrayValue;
}

/** The interval of a scalar distribution. */
export function boundsOf(ctx: Context, dist: DistributionValue): Bounds {
  switch (dist.form) {
    case 'plain':
      return plainBounds(ctx, dist);
    case 'censored':
      return boundsOf(ctx, dist.base);
    case 'truncated':
      return intersect(ctx, boundsOf(ctx, dist.base), dist, dist.span);
    case 'mixture': {
      const all = dist.components.map((component) => boundsOf(ctx, component));
      return {
        ...side(
          'lower',
          extreme(
            ctx,
            all.map((b) => b.lower),
            'min',
            dist.span,
          ),
        ),
        ...side(
          'upper',
          extreme(
            ctx,
            all.map((b) => b.upper),
            'max',
            dist.span,
          ),
        ),
      };
    }
  }
}

/** The intersection of both ranges. */
function intersect(ctx: Context, a: Bounds, b: Bounds, span: Span): Bounds {
  return {
    ...side('lower', tighter(ctx, finite(a.lower), finite(b.lower), 'max', span)),
    ...side('upper', tighter(ctx, finite(a.upper), finite(b.upper), 'min', span)),
  };
}

function plainBounds(ctx: Context, dist: PlainDistribution): Bounds {
  const { support } = dist.entry;
  if (support.kind === 'circle') {
    return { lower: constantValue(ctx.pool, -Math.PI), upper: constantValue(ctx.pool, Math.PI) };
  }
  if (support.kind !== 'interval' && support.kind !== 'integers') return {};
  return {
    ...side('lower', finite(bound(ctx, dist, support.lower))),
    ...side('upper', finite(bound(ctx, dist, support.upper))),
  };
}

function bound(ctx: Context, dist: PlainDistribution, text: string | undefined): ArrayValue | undefined {
  if (text === undefined) return undefined;
  if (Number.isFinite(Number(text))) return constantValue(ctx.pool, Number(text));
  return overBatch(
    ctx,
    argumentsOf(dist),
    (args) => {
      const event = withArguments(dist, args);
      if (event.form !== 'plain') throw new Error('the form of a distribution changed');
      return evaluateText(ctx, text, canonicalNames(ctx, event, null), dist);
    },
    dist.span,
  );
}

function finite(value: ArrayValue | undefined): ArrayValue | undefined {
  const known = knownNumber(value);
  return known === Number.NEGATIVE_INFINITY || known === Number.POSITIVE_INFINITY ? undefined : value;
}

function tighter(
  ctx: Context,
  a: ArrayValue | undefined,
  b: ArrayValue | undefined,
  fn: 'min' | 'max',
  span: Span,
): ArrayValue | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return between(ctx, [a, b], fn, span);
}

function extreme(
  ctx: Context,
  bounds: readonly (ArrayValue | undefined)[],
  fn: 'min' | 'max',
  span: Span,
): ArrayValue | undefined {
  const present = bounds.flatMap((b) => (b === undefined ? [] : [b]));
  return present.length < bounds.length ? undefined : between(ctx, present, fn, span);
}

function between(ctx: Context, values: readonly ArrayValue[], fn: 'min' | 'max', span: Span): ArrayValue {
  return elementwise(
    ctx,
    values.map((value) => ({ value, span })),
    (elements) => elements.reduce((x, y) => (x === y ? x : ctx.pool.binary(fn, x, y))),
    span,
  );
}

function side(name: 'lower' | 'upper', value: ArrayValue | undefined): Bounds {
  return value === undefined ? {} : { [name]: value };
}
