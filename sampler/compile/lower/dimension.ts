/** Dimensions of the data as axes. */
import type { DataArray } from '../../../grammar/data.ts';
import type { DimArg } from '../../../grammar/syntax/ast.ts';
import type { Axis } from './axes.ts';
import type { Context } from './context.ts';

/** The axis of a named dimension, or of a scalar integer datum used as one; null where there is none. */
export function dimensionAxis(ctx: Context, name: string): Axis | null {
  const info = ctx.dims.get(name);
  if (info !== undefined) return { name, size: info.size, ...(info.labelled ? { labels: info.labels } : {}) };
  const datum = ctx.data.arrays.get(name);
  if (datum === undefined || datum.dims.length > 0 || datum.element !== 'int') return null;
  return { name, size: datum.values[0] };
}

export function axesOf(ctx: Context, dims: readonly DimArg[]): Axis[] {
  return dims.map((dim) => {
    if (dim.kind === 'dimSize') return { name: null, size: dim.size };
    return (
      dimensionAxis(ctx, dim.name) ??
      ctx.fail('unknown-name', `the size of dimension ${dim.name} is not known from the data`, dim.span)
    );
  });
}

export function axesOfDatum(ctx: Context, datum: DataArray): readonly Axis[] {
  return datum.dims.map((dim): Axis => {
    const axis = dim.name === null ? null : dimensionAxis(ctx, dim.name);
    return axis ?? { name: dim.name, size: dim.size };
  });
}
