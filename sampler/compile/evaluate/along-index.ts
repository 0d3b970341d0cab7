/**
 * Evaluates an expression at a run of positions of one index, an operation at a time over the whole run, with the bits
 * that `evaluate` gives. Millions of rows of data take nanoseconds each, where a walk of the tree takes hundreds.
 */
import type { Index, ReduceFn, ScalarExpr } from '../../../grammar/ir.ts';
import { binaryFunction, ternaryFunction, unaryFunction } from '../../math/scalar-operations.ts';
import { childrenOf } from '../children.ts';
import { type ArrayLookup, type Environment, evaluate, reduceValues } from './expression.ts';

/** Values at `from`, `from + 1`…; the view changes with the next call. The environment has the other indices. */
type AlongIndex = (from: number, count: number, env: Environment) => Float64Array;

type Fill = (from: number, count: number, env: Environment) => void;

/** Positions of one run: its intermediate values stay in the cache. */
export const LONGEST_RUN = 1024;

export function alongIndex(
  expr: ScalarExpr,
  { id: index, from: first, to }: Index,
  arrays: ArrayLookup,
): AlongIndex {
  const longest = Math.min(LONGEST_RUN, to - first);
  const varies = memoised((e: ScalarExpr): boolean => {
    if (e.op === 'index') return e.index === index;
    return childrenOf(e).some(varies);
  });
  /** Calls so far, and steps of reductions: a part that several others share is computed once in each. */
  let call = 0;
  const plan = memoised((e: ScalarExpr): AlongIndex => {
    const out = new Float64Array(longest);
    const fill = filler(e, out);
    let computedIn = 0;
    return (from, count, env) => {
      if (computedIn !== call) fill(from, count, env);
      computedIn = call;
      return out.subarray(0, count);
    };
  });
  const whole = plan(expr);
  return (from, count, env) => {
    call += 1;
    return whole(from, count, env);
  };

  function filler(e: ScalarExpr, out: Float64Array): Fill {
    if (e.op === 'const' || !varies(e))
      return (_, count, env) => out.fill(evaluate(e, env, arrays), 0, count);
    switch (e.op) {
      case 'index':
        return (from, count) => {
          for (let i = 0; i < count; i++) out[i] = from + i;
        };
      case 'load':
        return load(e, out);
      case 'unary': {
        const [fn, x] = [unaryFunction(e.fn), plan(e.x)];
        return (from, count, env) => {
          const xs = x(from, count, env);
          for (let i = 0; i < count; i++) out[i] = fn(xs[i]);
        };
      }
      case 'binary': {
        const [fn, x, y] = [binaryFunction(e.fn), plan(e.x), plan(e.y)];
        return (from, count, env) => {
          const [xs, ys] = [x(from, count, env), y(from, count, env)];
          for (let i = 0; i < count; i++) out[i] = fn(xs[i], ys[i]);
        };
      }
      case 'ternary': {
        const [fn, x, y, z] = [ternaryFunction(e.fn), plan(e.x), plan(e.y), plan(e.z)];
        return (from, count, env) => {
          const [xs, ys, zs] = [x(from, count, env), y(from, count, env), z(from, count, env)];
          for (let i = 0; i < count; i++) out[i] = fn(xs[i], ys[i], zs[i]);
        };
      }
      case 'reduce':
        return e.fn === 'log_sum_exp' ? oneByOne(e, out) : reduction(e.fn, e.index, plan(e.body), out);
      case 'select':
        // Only one side of a branch may be computed.
        return oneByOne(e, out);
    }
  }

  function oneByOne(e: ScalarExpr, out: Float64Array): Fill {
    return (from, count, env) => {
      for (let i = 0; i < count; i++) {
        env.set(index, from + i);
        out[i] = evaluate(e, env, arrays);
      }
    };
  }

  function reduction(fn: SimpleReduce, over: Index, body: AlongIndex, out: Float64Array): Fill {
    const combine = combinations[fn];
    return (from, count, env) => {
      out.fill(
        reduceValues(fn, 0, () => 0),
        0,
        count,
      );
      for (let k = over.from; k < over.to; k++) {
        env.set(over.id, k);
        call += 1;
        const values = body(from, count, env);
        for (let i = 0; i < count; i++) out[i] = combine(out[i], values[i]);
      }
    };
  }

  function load(e: Extract<ScalarExpr, { op: 'load' }>, out: Float64Array): Fill {
    const { shape, values } = arrays(e.array);
    const positions = e.at.map(plan);
    const flats = new Float64Array(longest);
    return (from, count, env) => {
      flats.fill(0, 0, count);
      for (let axis = 0; axis < positions.length; axis++) {
        const at = positions[axis](from, count, env);
        const size = shape[axis];
        // A position outside makes the element NaN, and so every sum with it.
        for (let i = 0; i < count; i++)
          flats[i] = at[i] >= 0 && at[i] < size ? flats[i] * size + at[i] : Number.NaN;
      }
      for (let i = 0; i < count; i++) out[i] = Number.isNaN(flats[i]) ? Number.NaN : values[flats[i]];
    };
  }
}

type SimpleReduce = Exclude<ReduceFn, 'log_sum_exp'>;

const combinations: Readonly<Record<SimpleReduce, (x: number, y: number) => number>> = {
  sum: (x, y) => x + y,
  prod: (x, y) => x * y,
  min: Math.min,
  max: Math.max,
};

function memoised<T>(compute: (e: ScalarExpr) => T): (e: ScalarExpr) => T {
  const known = new Map<ScalarExpr, T>();
  return (e) => {
    const before = known.get(e);
    if (before !== undefined) return before;
    const made = compute(e);
    known.set(e, made);
    return made;
  };
}
