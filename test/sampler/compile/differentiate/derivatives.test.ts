/** Values and derivatives of the table of scalar operations against the interpreter's own functions. */
import { describe, expect, it } from 'vitest';
import { expand, type ScalarAlgebra } from '../../../../grammar/scalar-operations/expand.ts';
import {
  type BinaryFn,
  binaryOperations,
  type TernaryFn,
  ternaryOperations,
  type UnaryFn,
  unaryOperations,
} from '../../../../grammar/scalar-operations/index.ts';
import {
  type Derivative,
  FLAT,
  NOT_DIFFERENTIATED,
} from '../../../../grammar/scalar-operations/operation.ts';
import { tails } from '../../../../grammar/scalar-operations/special.ts';
import { binaryRules, ternaryRules, unaryRules } from '../../../../sampler/compile/interpreter/functions.ts';
import { applyBinary, applyTernary, applyUnary } from '../../../../sampler/math/scalar-operations.ts';

const numbers: ScalarAlgebra<number> = {
  constant: (value) => value,
  unary: applyUnary,
  binary: applyBinary,
  ternary: applyTernary,
  select: (cond, then, otherwise) => (cond !== 0 ? then : otherwise),
};

/** In and out of every domain, with the places where branches meet. */
const points = [-7.3, -2.5, -1, -0.4, -1e-9, 0, 1e-9, 0.2, 0.5, 0.85, 1, 1.7, 4, 12.5, 40];
const ADJOINT = 0.75;

/** The references of tail probabilities are quadratures. */
const toleranceOf = (fn: string) => (Object.hasOwn(tails, fn) ? 1e-11 : 1e-13);

function expectSame(found: number, wanted: number, what: string, tolerance = 1e-13): void {
  if (Number.isNaN(wanted) || !Number.isFinite(wanted)) expect(found, what).toBe(wanted);
  else
    expect(Math.abs(found - wanted), `${what}: ${found} for ${wanted}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(wanted)),
    );
}

function derivativeAt(derivative: Derivative, names: ReadonlyMap<string, number>): number {
  if (typeof derivative === 'string') return expand(numbers, derivative, names);
  const all = new Map(names);
  for (const [name, text] of Object.entries(derivative.given)) all.set(name, expand(numbers, text, all));
  return expand(numbers, derivative.text, all);
}

describe('of one argument', () => {
  it.each(Object.entries(unaryOperations))('%s', (name, row) => {
    const fn = name as UnaryFn;
    const rule = unaryRules[fn];
    let tried = 0;
    for (const x of points) {
      const wanted = rule.value(x);
      const value = applyUnary(fn, x);
      if (!Number.isFinite(wanted)) continue;
      expectSame(value, wanted, `${fn}(${x})`);
      tried++;
      const names = new Map([['x', x], ['value', value], ['adjoint', ADJOINT]]); // biome-ignore format: pairs
      if (row.emission.kind === 'inline') {
        names.set('shared', expand(numbers, row.emission.shared, names));
        expectSame(expand(numbers, row.emission.value, names), wanted, `${fn}(${x}), written out`);
      }
      if (row.derivative === NOT_DIFFERENTIATED) continue;
      const slope = rule.derivative(x, wanted);
      if (row.derivative === FLAT) expect(slope, `slope of ${fn}`).toBe(0);
      else if (Number.isFinite(slope))
        expectSame(derivativeAt(row.derivative, names), ADJOINT * slope, `slope of ${fn} at ${x}`);
      if (row.total) expect(Number.isFinite(slope), `${fn} is total, at ${x}`).toBe(true);
    }
    if (row.total) expect(tried).toBe(points.length);
    expect(tried).toBeGreaterThan(3);
  });
});

/** Where the fixed panels of the references reach. */
const tailPoints = [-0.4, 0, 0.2, 0.85, 1.7, 4, 12.5];

describe('of two arguments', () => {
  it.each(Object.entries(binaryOperations))('%s', (name, row) => {
    const fn = name as BinaryFn;
    const rule = binaryRules[fn];
    const places = Object.hasOwn(tails, fn) ? tailPoints : points;
    for (const x of places)
      for (const y of places) {
        const wanted = rule.value(x, y);
        const value = applyBinary(fn, x, y);
        if (row.total) expect(Number.isFinite(wanted)).toBe(true);
        if (!Number.isFinite(wanted)) continue;
        expectSame(value, wanted, `${fn}(${x}, ${y})`, toleranceOf(fn));
        const slopes = [rule.dx(x, y, wanted), rule.dy(x, y, wanted)];
        if (row.derivative === FLAT) {
          expect(slopes).toEqual([0, 0]);
          continue;
        }
        if (row.derivative === NOT_DIFFERENTIATED) continue;
        const [first, second] = row.arguments;
        const names = new Map([[first.name, x], [second.name, y], ['value', value], ['adjoint', ADJOINT]]); // biome-ignore format: pairs
        row.derivative.forEach((derivative, k) => {
          // A negative base has a slope by its exponent in the complex numbers only.
          if (!Number.isFinite(slopes[k])) return;
          expectSame(
            derivativeAt(derivative, names),
            ADJOINT * slopes[k],
            `slope ${k} of ${fn} at ${x}, ${y}`,
            toleranceOf(fn),
          );
        });
      }
  });
});

describe('of three arguments', () => {
  const places = [-7.3, -0.4, 0.2, 1, 4, 12.5];
  const triples = places.flatMap((x) => places.flatMap((y) => places.map((z) => [x, y, z] as const)));
  it.each(Object.entries(ternaryOperations))('%s', (name, row) => {
    const fn = name as TernaryFn;
    const rule = ternaryRules[fn];
    let tried = 0;
    for (const at of triples) {
      const wanted = rule.value(...at);
      const value = applyTernary(fn, ...at);
      if (!Number.isFinite(wanted) || !Number.isFinite(value)) continue;
      expectSame(value, wanted, `${fn}(${at.join(', ')})`, toleranceOf(fn));
      tried++;
      if (row.derivative === NOT_DIFFERENTIATED) continue;
      const given = row.arguments.map((argument, k) => [argument.name, at[k]] as const);
      const names = new Map([...given, ['value', value] as const, ['adjoint', ADJOINT] as const]);
      row.derivative.forEach((derivative, k) => {
        const slope = ADJOINT * rule.partials[k](...at, wanted);
        if (Number.isFinite(slope))
          expectSame(
            derivativeAt(derivative, names),
            slope,
            `slope ${k} of ${fn} at ${at.join(', ')}`,
            toleranceOf(fn),
          );
      });
    }
    expect(tried).toBeGreaterThan(20);
  });
});
