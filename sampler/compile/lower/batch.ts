/** Functions of whole vectors and matrices, applied for each position of their arguments' other axes. */
import type { IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import { type Axis, align, axisText } from './axes.ts';
import type { Context } from './context.ts';
import { type ArrayValue, arrayValue } from './value.ts';

export interface BatchArgument {
  readonly value: ArrayValue;
  /** Number of trailing axes that the function takes whole. */
  readonly eventDims: number;
  readonly span: Span;
}

/** The axes that broadcast. */
export function batchDims(argument: Pick<BatchArgument, 'value' | 'eventDims'>): readonly Axis[] {
  const { dims } = argument.value;
  return dims.slice(0, dims.length - argument.eventDims);
}

function eventDimsOf(argument: Pick<BatchArgument, 'value' | 'eventDims'>): readonly Axis[] {
  const { dims } = argument.value;
  return dims.slice(dims.length - argument.eventDims);
}

/**
 * `apply` receives each argument with only its event axes; it is called once, inside loops over the union of the
 * batch axes. The result has those axes, then the axes of the value of `apply`.
 * @param order the batch axes in the order of the result, where it is not that of the arguments.
 */
export function overBatch(
  ctx: Context,
  args: readonly BatchArgument[],
  apply: (events: readonly ArrayValue[]) => ArrayValue,
  span: Span,
  order: readonly Axis[] = [],
): ArrayValue {
  const { pool } = ctx;
  const aligned = align([order, ...args.map(batchDims)]);
  if ('kind' in aligned) {
    const { left, right } = aligned;
    ctx.fail(
      'shape-mismatch',
      `axis ${axisText(left)} has ${left.size} elements, axis ${axisText(right)} has ${right.size}`,
      span,
      args.map((arg) => ({
        message: `this has shape [${arg.value.dims.map(axisText).join(', ')}]`,
        span: ctx.spanOverride ?? arg.span,
      })),
    );
  }
  if (aligned.dims.length === 0) return apply(args.map((arg) => arg.value));
  const { indices, at } = ctx.freshLoop(aligned.dims.map((dim) => dim.size));
  const events = args.map((arg, i) => {
    const batch = aligned.maps[i + 1].map((position) => at[position]);
    const { element, labelsOf } = arg.value;
    return arrayValue(pool, eventDimsOf(arg), (event) => arg.value.at([...batch, ...event]), {
      element,
      labelsOf,
    });
  });
  const result = ctx.within(indices, () => apply(events));
  // Elements may be computed later, outside these loops: kernels have run by then.
  const count = indices.length;
  const { element, labelsOf } = result;
  return arrayValue(
    pool,
    [...aligned.dims, ...result.dims],
    (positions) => {
      const own = ctx.within(indices, () => result.at(positions.slice(count)));
      const places = new Map<IndexId, ScalarExpr>(
        indices.map((index, i) => [index.id, positions[i]] as const),
      );
      return pool.substitute(own, places);
    },
    { element, labelsOf },
  );
}
