/** Converts values to statements: definitions, terms, and the dense arrays of kernels. */
import type {
  ArrayId,
  Index,
  IndexId,
  IrStatement,
  KernelFn,
  ScalarExpr,
  SolverMethod,
} from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import { type Axis, sizeOf } from './axes.ts';
import type { Context } from './context.ts';
import { freeOrdered, someNode } from './context.ts';
import { hoistReductions } from './hoist-reductions.ts';
import { checkReads } from './index-reads.ts';
import { type ArrayType, type ArrayValue, arrayValue } from './value.ts';

export function defineArray(ctx: Context, array: ArrayId, indices: readonly Index[], body: ScalarExpr): void {
  checkReads(ctx, body, indices);
  // A recurrence: what reads the array itself stays inside its loop.
  const isPending = ctx.pending.has(array);
  ctx.pending.add(array);
  const hoisted = hoistReductions(ctx, body, indices);
  if (!isPending) ctx.pending.delete(array);
  ctx.define(
    array,
    indices,
    hoisted,
    someNode(hoisted, (node) => node.op === 'load' && node.array === array),
  );
}

export function emitTerm(
  ctx: Context,
  role: Extract<IrStatement, { kind: 'term' }>['role'],
  indices: readonly Index[],
  body: ScalarExpr,
): void {
  checkReads(ctx, body, indices);
  ctx.term(role, indices, hoistReductions(ctx, body, indices));
}

/** The array's elements as a value. */
export function arrayOf(
  ctx: Context,
  array: ArrayId,
  dims: readonly Axis[],
  type: ArrayType = {},
): ArrayValue {
  return arrayValue(ctx.pool, dims, (at) => ctx.load(array, at), { ...type, array });
}

/** Defines a new array with the elements of `value`, outside all loops. */
export function defineValue(ctx: Context, name: string, value: ArrayValue): ArrayId {
  const sizes = value.dims.map((dim) => dim.size);
  const { indices, at } = ctx.freshLoop(sizes);
  const array = ctx.declare(name, sizes);
  defineArray(ctx, array, indices, value.at(at));
  return array;
}

/**
 * A dense array with the elements of `value`, over the loops that its elements depend on and then its own axes. Used
 * as input of kernels, and to store values that are read many times.
 */
interface Materialised {
  readonly array: ArrayId;
  /** The loops that became leading axes. */
  readonly batch: readonly Index[];
}

/** Null where an element depends on an array whose recurrence is not finished. */
function materialise(ctx: Context, name: string, value: ArrayValue): Materialised | null {
  const { pool } = ctx;
  const sizes = value.dims.map((dim) => dim.size);
  // Always at the same placeholder positions, so that equal values are the same expression.
  const at = ctx.placeholders(sizes);
  const body = value.at(at);
  const isWhole =
    body.op === 'load' &&
    body.at.length === at.length &&
    body.at.every((position, i) => position === at[i]) &&
    ctx.shapeOf(body.array).every((size, i) => size === sizes[i]);
  if (ctx.loadsPending(body)) return null;
  if (isWhole) return { array: body.array, batch: [] };

  const batch = freeOrdered(pool.freeIndices(body), ctx.loops);
  const within = new Set(batch.map((loop) => loop.id));
  let guardedBody = body;
  // The outer condition is tested first, since inner ones may be undefined without it.
  for (const guard of [...ctx.guards].reverse()) {
    const free = [...pool.freeIndices(guard)];
    if (guard.op === 'const' || !free.every((id) => within.has(id))) continue;
    if (ctx.loadsPending(guard)) return null;
    guardedBody = pool.select(guard, guardedBody, pool.constant(0));
  }
  const key = `${sizes}:${pool.idOf(guardedBody)}`;
  const known = ctx.materialised.get(key);
  if (known !== undefined) return { array: known, batch };
  const all = ctx.freshLoop([...batch.map((loop) => loop.to - loop.from), ...sizes]);
  const places = new Map<IndexId, ScalarExpr>();
  for (const [i, loop] of batch.entries()) {
    places.set(loop.id, pool.binary('add', all.at[i], pool.constant(loop.from)));
  }
  for (const [i, position] of at.entries()) {
    if (position.op === 'index') places.set(position.index, all.at[batch.length + i]);
  }
  const array = ctx.declare(
    name,
    all.indices.map((index) => index.to),
  );
  ctx.materialised.set(key, array);
  defineArray(ctx, array, all.indices, pool.substitute(guardedBody, places));
  return { array, batch };
}

/** The element of a materialised array at the surrounding loops and the given positions. */
export function elementOf(ctx: Context, made: Materialised, positions: readonly ScalarExpr[]): ScalarExpr {
  const { pool } = ctx;
  const leading = made.batch.map((loop) => pool.binary('sub', pool.index(loop), pool.constant(loop.from)));
  return ctx.load(made.array, [...leading, ...positions]);
}

/** The value itself where reading an element is free, else an array that is computed once. */
export function settle(ctx: Context, name: string, value: ArrayValue): ArrayValue {
  if (sizeOf(value.dims) === 1) return value;
  const at = ctx.placeholders(value.dims.map((dim) => dim.size));
  const costly = someNode(
    value.at(at),
    (node) => node.op === 'unary' || node.op === 'reduce' || node.op === 'select',
  );
  const made = costly ? materialise(ctx, name, value) : null;
  if (made === null) return value;
  const { element, labelsOf } = value;
  return arrayValue(ctx.pool, value.dims, (positions) => elementOf(ctx, made, positions), {
    element,
    labelsOf,
  });
}

/**
 * Applies a kernel to values over the surrounding loops; `event` is the number of each input's trailing event axes
 * (any axes before them are batch axes of the value, leading). Returns the outputs' elements.
 */
export function applyKernel(
  ctx: Context,
  fn: KernelFn,
  inputs: readonly ArrayValue[],
  outputDims: readonly Axis[],
  span: Span,
): ArrayValue {
  const { arrays, batch, sizes } = kernelInputs(ctx, fn, inputs, span);
  const key = `${fn}:${arrays}:${sizes}`;
  const known = ctx.kernels.get(key);
  const output = known ?? ctx.declare(fn, [...sizes, ...outputDims.map((dim) => dim.size)]);
  if (known === undefined) {
    ctx.kernels.set(key, output);
    ctx.kernel(fn, arrays, output, sizes);
  }
  const result: Materialised = { array: output, batch };
  return arrayValue(ctx.pool, outputDims, (at) => elementOf(ctx, result, at));
}

const SOLVERS: readonly string[] = [
  'ode',
  'ode_stiff',
  'solve_newton',
  'integrate',
] satisfies SolverMethod['kind'][];

const isSolver = (fn: string): boolean => SOLVERS.includes(fn);

/** Dense arrays of the inputs, over the surrounding loops that any of them depends on. */
export function kernelInputs(
  ctx: Context,
  fn: KernelFn | SolverMethod['kind'],
  inputs: readonly ArrayValue[],
  span: Span,
): {
  readonly arrays: readonly ArrayId[];
  readonly batch: readonly Index[];
  readonly sizes: readonly number[];
} {
  const made = inputs.map((input) => materialise(ctx, `${fn} input`, input));
  if (made.some((m) => m === null)) {
    ctx.unsupported(
      isSolver(fn)
        ? `${fn} of an array that is still being defined: expected arguments that do not use earlier elements of this 'let', nor what another solver solves for; compute them in a 'let' of their own before`
        : `${fn} of an array that is still being defined: expected a matrix that does not use earlier elements of this 'let'; compute it in a 'let' of its own before`,
      span,
    );
  }
  const ready = made.filter((m) => m !== null);
  const all = new Set(ready.flatMap((m) => m.batch.map((loop) => loop.id)));
  const batch = freeOrdered(all, ctx.loops);
  const sizes = batch.map((loop) => loop.to - loop.from);
  // A kernel's input has all batch axes or none.
  const arrays = ready.map((m, i) => {
    if (m.batch.length === 0 || m.batch.length === batch.length) return m.array;
    const own = inputs[i].dims.map((dim) => dim.size);
    const { indices, at } = ctx.freshLoop([...sizes, ...own]);
    const array = ctx.declare(`${fn} input`, [...sizes, ...own]);
    const kept = m.batch.map((loop) => at[batch.findIndex((b) => b.id === loop.id)]);
    ctx.define(array, indices, ctx.load(m.array, [...kept, ...at.slice(sizes.length)]));
    return array;
  });
  return { arrays, batch, sizes };
}
