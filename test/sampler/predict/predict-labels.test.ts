/** Predictions for known and for new labels. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../sampler/random.ts';
import { expectMean, folderWith, meanOf, rowOf, runWith, varianceOf } from './models.ts';
import { columns, file, hierarchy, hierarchyDraws, homes, N, ok, own } from './new-rows.ts';

describe('labels', () => {
  const square = (x: readonly number[]) => meanOf(x.map((v) => v * v));

  test('known ones take their own draws, new ones a draw of the hierarchy', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const model = runWith(hierarchy, hierarchyDraws, folder);
    const { quantities, newData } = await ok(model, file(folder, 'x,county\n2,Cass\n2,Elm\n0,Elm\n'));
    const d = hierarchyDraws;
    expect([...newData.newLabels]).toEqual([['county', ['Elm']]]);
    const known = d['a[Cass]'].map((a, i) => a + 2 * d.b[i]);
    expectMean(rowOf(quantities, 'y[1]').mean, meanOf(known), 0.5, N);
    const hyper = d.mu.map((m, i) => m + 2 * d.b[i]);
    const row = rowOf(quantities, 'y[2]');
    const sd = Math.sqrt(varianceOf(hyper) + square(d.tau) + square(d.s));
    expectMean(row.mean, meanOf(hyper), sd, N);
    expect(Math.abs(row.sd - sd)).toBeLessThan(0.05 * sd);
    // Against a simulation of its own, in the tail.
    const rng = createRandom(991);
    const simulated = Float64Array.from(
      hyper,
      (m, i) => m + d.tau[i] * rng.normal() + d.s[i] * rng.normal(),
    ).sort();
    expect(Math.abs(row.q97 - simulated[Math.floor(0.97 * N)])).toBeLessThan(0.2 * sd);
  });

  test('two levels: a new school of a known region, and one of a region that is new too', async () => {
    const text = `dim pupil, school, region
data from "old.csv" { school_of : school[pupil] = column("school")
  region_of : region[pupil] = column("region")
  y : real[pupil] }
param mu ~ Normal(0, 5)
param tau ~ HalfNormal(1)
param r[region] ~ Normal(mu, tau)
param omega ~ HalfNormal(1)
param e[school] ~ Normal(0, omega)
observe y ~ Normal(r[region_of] + e[school_of], 0.5)
`;
    const draws = columns({
      mu: (z) => 2 + 0.2 * z(),
      tau: (z) => 1.5 * Math.exp(0.1 * z()),
      'r[north]': (z) => 4 + 0.3 * z(),
      'r[south]': (z) => 1 + 0.3 * z(),
      omega: (z) => 0.8 * Math.exp(0.1 * z()),
      'e[a]': (z) => -0.5 + 0.1 * z(),
      'e[b]': (z) => 0.5 + 0.1 * z(),
    });
    const folder = folderWith({ 'old.csv': 'school,region,y\na,north,1\nb,south,2\n' });
    const rows = 'school,region\na,north\nc,north\nd,west\nd,west\n';
    const { quantities, newData } = await ok(runWith(text, draws, folder), file(folder, rows));
    expect([...newData.newLabels]).toEqual([
      ['school', ['c', 'd']],
      ['region', ['west']],
    ]);
    const [north, noise] = [draws['r[north]'], 0.25];
    const expected = [
      [north.map((r, i) => r + draws['e[a]'][i]), noise],
      [north, square(draws.omega) + noise],
      [draws.mu, square(draws.tau) + square(draws.omega) + noise],
      [draws.mu, square(draws.tau) + square(draws.omega) + noise],
    ] as const;
    for (const [i, [centre, variance]] of expected.entries()) {
      const sd = Math.sqrt(varianceOf(centre) + variance);
      const row = rowOf(quantities, `y[${i + 1}]`);
      expectMean(row.mean, meanOf(centre), sd, N);
      expect(Math.abs(row.sd - sd)).toBeLessThan(0.05 * sd);
    }
  });

  test('labels in a statement of the model', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const text = `${hierarchy}predict p { x = [2, 2], of = ["Cass", "Elm"] }\n`;
    const model = runWith(text, hierarchyDraws, folder);
    const { quantities, newData } = await ok(model, own(model));
    expect([...newData.newLabels]).toEqual([['county', ['Elm']]]);
    const known = hierarchyDraws['a[Cass]'].map((a, i) => a + 2 * hierarchyDraws.b[i]);
    expectMean(rowOf(quantities, 'y[1]').mean, meanOf(known), 0.5, N);
  });

  test('two homes of one new county share its draw', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const text = hierarchy.replace('observe y', 'deterministic gap = a[of] - a[of[1]]\nobserve y');
    const model = runWith(text, hierarchyDraws, folder);
    const { quantities } = await ok(model, file(folder, 'x,county\n0,Elm\n0,Elm\n0,Oak\n'));
    expect(rowOf(quantities, 'gap[2]').sd).toBe(0);
    expect(rowOf(quantities, 'gap[3]').sd).toBeGreaterThan(0.8);
  });

  test('the non-centred form too', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const text = hierarchy.replace(
      'param a[county] ~ Normal(mu, tau)',
      'param z[county] ~ Normal(0, 1)\nlet a = mu + tau * z',
    );
    const { 'a[Anoka]': za, 'a[Cass]': zc, ...rest } = hierarchyDraws;
    const model = runWith(text, { ...rest, 'z[Anoka]': za, 'z[Cass]': zc }, folder);
    const { quantities } = await ok(model, file(folder, 'x,county\n0,Elm\n'));
    const d = hierarchyDraws;
    const sd = Math.sqrt(varianceOf(d.mu) + square(d.tau) + square(d.s));
    expectMean(rowOf(quantities, 'y[1]').mean, meanOf(d.mu), sd, N);
    expect(Math.abs(rowOf(quantities, 'y[1]').sd - sd)).toBeLessThan(0.05 * sd);
  });

  test('correlated effects of a new group, from their covariance', async () => {
    const text = `dim row, group, coef = ["one", "slope"]
data from "old.csv" {
  x : real[row]
  y : real[row]
  g : group[row] }
param S[2, 2] ~ LKJCholesky(2)
param e[group, coef] ~ MvNormal([1, 2], chol = S)
observe y ~ Normal(e[g, "one"] + e[g, "slope"] * x, 0.1)
`;
    const folder = folderWith({ 'old.csv': 'x,y,g\n1,0,u\n3,0,u\n' });
    const fill = (v: number) => Array<number>(N).fill(v);
    const model = runWith(
      text,
      {
        'S[1,1]': fill(1),
        'S[1,2]': fill(0),
        'S[2,1]': fill(0.6),
        'S[2,2]': fill(0.8),
        'e[u,one]': fill(0),
        'e[u,slope]': fill(0),
      },
      folder,
    );
    const { quantities } = await ok(model, file(folder, 'x,g\n1,w\n'));
    // 1 + 2, and 1 + 1 + 2 * 0.6 + 0.01.
    expectMean(rowOf(quantities, 'y[1]').mean, 3, Math.sqrt(3.21), N);
    expect(Math.abs(rowOf(quantities, 'y[1]').sd - Math.sqrt(3.21))).toBeLessThan(0.08);
  });

  test('rows that are groups themselves: a new school', async () => {
    const text = `dim school
data { y : real[school] = [28, 8, -3]
  se : real[school] = [15, 10, 16] }
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param z[school] ~ Normal(0, 1)
deterministic theta = mu + tau * z
observe y ~ Normal(theta, se)
predict ninth { se = [12] }
`;
    const draws = {
      mu: Array(N).fill(4),
      tau: Array(N).fill(3),
      ...Object.fromEntries([1, 2, 3].map((i) => [`z[${i}]`, Array(N).fill(9)])),
    };
    const model = runWith(text, draws as Record<string, number[]>);
    const { quantities } = await ok(model, own(model));
    expectMean(rowOf(quantities, 'theta[1]').mean, 4, 3, N);
    expect(Math.abs(rowOf(quantities, 'theta[1]').sd - 3)).toBeLessThan(0.15);
    expect(Math.abs(rowOf(quantities, 'y[1]').sd - Math.sqrt(153))).toBeLessThan(0.6);
  });
});
