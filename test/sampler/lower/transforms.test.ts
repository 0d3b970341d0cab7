import { describe, expect, it } from 'vitest';
import { statedTransforms } from '../../../sampler/compile/transforms/index.ts';
import { dataOf, irOf, logDensityAt, quantitiesAt } from './model.ts';

/** log |det| by Gaussian elimination with pivoting. */
function logAbsDeterminant(matrix: readonly (readonly number[])[]): number {
  const m = matrix.map((row) => [...row]);
  let total = 0;
  for (let c = 0; c < m.length; c++) {
    let pivot = c;
    for (let r = c + 1; r < m.length; r++) if (Math.abs(m[r][c]) > Math.abs(m[pivot][c])) pivot = r;
    [m[c], m[pivot]] = [m[pivot], m[c]];
    total += Math.log(Math.abs(m[c][c]));
    for (let r = c + 1; r < m.length; r++) {
      const f = m[r][c] / m[c][c];
      for (let k = c; k < m.length; k++) m[r][k] -= f * m[c][k];
    }
  }
  return total;
}

/** Derivatives of the chosen elements of `x` by the unconstrained ones, by a five-point rule. */
function jacobian(
  f: (u: number[]) => number[],
  at: readonly number[],
  chosen: readonly number[],
): number[][] {
  const h = 1e-3;
  const columns = at.map((_, k) => {
    const shifted = (by: number): number[] => f(at.map((u, i) => (i === k ? u + by : u)));
    const [a, b, c, d] = [shifted(-2 * h), shifted(-h), shifted(h), shifted(2 * h)];
    return chosen.map((i) => (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (12 * h));
  });
  return chosen.map((_, row) => columns.map((column) => column[row]));
}

const below = (n: number, diagonal: boolean): number[] =>
  Array.from({ length: n * n }, (_, i) => i).filter((i) => {
    const [r, c] = [Math.floor(i / n), i % n];
    return c < r || (diagonal && c === r);
  });

interface Case {
  readonly declaration: string;
  /** Elements that make up coordinates of the constrained set. */
  readonly coordinates: readonly number[];
  readonly check: (x: readonly number[]) => void;
}

const total = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0);

function expectRowsOfUnitLength(x: readonly number[]): void {
  for (let r = 0; r < 4; r++) expect(total(x.slice(4 * r, 4 * r + 4).map((v) => v * v))).toBeCloseTo(1, 12);
}

const cases: Record<string, Case> = {
  'lower bound': {
    declaration: 'x[3]: real ~ Flat() in 2..',
    coordinates: [0, 1, 2],
    check: (x) => expect(Math.min(...x)).toBeGreaterThan(2),
  },
  'upper bound': {
    declaration: 'x[3] ~ Flat() in ..(-1)',
    coordinates: [0, 1, 2],
    check: (x) => expect(Math.max(...x)).toBeLessThan(-1),
  },
  interval: {
    declaration: 'x[3] ~ Flat() in 2..5',
    coordinates: [0, 1, 2],
    check: (x) => expect(x.every((v) => v > 2 && v < 5)).toBe(true),
  },
  ordered: {
    declaration: 'x[4]: ordered ~ Flat()',
    coordinates: [0, 1, 2, 3],
    check: (x) => expect(x.every((v, i) => i === 0 || v > x[i - 1])).toBe(true),
  },
  positive_ordered: {
    declaration: 'x[4]: positive_ordered ~ Flat()',
    coordinates: [0, 1, 2, 3],
    check: (x) => expect(x.every((v, i) => v > (i === 0 ? 0 : x[i - 1]))).toBe(true),
  },
  'ordered above a bound': {
    declaration: 'x[4]: ordered ~ Flat() in 2..',
    coordinates: [0, 1, 2, 3],
    check: (x) => expect(x.every((v, i) => v > (i === 0 ? 2 : x[i - 1]))).toBe(true),
  },
  'ordered below a bound': {
    declaration: 'x[4]: ordered ~ Flat() in ..(-1)',
    coordinates: [0, 1, 2, 3],
    check: (x) => expect(x.every((v, i) => v < -1 && (i === 0 || v > x[i - 1]))).toBe(true),
  },
  'ordered between bounds': {
    declaration: 'x[4]: ordered ~ Flat() in 2..5',
    coordinates: [0, 1, 2, 3],
    check: (x) => expect(x.every((v, i) => v > (i === 0 ? 2 : x[i - 1]) && v < 5)).toBe(true),
  },
  simplex: {
    declaration: 'x[4]: simplex ~ Flat()',
    coordinates: [0, 1, 2],
    check: (x) => expect(total(x)).toBeCloseTo(1, 13),
  },
  cholesky_corr: {
    declaration: 'x[4, 4]: cholesky_corr ~ Flat()',
    coordinates: below(4, false),
    check: expectRowsOfUnitLength,
  },
  corr: {
    declaration: 'x[4, 4]: corr ~ Flat()',
    coordinates: below(4, false),
    check: (x) =>
      expect([0, 5, 10, 15].map((i) => x[i])).toEqual([1, 1, 1, 1].map((v) => expect.closeTo(v, 12))),
  },
  cov: {
    declaration: 'x[3, 3]: cov ~ Flat()',
    coordinates: below(3, true),
    check: (x) => expect(x[1]).toBeCloseTo(x[3], 13),
  },
};

const points = [0.31, -0.72, 0.55, 1.1, -0.4, 0.2];
const none = dataOf({}, {});

describe('transforms', () => {
  for (const [name, { declaration, coordinates, check }] of Object.entries(cases)) {
    it(`${name}: the Jacobian term is the determinant`, () => {
      const ir = irOf(`param ${declaration}`, none);
      // Without a likelihood the constrained array is computed for output only.
      const at = points.slice(0, ir.dimension);
      const x = (u: number[]): number[] => quantitiesAt(ir, u).x;
      check(x(at));
      const determinant = logAbsDeterminant(jacobian(x, at, coordinates));
      expect(logDensityAt(ir, at, 'jacobian')).toBeCloseTo(determinant, 8);
    });

    const stated = statedTransforms.get(name);
    if (stated === undefined) continue;
    it(`${name}: unconstrain inverts it`, () => {
      const ir = irOf(`param ${declaration}`, none);
      const at = points.slice(0, ir.dimension);
      const { x } = quantitiesAt(ir, at);
      const back = stated.unconstrain(Float64Array.from(x), ir.quantities[0].shape);
      expect(Array.from(back)).toEqual(at.map((u) => expect.closeTo(u, 10)));
    });
  }

  it('sum_to_zero: an isometry onto the vectors that sum to zero', () => {
    const ir = irOf('param x[5]: sum_to_zero ~ Flat()', none);
    expect(ir.dimension).toBe(4);
    const at = points.slice(0, 4);
    const { x } = quantitiesAt(ir, at);
    expect(total(x)).toBeCloseTo(0, 14);
    expect(total(x.map((v) => v * v))).toBeCloseTo(total(at.map((v) => v * v)), 13);
    const back = statedTransforms.get('sum_to_zero')?.unconstrain(Float64Array.from(x), [5]);
    expect(Array.from(back ?? [])).toEqual(at.map((u) => expect.closeTo(u, 12)));
    expect(logDensityAt(ir, at)).toBe(0);
  });

  it('unit_vector: of length one, uniform', () => {
    const ir = irOf('param x[3]: unit_vector ~ Flat()', none);
    const at = points.slice(0, 3);
    const { x } = quantitiesAt(ir, at);
    expect(total(x.map((v) => v * v))).toBeCloseTo(1, 14);
    expect(logDensityAt(ir, at)).toBeCloseTo(-0.5 * total(at.map((v) => v * v)), 13);
  });

  it('names elements by label, or counts them where there are fewer', () => {
    const data = dataOf({ k: ['a', 'b', 'c'], g: 2 }, {});
    const ir = irOf('dim k, g  param p[k] ~ Dirichlet([1, 1, 1])  param s[g, k] ~ HalfNormal(1)', data);
    expect(ir.unconstrainedNames).toEqual([
      'p__simplex[1]',
      'p__simplex[2]',
      's__log[1,a]',
      's__log[1,b]',
      's__log[1,c]',
      's__log[2,a]',
      's__log[2,b]',
      's__log[2,c]',
    ]);
    expect(ir.quantities[0].dims[0].labels).toEqual(['a', 'b', 'c']);
  });

  it('works for each position of the leading axes', () => {
    const data = dataOf({ g: 2, k: 3 }, {});
    const ir = irOf('dim g, k  param p[g, k]: simplex ~ Flat()', data);
    const at = [0.3, -0.5, 1.2, 0.1];
    const { p } = quantitiesAt(ir, at);
    const single = irOf('param p[3]: simplex ~ Flat()', none);
    expect(p.slice(3)).toEqual(quantitiesAt(single, at.slice(2)).p);
    expect(logDensityAt(ir, at)).toBeCloseTo(
      logDensityAt(single, at.slice(0, 2)) + logDensityAt(single, at.slice(2)),
      12,
    );
  });

  it('bounds may be arrays of earlier parameters', () => {
    const data = dataOf({ k: 2 }, {});
    const ir = irOf('dim k  param top[k] ~ HalfNormal(1)  param x[k] ~ Flat() in 0..top', data);
    const at = [0.2, -0.4, 0.7, -0.9];
    const logistic = (u: number): number => 1 / (1 + Math.exp(-u));
    expect(quantitiesAt(ir, at).x[1]).toBeCloseTo(Math.exp(-0.4) * logistic(-0.9), 14);
  });

  it.each([
    ['in 0..5', false],
    ['in -1..5', true],
    ['in ..5', true],
  ])('an element of an ordered vector %s is checked for its sign: %s', (range, isChecked) => {
    const ir = irOf(`param x[3]: ordered ~ Flat() ${range}  observe (2) ~ Poisson(x[2])`, none);
    const likelihood = ir.statements.filter((s) => s.kind === 'term' && s.role === 'likelihood');
    expect(JSON.stringify(likelihood).includes('"select"')).toBe(isChecked);
  });
});
