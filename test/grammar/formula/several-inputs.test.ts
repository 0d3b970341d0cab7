/** `HSGP` of several inputs against its definition with spectral densities by numerical integration (SciPy). */
import { describe, expect, it } from 'vitest';
import { expandFormulas } from '../../../grammar/formula/expand-formulas.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import golden from '../../golden/hsgp-inputs.json' with { type: 'json' };
import { dataOf, quantitiesAt } from '../../sampler/lower/model.ts';

const { x, weights } = golden;
const declared = 'dim row, input\ndata { X : real[row, input] }\n';

function read(text: string, terms: number) {
  const written = parse(declared + text);
  expect(written.diagnostics).toEqual([]);
  const data = dataOf(
    { row: x.length, input: 2, f_term: terms },
    { X: { values: x.flat(), dims: ['row', 'input'], element: 'real' } },
  );
  const { program, diagnostics } = expandFormulas(written.program, data);
  return { program, data, diagnostics };
}

function valuesOf(process: string, at = weights): number[] {
  const { program, data, diagnostics } = read(`param f[row] ~ HSGP(${process})`, at.length);
  expect(diagnostics).toEqual([]);
  const { ir, diagnostics: lowered } = lower(program, data);
  expect(lowered).toEqual([]);
  return quantitiesAt(ir, at).f;
}

function expectClose(found: readonly number[], wanted: readonly number[], error: number) {
  expect(found).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(error);
}

describe('HSGP of two inputs', () => {
  it.each(Object.entries(golden.values))('is its definition by %s', (kernel, wanted) => {
    // The integral of the rough kernel, which falls off as exp(-r), is the least exact.
    const found = valuesOf(`X, 1.3, [0.8, 1.7], kernel = ${kernel}, m = [3, 4], c = [1.5, 2]`);
    expectClose(found, wanted, 1e-9);
  });

  it('takes one length scale, one number of functions and one boundary for all inputs', () => {
    const nine = weights.slice(0, 9);
    expectClose(
      valuesOf('X, 1.3, 0.8, m = 3, c = 2', nine),
      valuesOf('X, 1.3, [0.8, 0.8], m = [3, 3], c = [2, 2]', nine),
      1e-14,
    );
  });

  it('is the process of the kernel, where functions are many and the boundary is far', () => {
    const [m, ell] = [40, [0.8, 1.7]];
    const text = [
      `param f[row] ~ HSGP(X, 1.3, [${ell.join(', ')}], kernel = exp_quad, m = ${m}, c = 5)`,
      'deterministic basis = f_basis',
      'deterministic scale = f_scale',
    ];
    const { program, data } = read(text.join('\n'), m * m);
    const zeros = Array.from({ length: m * m }, () => 0);
    const { basis, scale } = quantitiesAt(lower(program, data).ir, zeros);
    const columns = scale.map((factor, k) => x.map((_, i) => factor * basis[i * scale.length + k]));
    for (const [i, a] of x.entries())
      for (const [j, b] of x.entries()) {
        const square = a.reduce((sum, value, d) => sum + ((value - b[d]) / ell[d]) ** 2, 0);
        const found = columns.reduce((sum, column) => sum + column[i] * column[j], 0);
        expect(Math.abs(found - 1.3 ** 2 * Math.exp(-square / 2))).toBeLessThan(1e-9);
      }
  });

  it.each([
    ['X, 1, 1, m = [3, 4, 5]', /`m` as a whole number of 1 or more \(or one for each of the 2 inputs/],
    ['X, 1, 1, m = 3, c = [1, 2, 3]', /`c` has 3 elements, and the points have 2 inputs/],
    ['X, 1, 1, m = 100', /5000 functions of `f` at most, not 100 · 100 = 10000, such as `m = 70`/],
  ])('%s is refused', (process, message) => {
    const { diagnostics } = read(`param f[row] ~ HSGP(${process})`, 9);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0].message).toMatch(message);
  });
});
