/** The arguments of a distribution by the names that its table entry uses. */
import type { Context } from '../context.ts';
import { type ArrayValue, arrayValue, type PlainDistribution, type Value } from '../value.ts';
import { declaredEventDims } from './argument-arrays.ts';
import { evaluateText } from './table-expressions.ts';

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

/** The canonical arguments, converted where another parametrisation was called. */
export function canonicalNames(
  ctx: Context,
  dist: PlainDistribution,
  x: ArrayValue | null,
): ReadonlyMap<string, Value> {
  const given = givenNames(ctx, dist, x);
  const rewrite = dist.parameterisation?.rewrite;
  if (rewrite === undefined) return given;
  return new Map(
    Object.entries(rewrite).map(([name, text]) => [name, evaluateText(ctx, text, given, dist)] as const),
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
