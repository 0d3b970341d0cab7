/** `HSGP` against sines and square roots of spectral densities by numerical Fourier transform (SciPy). */
import { expect, it } from 'vitest';
import { expandFormulas } from '../../../grammar/formula/expand-formulas.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import golden from '../../golden/gaussian-processes.json' with { type: 'json' };
import { dataOf, quantitiesAt } from '../../sampler/lower/model.ts';

const { x } = golden.points;
const { basis, sds } = golden.hsgp;
const weights = [0.7, -1.2, 0.4, 2, -0.3];

function valuesOf(process: string): number[] {
  const text = `dim row\ndata { x : real[row] }\nparam f[row] ~ HSGP(${process})`;
  const written = parse(text);
  expect(written.diagnostics).toEqual([]);
  const { program, diagnostics } = expandFormulas(written.program, undefined);
  expect(diagnostics).toEqual([]);
  const data = dataOf(
    { row: x.length, f_term: weights.length },
    { x: { values: x, dims: ['row'], element: 'real' } },
  );
  const { ir, diagnostics: lowered } = lower(program, data);
  expect(lowered).toEqual([]);
  return quantitiesAt(ir, weights).f;
}

it.each(Object.entries(sds))('HSGP with %s', (kernel, scales) => {
  const found = valuesOf(`x, 1.3, 0.8, kernel = ${kernel}, m = 5, c = 1.5`);
  const wanted = x.map((_, i) =>
    weights.reduce((sum, weight, j) => sum + basis[5 * i + j] * scales[j] * weight, 0),
  );
  expect(found).toHaveLength(x.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - wanted[i])).toBeLessThan(1e-9);
  });
});

it('is Matérn 5/2 with c = 1.5 unless stated, and takes expressions', () => {
  const stated = valuesOf('x, 1.3, 0.8, kernel = matern52, m = 5, c = 1.5');
  expect(valuesOf('x, eta = 2.6 / 2, ell = 0.4 + 0.4, m = 5')).toEqual(
    stated.map((value) => expect.closeTo(value, 12)),
  );
  expect(valuesOf('(2 * x) / 2, 1.3, 0.8, m = 5')).toEqual(stated.map((value) => expect.closeTo(value, 12)));
});

it('is the process that it approximates, where functions are many and the boundary is far', () => {
  // The covariance of f is basis diag(sds^2) basis', here by one weight at a time.
  const text = golden.kernels.find(({ call }) => call === 'matern52(x, 1.3, 0.8)');
  const n = x.length;
  const bound = (4 * (Math.max(...x) - Math.min(...x))) / 2;
  const middle = (Math.max(...x) + Math.min(...x)) / 2;
  const covariance = (i: number, j: number): number => {
    let sum = 0;
    for (let k = 1; k <= 400; k++) {
      const omega = (k * Math.PI) / (2 * bound);
      const density = (1.3 ** 2 * (16 / 3 / Math.sqrt(5)) * 0.8) / (1 + (0.8 * omega) ** 2 / 5) ** 3;
      const at = (p: number) => Math.sin(omega * (x[p] - middle + bound)) / Math.sqrt(bound);
      sum += density * at(i) * at(j);
    }
    return sum;
  };
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      expect(covariance(i, j)).toBeCloseTo(text?.values[i * n + j] ?? Number.NaN, 5);
});
