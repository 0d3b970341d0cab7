/** `bayes loo` and `bayes compare` on runs that `bayes sample` kept. */
import { describe, expect, test } from 'vitest';
import { loo } from '../../../sampler/diagnose/loo.ts';
import { stackingObjective } from '../../../sampler/diagnose/stacking-weights.ts';
import { createRandom } from '../../../sampler/random.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import type { CompareReport, LooReport } from '../../../sampler/report/loo-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();
const settings = 'sample { draws = 400, tune = 400, chains = 2, seed = 7 }';

async function keep(name: string, text: string): Promise<SampleReport & { draws: readonly number[][][] }> {
  here.write(`${name}.bayes`, text);
  const args = ['sample', `${name}.bayes`, '--out', name, '--draws-format', 'json'];
  const { value } = await bayesJson<SampleReport & { draws: readonly number[][][] }>(args, here.folder());
  return value;
}

async function looOf(name: string): Promise<LooReport> {
  return (await bayesJson<LooReport>(['loo', name], here.folder())).value;
}

const compareOf = (...runs: readonly string[]) =>
  bayesJson<CompareReport>(['compare', ...runs], here.folder());

/** Rows of x, y and a group; the row on line 9 lies far out. */
function table(rows = 40): string {
  const rng = createRandom(5);
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = rng.normal();
    const y = i === 6 ? 12 : 1 + 2 * x + rng.normal();
    return `${x.toFixed(3)},${y.toFixed(3)},${'abcd'[i % 4]}`;
  });
  return `# measured\nx,y,g\n${lines.join('\n')}\n`;
}
const header = `dim row
data from "d.csv" { x : real[row]  y : real[row] }
param a ~ Normal(0, 5)
param s ~ HalfNormal(3)
`;
const slope = `${header}param b ~ Normal(0, 5)\nobserve y ~ Normal(a + b * x, s)\n${settings}\n`;
const flat = `${header}observe y ~ Normal(a, s)\n${settings}\n`;

const logNormal = (y: number, mu: number, sigma: number) =>
  -0.5 * ((y - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);

function rowsOf(text: string): readonly { readonly x: number; readonly y: number }[] {
  const lines = text.trim().split('\n').slice(2);
  return lines.map((cells) => {
    const [x, y] = cells.split(',').map(Number);
    return { x, y };
  });
}

describe('bayes loo', () => {
  test('is that of the log likelihoods at the kept draws, by chain', async () => {
    const rows = rowsOf(here.read(here.write('d.csv', table()) && 'd.csv'));
    const report = await keep('slope', slope);
    const draws = report.draws.flat();
    const names = report.summary.map(({ name }) => name);
    const at = (draw: readonly number[], name: string) => draw[names.indexOf(name)];
    const own = await looOf('slope');
    const expected = loo({
      observations: rows.length,
      chains: 2,
      drawsPerChain: 400,
      values: Float64Array.from(
        draws.flatMap((d) => rows.map(({ x, y }) => logNormal(y, at(d, 'a') + at(d, 'b') * x, at(d, 's')))),
      ),
    });
    expect(own.draws).toBe(800);
    expect(own.elpd_loo).toBeCloseTo(expected.elpd, 8);
    expect(own.se).toBeCloseTo(expected.se, 8);
    expect(own.p_loo).toBeCloseTo(expected.pLoo, 8);
    expect(own.n_bad).toBe(expected.unreliable.length);
    for (const [i, k] of own.pareto_k.entries()) expect(k).toBeCloseTo(expected.pointwise.kHat[i], 7);
    for (const [i, elpd] of own.pointwise.entries())
      expect(elpd).toBeCloseTo(expected.pointwise.elpd[i], 8);
    expect(own.pointwise.reduce((sum, elpd) => sum + elpd, 0)).toBeCloseTo(own.elpd_loo, 9);
  });
});
