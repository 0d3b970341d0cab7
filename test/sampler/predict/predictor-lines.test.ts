/** The expected outcome along one predictor. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFolder, readDataFile } from '../../../sampler/data/node-reader.ts';
import { predictorLines } from '../../../sampler/predict/predictor-lines.ts';
import { checked, folderWith, runWith, varianceOf } from './models.ts';
import { columns, N } from './new-rows.ts';

describe('lines along a predictor', () => {
  const text = `dim row, group
data from "old.csv" {
  x : real[row]
  w : real[row]
  g : group[row]
  y : real[row] }
param a ~ Normal(0, 1)
param b ~ Normal(0, 5)
param c ~ Normal(0, 5)
param e[group] ~ Normal(0, 1)
let z = x - mean(x)
observe y ~ Normal(a + b * z + c * w + e[g], 0.5)
`;
  const folder = folderWith({ 'old.csv': 'x,w,g,y\n0,1,u,1\n2,3,v,2\n10,8,v,3\n' });
  const names = ['a', 'b', 'c', 'e[u]', 'e[v]'] as const;
  const draws = columns(
    Object.fromEntries(names.map((name, i) => [name, (z: () => number) => i + 0.1 * z()])),
  );

  test('the others stay at their mean, or at the commonest label', async () => {
    const model = runWith(text, draws, folder);
    const load = { modelPath: model.info.modelPath, readFile: readDataFile, listFolder };
    const lines = (await predictorLines({ ...model, load }, model.draws, 3)).get('y') ?? [];
    expect(lines.map(({ predictor, held }) => [predictor, held])).toEqual([
      [
        'x',
        [
          { name: 'w', value: '4' },
          { name: 'g', value: 'v' },
        ],
      ],
      [
        'w',
        [
          { name: 'x', value: '4' },
          { name: 'g', value: 'v' },
        ],
      ],
    ]);
    const [along] = lines;
    expect(along.observedAt).toEqual([0, 2, 10]);
    expect([along.x[0], along.x.at(-1), along.draws.length]).toEqual([0, 10, 50]);
    // The first of 50 evenly spaced draws of N.
    const first = Math.floor((0.5 * N) / 50);
    const [a, b, c, v] = ['a', 'b', 'c', 'e[v]'].map((name) => draws[name][first]);
    for (const [i, x] of along.x.entries())
      expect(along.draws[0][i]).toBeCloseTo(a + b * (x - 4) + 4 * c + v, 9);
  });

  test('none where each row has a parameter of its own', async () => {
    const own = text
      .replace('param c', 'param u[row] ~ Normal(0, 1)\nparam c')
      .replace('+ e[g]', '+ e[g] + u');
    const { program, data } = checked(own, folder);
    const load = { modelPath: join(folder, 'model.bayes'), readFile: readDataFile, listFolder };
    expect((await predictorLines({ program, data, load }, null, 3)).size).toBe(0);
  });

  test('of a prior, and none where the outcome has none', async () => {
    const { program, data } = checked(text, folder);
    const load = { modelPath: join(folder, 'model.bayes'), readFile: readDataFile, listFolder };
    const prior = (await predictorLines({ program, data, load }, null, 3)).get('y') ?? [];
    expect(prior.map(({ predictor }) => predictor)).toEqual(['x', 'w']);
    // Normal(0, 5) slopes over a range of 10.
    const rises = prior[0].draws.map((line) => (line[line.length - 1] - line[0]) / 10);
    expect(Math.sqrt(varianceOf(rises))).toBeGreaterThan(3);
    expect(Math.sqrt(varianceOf(rises))).toBeLessThan(7.5);
    const cauchy = checked(
      text.replace('Normal(a + b * z + c * w + e[g], 0.5)', 'Cauchy(a + b * z + c * w + e[g], 0.5)'),
      folder,
    );
    expect((await predictorLines({ ...cauchy, load }, null, 3)).size).toBe(0);
  });
});
