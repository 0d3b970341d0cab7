/** Linear state spaces: simulation-based calibration with gaps, also in parts of vectors. */
import { expect, test } from 'vitest';
import type { CalibrationReport } from '../../../sampler/report/calibration-report.ts';
import { bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();

test.each([
  [
    'numbers',
    `dim time = 15
data { y : real?[time] = [1, 2, 3, "NA", 5, 6, 7, 8, 9, "NA", 11, 12, 13, "NA", "NA"] }
param q ~ LogNormal(-1, 0.5)
param h ~ LogNormal(-1, 0.5)
param rho ~ Uniform(-1, 1)
observe y ~ LinearGaussian(rho, q, 1, h, 0, 1)
draw s[time] ~ states(y)
sample { seed = 4, tune = 300 }
`,
    ['h', 'log likelihood', 'q', 'rho', 'y_missing[10]', 'y_missing[14]', 'y_missing[15]', 'y_missing[4]'],
  ],
  [
    'vectors',
    `dim time = 8, gauge = ["a", "b"]
data { y : real?[time, gauge] = [[1, 1], [2, "NA"], ["NA", "NA"], [2, 2], [2, 2], [1, "NA"], ["NA", 2], [2, 2]] }
param q ~ LogNormal(-1, 0.5)
param h[gauge] ~ LogNormal(-1, 0.5)
param rho ~ Uniform(0, 1)
observe y ~ LinearGaussian([[1, 1], [0, rho]], diag([q, 0.1]), [[1, 0], [1, 0.5]], diag(h), [1, 0], diag([1.0, 0.5]))
sample { seed = 4, tune = 300 }
`,
    [
      ...['h[a]', 'h[b]', 'log likelihood', 'q', 'rho', 'y_missing[2,b]', 'y_missing[3,a]'],
      ...['y_missing[3,b]', 'y_missing[6,b]', 'y_missing[7,a]'],
    ],
  ],
])('ranks of a series of %s are uniform', async (name, text, rows) => {
  here.write(`${name}.bayes`, text);
  const args = ['sbc', `${name}.bayes`, '--format', 'json', '--simulations', '60'];
  const { code, value } = await bayesJson<CalibrationReport>(args, here.folder());
  expect(value.rows.map((row) => row.name).toSorted()).toEqual(rows);
  expect(value.passes).toBe(true);
  expect(code).toBe(0);
});
