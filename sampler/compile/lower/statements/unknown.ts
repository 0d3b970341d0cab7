/** A new unknown: its slice of the unconstrained vector, its transform, its entry among the quantities. */
import type { ArrayId, Quantity } from '../../../../grammar/ir.ts';
import type { Transform } from '../../transforms/index.ts';
import { type Axis, labelsOfAxis, sizeOf } from '../axes.ts';
import type { Context } from '../context.ts';
import { checkKept } from '../limits.ts';
import { flatToPositions } from '../row-major.ts';

interface Unknown {
  readonly name: string;
  readonly batch: readonly Axis[];
  readonly event: readonly Axis[];
  readonly transform: Transform;
}

/** The constrained array, over `batch` and `event`. */
export function introduceUnknown(ctx: Context, unknown: Unknown): ArrayId {
  const { name, batch, event, transform } = unknown;
  const eventShape = event.map((axis) => axis.size);
  const freeShape = transform.freeShape(eventShape);
  checkKept(ctx, name, [...batch, ...event]);
  const sameElements =
    freeShape.length === eventShape.length && freeShape.every((size, i) => size === eventShape[i]);
  const freeAxes = sameElements ? event : freeShape.map((size): Axis => ({ name: null, size }));
  const axes = [...batch, ...freeAxes];
  const free = declareFree(ctx, name, transform.suffix, axes);
  const array = transform.constrain({ ctx, name, batch, event, free });
  if (transform.interval !== undefined) ctx.valueIntervals.set(array, transform.interval);
  addQuantity(ctx, 'param', name, array, [...batch, ...event]);
  return array;
}

/** A slice of the unconstrained vector; `suffix` is the transform's. */
export function declareFree(ctx: Context, name: string, suffix: string, axes: readonly Axis[]): ArrayId {
  const prefix = suffix === '' ? name : `${name}__${suffix}`;
  const shape = axes.map((axis) => axis.size);
  return ctx.declareUnconstrained(prefix, shape, elementNames(prefix, axes));
}

export function addQuantity(
  ctx: Context,
  kind: Quantity['kind'],
  name: string,
  array: ArrayId,
  dims: readonly Axis[],
  labelsOf: string | null = null,
  probabilityOf: string | null = null,
): void {
  checkKept(ctx, name, dims);
  ctx.quantities.push({
    name,
    kind,
    array,
    shape: dims.map((dim) => dim.size),
    dims: dims.map((dim) => ({ name: dim.name, labels: labelsOfAxis(dim) })),
    origin: ctx.origin,
    ...(labelsOf === null ? {} : { labelsOf }),
    ...(probabilityOf === null ? {} : { probabilityOf }),
  });
}

/** `a[Anoka]`, `theta[1,2]`, `mu`. */
function elementNames(name: string, axes: readonly Axis[]): string[] {
  if (axes.length === 0) return [name];
  const labels = axes.map(labelsOfAxis);
  const shape = axes.map((axis) => axis.size);
  return Array.from({ length: sizeOf(axes) }, (_, flat) => {
    const parts = flatToPositions(flat, shape).map((position, axis) => labels[axis][position]);
    return `${name}[${parts.join(',')}]`;
  });
}
