/** `bayes sbc` as a user runs it: its report, a folder to go on with, and models that cannot be simulated. */
import { appendFileSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CalibrationReport } from '../../../sampler/report/calibration-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
const good = `model line
dim row, site
data from "line.csv" { site_of : site[row] = column("site")  x : real[row]  y : real?[row] }
param a[site] ~ Normal(mean(x), 1)
param b ~ Normal(0, 1)
param sigma ~ HalfNormal(1)
observe y ~ Normal(a[site_of] + b * x, sigma)
sample { seed = 4, tune = 300 }
`;
const rows = Array.from({ length: 12 }, (_, i) => `s${i % 2},${(i - 5) / 5},${i === 3 ? 'NA' : i / 7}`);

test('judges a model, goes on where it was, and has the same ranks at once', async () => {
  here.write('line.csv', `site,x,y\n${rows.join('\n')}\n`);
  here.write('line.bayes', good);
  const kept = ['sbc', 'line.bayes', '--out', 'kept', '--format', 'json', '--simulations'];
  const first = await bayesJson<CalibrationReport>([...kept, '20'], here.folder());
  expect(first.value.simulations).toBe(20);
  // A process that was ended while it wrote.
  appendFileSync(here.path('kept/simulations.jsonl'), '{"simulation":20,"kind":"fit');
  const more = await bayesJson<CalibrationReport>([...kept, '40'], here.folder());
  const names = more.value.rows.map(({ name }) => name);
  expect(names.toSorted()).toEqual(['a[s0]', 'a[s1]', 'b', 'log likelihood', 'sigma', 'y_missing[4]']);
  expect(more.code).toBe(more.value.passes ? 0 : 3);
  expect(more.value.passes).toBe(true);
  for (const [k, { name, ranks }] of first.value.rows.entries()) {
    expect(ranks).toHaveLength(20);
    expect([name, more.value.rows[k].ranks.slice(0, 20)]).toEqual([name, ranks]);
  }
  const lines = readFileSync(here.path('kept/simulations.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).simulation).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 40 }, (_, k) => k),
  );
  const again = ['sbc', 'line.bayes', '--out', 'kept', '--simulations', '40', '--report', 'ranks.html'];
  const text = await bayes(again, here.folder());
  const html = readFileSync(here.path('ranks.html'), 'utf8');
  const [, held] = /<script type="application\/json" id="bayes-calibration">(.*)<\/script>/.exec(html) ?? [];
  expect(JSON.parse(held)).toEqual(more.value);
  expect(text.stdout).toContain('Calibrated, as far as 40 simulations can tell');
  here.write('line.bayes', good.replace('b ~ Normal(0, 1)', 'b ~ Normal(0, 2)'));
  const other = await bayes(['sbc', 'line.bayes', '--out', 'kept'], here.folder());
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/kept has simulations of another text of the model; choose a new/);
});
