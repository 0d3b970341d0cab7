/** Bases of smooth terms, in the language itself: against SciPy's splines, R's polynomials and the kernels themselves. */
import { describe, expect, it } from 'vitest';
import { polynomialStatements } from '../../../grammar/formula/polynomial.ts';
import { type SmoothDesign, smoothStatements } from '../../../grammar/formula/smooth-statements.ts';
import { kernels } from '../../../grammar/formula/spectrum.ts';
import { splineBasis } from '../../../grammar/formula/spline-basis.ts';
import golden from '../../golden/smooths.json' with { type: 'json' };
import { dataOf, irOf, quantitiesAt } from '../../sampler/lower/model.ts';

const at = (x: readonly number[], dims: Readonly<Record<string, number>> = {}) =>
  dataOf({ row: x.length, ...dims }, { x: { values: [...x], dims: ['row'] } });
const declared = 'dim row\ndata { x : real[row] }';

/** The definitions of a smooth term, with numbers in place of its unknowns, at some rows. */
function tables(smooth: SmoothDesign, x: readonly number[], wanted: readonly string[]) {
  const own = smoothStatements(smooth, '', '1', () => undefined).filter((line) => !line.startsWith('param'));
  const given = smooth.kind === 's' ? [] : ['let sd_hsgp_x = 1.3', 'let ell_hsgp_x = 0.9'];
  const shown = wanted.map((name) => `deterministic out_${name} = ${name}`);
  const dims: Readonly<Record<string, number>> =
    smooth.kind === 's'
      ? { s_x_term: smooth.basis.cubes.length }
      : { hsgp_x_term: smooth.inputs[0].functions };
  const found = quantitiesAt(irOf([declared, ...given, ...own, ...shown].join('\n'), at(x, dims)), []);
  return wanted.map((name) => [...found[`out_${name}`]]);
}

function rowsOf(flat: readonly number[], rows: number): number[][] {
  const size = flat.length / rows;
  return Array.from({ length: rows }, (_, i) => flat.slice(i * size, (i + 1) * size));
}
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i], 0);

function expectClose(
  found: readonly (readonly number[])[],
  wanted: readonly (readonly number[])[],
  error = 1e-10,
) {
  expect(found.length).toBe(wanted.length);
  for (const [i, row] of wanted.entries())
    for (const [j, value] of row.entries())
      expect(Math.abs(found[i][j] - value), `${i}, ${j}`).toBeLessThanOrEqual(error);
}

describe('a spline', () => {
  const basis = splineBasis(golden.x, 7);
  const smooth: SmoothDesign = { kind: 's', name: 'x', datum: 'x', row: 'row', basis };
  const [fitted] = tables(smooth, golden.x, ['spline_x']);
  const [other] = tables(smooth, golden.new, ['spline_x']);
  const Z = rowsOf(fitted, golden.x.length);
  const zNew = rowsOf(other, golden.new.length);

  it('has the covariance of a natural cubic spline under its penalty', () => {
    expectClose(
      Z.map((a) => Z.map((b) => dot(a, b))),
      golden.covariance,
    );
  });

  it('is the same curve at new rows, and straight beyond the knots', () => {
    expectClose(
      zNew.map((a) => Z.map((b) => dot(a, b))),
      golden.covariance_new,
    );
  });

  it('has knots at quantiles, and orthogonal columns without line, the smoothest first', () => {
    expectClose([basis.knots], [golden.knots], 1e-14);
    const columns = Z[0].map((_, j) => Z.map((row) => row[j]));
    const products = columns.map((a) => columns.map((b) => dot(a, b)));
    for (const [i, row] of products.entries())
      for (const [j, value] of row.entries()) if (i !== j) expect(Math.abs(value)).toBeLessThan(1e-10);
    const squares = products.map((row, i) => row[i]);
    expect(squares.toSorted((a, b) => b - a)).toEqual(squares);
    expect(squares.reduce((a, b) => a + b) / golden.x.length).toBeCloseTo(1, 10);
    for (const column of columns) {
      expect(Math.abs(dot(column, golden.x))).toBeLessThan(1e-9);
      expect(Math.abs(column.reduce((a, b) => a + b))).toBeLessThan(1e-9);
    }
  });

  it('keeps its digits far from 0 and at any scale', () => {
    const years = golden.x.map((v) => 1900 + 1e-4 * v);
    const moved: SmoothDesign = {
      kind: 's',
      name: 'x',
      datum: 'x',
      row: 'row',
      basis: splineBasis(years, 7),
    };
    const [found] = tables(moved, years, ['spline_x']);
    const rows = rowsOf(found, years.length);
    expectClose(
      rows.map((a) => rows.map((b) => dot(a, b))),
      golden.covariance,
      1e-7,
    );
  });
});

describe('polynomials', () => {
  it('are those of R', () => {
    const lines = polynomialStatements({ of: 'x', degree: 3 });
    const shown = [1, 2, 3].map((power) => `deterministic p${power} = poly_x_${power}`);
    const found = quantitiesAt(irOf([declared, ...lines, ...shown].join('\n'), at(golden.x)), []);
    expectClose(
      golden.x.map((_, i) => ['p1', 'p2', 'p3'].map((name) => found[name][i])),
      golden.polynomials,
    );
  });
});

describe('an approximate process', () => {
  const x = [-1, -0.4, 0, 0.3, 1];
  const [sd, ell] = [1.3, 0.9];
  const covariance = {
    exp_quad: (d: number) => Math.exp(-((d / ell) ** 2) / 2),
    matern12: (d: number) => Math.exp(-d / ell),
    matern32: (d: number) => (1 + (Math.sqrt(3) * d) / ell) * Math.exp((-Math.sqrt(3) * d) / ell),
    matern52: (d: number) =>
      (1 + (Math.sqrt(5) * d) / ell + (5 * d * d) / (3 * ell * ell)) * Math.exp((-Math.sqrt(5) * d) / ell),
  };
  /** The integral of the spectral density beyond the last frequency, over pi: the variance of the functions left out. */
  const last = (3000 * Math.PI) / 28;
  const tail = (nu: number, factor: number) => {
    const rate = Math.sqrt(nu) / ell;
    return (1.01 * sd * sd * factor * rate ** nu) / (nu * last ** nu * Math.PI);
  };
  const beyond = { exp_quad: 1e-12, matern12: tail(1, 2), matern32: tail(3, 4), matern52: tail(5, 16 / 3) };

  it.each(kernels)('has the covariance of %s with many functions and a far boundary', (kernel) => {
    const smooth: SmoothDesign = {
      kind: 'hsgp',
      name: 'x',
      row: 'row',
      inputs: [{ datum: 'x', functions: 3000, boundary: 14 }],
      kernel,
      shared: true,
    };
    const [basis, scale] = tables(smooth, x, ['hsgp_x', 'hsgp_x_scale']);
    const rows = rowsOf(basis, x.length).map((row) => row.map((value, j) => value * scale[j]));
    expectClose(
      rows.map((a) => rows.map((b) => dot(a, b))),
      x.map((a) => x.map((b) => sd * sd * covariance[kernel](Math.abs(a - b)))),
      beyond[kernel],
    );
  });
});
