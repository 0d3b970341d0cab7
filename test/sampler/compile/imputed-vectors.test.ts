/** Missing values within mixtures, series and vectors: at each point the density is that of the data filled in. */
import { expect, it } from 'vitest';
import { interpretValue } from '../../../sampler/compile/interpreter/index.ts';
import { dataOf, irOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

const gap = Number.NaN;
const series = { dims: { row: 6 }, values: [1, gap, 3, gap, gap, 2], dimNames: ['row'] };
const table = { dims: { row: 3, k: 2 }, values: [1, gap, 3, 0.5, gap, 2], dimNames: ['row', 'k'] };

it.each([
  ['Mixture([0.3, 0.7], Normal(m, 1), StudentT(4, 3, 1))', series],
  ['Mixture([0.3, 0.7], Truncated(Normal(m, 1), 0), Gamma(2, 1))', series, true],
  ['GaussianRandomWalk(0.8, mu = m)', series],
  ['GaussianRandomWalk(exp(m), init = Normal(0, 3))', series],
  ['GaussianRandomWalk([9, 0.3, 0.8, 1.1, 0.6, 2], mu = [9, m, 0.2, m, -1, 0.4])', series],
  ['AR([0.6, 0.1 * m], 0.7)', series],
  ['AR([0.6], 0.7, mu = [9, m, 0.2, m, -1, 0.4])', series],
  ['MvNormal([m, 0.3], cov = [[1, 0.4], [0.4, 2]])', table],
  ['MvStudentT(5, [m, 0.3], [[1, 0.4], [0.4, 2]])', table],
] as readonly [string, typeof series | typeof table, true?][])(
  'observe y ~ %s',
  async (distribution, { dims, values, dimNames }, isPositive) => {
    const at = dimNames.map((dim) => `i_${dim} in ${dim}`);
    const indices = dimNames.length === 2 ? `[${at[0]}]` : '';
    const model = (type: string) =>
      `data { y : ${type}[${dimNames.join(', ')}] } param m ~ Normal(0, 1) observe y${indices} ~ ${distribution}`;
    const missing = [...values.keys()].filter((i) => Number.isNaN(values[i]));
    const given = missing.map((_, k) => 0.4 + 0.7 * k);
    const filled = [...values];
    missing.forEach((place, k) => {
      filled[place] = given[k];
    });
    const ir = irOf(model('real?'), dataOf(dims, { y: { values, dims: dimNames } }));
    const complete = irOf(model('real'), dataOf(dims, { y: { values: filled, dims: dimNames } }));
    expect(ir.quantities.map(({ name }) => name)).toEqual(['y_missing', 'm']);
    // Positive values have logarithms as coordinates.
    const position = Float64Array.of(
      ...given.map((value) => (isPositive === true ? Math.log(value) : value)),
      0.3,
    );
    const jacobian = isPositive === true ? given.reduce((sum, value) => sum + Math.log(value), 0) : 0;
    const expected = interpretValue(complete, Float64Array.of(0.3)) + jacobian;
    expect(interpretValue(ir, position)).toBeCloseTo(expected, 10);
    const found = gradientAt(await compiled(ir), position);
    expect(found.logDensity).toBeCloseTo(expected, 10);
    for (const i of position.keys()) {
      const near = (steps: number): number =>
        interpretValue(
          ir,
          position.map((x, j) => (i === j ? x + steps * 1e-4 : x)),
        );
      const slope = (8 * (near(1) - near(-1)) - (near(2) - near(-2))) / 12e-4;
      expect(Math.abs(found.gradient[i] - slope)).toBeLessThan(1e-7 * Math.max(1, Math.abs(slope)));
    }
  },
);
