/** Evaluates data-only expressions at lowering time: sizes, ends of ranges, positions, summaries. */
import type { ArrayId, IndexId, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import { applyBinary, applyTernary, applyUnary } from '../../math/scalar-operations.ts';
import { reduceValues } from '../evaluate/expression.ts';
import { allPositions } from './all-positions.ts';
import { sizeOf } from './axes.ts';
import type { Context } from './context.ts';
import { someNode } from './context.ts';
import { flatToPositions } from './row-major.ts';
import type { ArrayValue } from './value.ts';

/** All elements, row-major, or null where one depends on an unknown. */
export function knownElements(ctx: Context, value: ArrayValue): Float64Array | null {
  const shape = value.dims.map((dim) => dim.size);
  const at = ctx.placeholders(shape);
  const body = value.at(at);
  const evaluate = createEvaluator(ctx);
  const result = new Float64Array(sizeOf(value.dims));
  const env = new Map<IndexId, number>();
  for (let flat = 0; flat < result.length; flat++) {
    let rest = flat;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const position = at[axis];
      if (position.op === 'index') env.set(position.index, rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    const element = evaluate(body, env);
    if (element === null) return null;
    result[flat] = element;
  }
  return result;
}

/** The number of a scalar expression; fails with `what` where it depends on an unknown. */
export function requireNumber(ctx: Context, value: ArrayValue, what: string, span: Span): number {
  if (value.dims.length === 0) {
    const known = knownScalar(ctx, value.at([]));
    if (known !== null) return known;
  }
  return ctx.fail('needs-data', `expected ${what} that depends on data and numbers alone`, span);
}

export function knownScalar(ctx: Context, expr: ScalarExpr): number | null {
  return expr.op === 'const' ? expr.value : createEvaluator(ctx)(expr, new Map());
}

export interface Extremes {
  readonly least: number;
  readonly most: number;
}

/** Smallest and largest value over the surrounding loops; null where it depends on an unknown or is too slow. */
export function knownExtremes(ctx: Context, expr: ScalarExpr): Extremes | null {
  const known = ctx.extremes.get(expr);
  if (known !== undefined) return known;
  const found = findExtremes(ctx, expr);
  ctx.extremes.set(expr, found);
  return found;
}

const MOST_EVALUATIONS = 300_000;

function findExtremes(ctx: Context, expr: ScalarExpr): Extremes | null {
  const loops = ctx.loops.filter((loop) => ctx.pool.freeIndices(expr).has(loop.id));
  const count = loops.reduce((product, loop) => product * (loop.to - loop.from), 1);
  if (count > MOST_EVALUATIONS || (count > 1000 && someNode(expr, (node) => node.op === 'reduce')))
    return null;
  const evaluate = createEvaluator(ctx);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const env of allPositions(loops)) {
    const value = evaluate(expr, env);
    if (value === null) return null;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { least, most };
}

type Define = Extract<IrStatement, { kind: 'define' }>;

interface Computed {
  readonly values: Float64Array;
  /** Whether an element could be computed, for elements tried so far. */
  readonly done: Map<number, boolean>;
}

type Evaluate = (expr: ScalarExpr, env: Map<IndexId, number>) => number | null;

/** Evaluates expressions whose indices have the values given; null where an unknown is read. */
export function createEvaluator(ctx: Context): Evaluate {
  const definitions = new Map<ArrayId, Define>();
  for (const statement of ctx.statements) {
    if (statement.kind === 'define') definitions.set(statement.array, statement);
  }
  const computed = new Map<ArrayId, Computed>();

  const load = (array: ArrayId, at: readonly number[]): number | null => {
    const shape = ctx.shapeOf(array);
    if (at.some((position, axis) => !(position >= 0 && position < shape[axis]))) return null;
    const flat = at.reduce((offset, position, axis) => offset * shape[axis] + position, 0);
    const values = ctx.constants.get(array);
    if (values !== undefined) return values[flat];
    const definition = definitions.get(array);
    if (definition === undefined) return null;
    const known = computed.get(array) ?? {
      values: new Float64Array(shape.reduce((a, b) => a * b, 1)),
      done: new Map(),
    };
    if (!computed.has(array)) {
      computed.set(array, known);
      // In order, so that each element finds the earlier ones computed and recursion stays shallow.
      if (definition.recurrent)
        for (let i = 0; i < known.values.length; i++) element(definition, shape, known, i);
    }
    return element(definition, shape, known, flat);
  };

  const element = (
    definition: Define,
    shape: readonly number[],
    known: Computed,
    flat: number,
  ): number | null => {
    const isKnown = known.done.get(flat);
    if (isKnown !== undefined) return isKnown ? known.values[flat] : null;
    const at = flatToPositions(flat, shape);
    const value = evaluate(
      definition.body,
      new Map(definition.indices.map((index, axis) => [index.id, at[axis]] as const)),
    );
    known.done.set(flat, value !== null);
    if (value !== null) known.values[flat] = value;
    return value;
  };

  const evaluate: Evaluate = (expr, env) => {
    switch (expr.op) {
      case 'const':
        return expr.value;
      case 'index':
        return env.get(expr.index) ?? null;
      case 'load': {
        const at: number[] = [];
        for (const position of expr.at) {
          const p = evaluate(position, env);
          if (p === null) return null;
          at.push(p);
        }
        return load(expr.array, at);
      }
      case 'unary': {
        const x = evaluate(expr.x, env);
        return x === null ? null : applyUnary(expr.fn, x);
      }
      case 'binary': {
        const x = evaluate(expr.x, env);
        const y = x === null ? null : evaluate(expr.y, env);
        return x === null || y === null ? null : applyBinary(expr.fn, x, y);
      }
      case 'ternary': {
        const x = evaluate(expr.x, env);
        const y = x === null ? null : evaluate(expr.y, env);
        const z = y === null ? null : evaluate(expr.z, env);
        return x === null || y === null || z === null ? null : applyTernary(expr.fn, x, y, z);
      }
      case 'select': {
        const cond = evaluate(expr.cond, env);
        return cond === null ? null : evaluate(cond !== 0 ? expr.then : expr.else, env);
      }
      case 'reduce': {
        const inner = new Map(env);
        const values: number[] = [];
        for (let i = expr.index.from; i < expr.index.to; i++) {
          inner.set(expr.index.id, i);
          const value = evaluate(expr.body, inner);
          if (value === null) return null;
          values.push(value);
        }
        return reduceValues(expr.fn, values.length, (k) => values[k]);
      }
    }
  };
  return evaluate;
}
