/** Reverse-mode differentiation of scalars by a tape, one node per operation. */
import type { Algebra } from './algebra.ts';
import { compensatedSum } from './algebra.ts';
import { binaryRules, ternaryRules, unaryRules } from './functions.ts';

export interface Traced {
  readonly value: number;
  /** Position on the tape; absent for constants. */
  readonly node?: number;
}

interface Tape extends Algebra<Traced> {
  /** A new independent variable. */
  variable(value: number): Traced;
  /** Derivative of `of` by each of `by`. */
  gradient(of: Traced, by: readonly Traced[]): Float64Array;
}

export function createTape(): Tape {
  const parents: (readonly Traced[])[] = [];
  const partials: (readonly number[])[] = [];

  const record = (value: number, from: readonly Traced[], slopes: () => readonly number[]): Traced => {
    if (from.every((parent) => parent.node === undefined)) return { value };
    parents.push(from);
    partials.push(slopes());
    return { value, node: parents.length - 1 };
  };

  return {
    constant: (value) => ({ value }),
    value: (v) => v.value,
    variable(value) {
      parents.push([]);
      partials.push([]);
      return { value, node: parents.length - 1 };
    },
    unary(fn, x) {
      const rule = unaryRules[fn];
      const value = rule.value(x.value);
      return record(value, [x], () => [rule.derivative(x.value, value)]);
    },
    binary(fn, x, y) {
      const rule = binaryRules[fn];
      const z = rule.value(x.value, y.value);
      return record(z, [x, y], () => [
        x.node === undefined ? 0 : rule.dx(x.value, y.value, z),
        y.node === undefined ? 0 : rule.dy(x.value, y.value, z),
      ]);
    },
    ternary(fn, x, y, z) {
      const rule = ternaryRules[fn];
      const value = rule.value(x.value, y.value, z.value);
      return record(value, [x, y, z], () =>
        [x, y, z].map((argument, k) =>
          argument.node === undefined ? 0 : rule.partials[k](x.value, y.value, z.value, value),
        ),
      );
    },
    sum(terms) {
      return record(compensatedSum(terms.map((t) => t.value)), terms, () => terms.map(() => 1));
    },
    gradient(of, by) {
      const adjoint = new Float64Array(parents.length);
      if (of.node !== undefined) adjoint[of.node] = 1;
      for (let i = parents.length - 1; i >= 0; i--) {
        // Skipped, since 0 * ∞ would be NaN.
        if (adjoint[i] === 0) continue;
        for (let k = 0; k < parents[i].length; k++) {
          const parent = parents[i][k].node;
          if (parent !== undefined) adjoint[parent] += adjoint[i] * partials[i][k];
        }
      }
      return Float64Array.from(by, (v) => (v.node === undefined ? 0 : adjoint[v.node]));
    },
  };
}
