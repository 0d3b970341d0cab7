/** `bayes loo --future`, held to predictive densities in closed form at the fit to each past. */
import { describe, expect, test } from 'vitest';
import type { FutureReport } from '../../../sampler/report/future-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { keptModels, logNormal } from './kept-models.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
const { keep, warned } = keptModels(here);

/** The level shifts at the ninth value: what came before says little of it. */
const values = [0.2, -0.4, 0.9, 0.1, -0.7, 0.5, 0.3, -0.2, 4.1, 3.4, 4.8, 4.2, 3.9, 4.5];
const level = `dim row
data { y : real[row] = [${values}]  t : real[row] = [${values.map((_, i) => 2000 + i)}] }
param m ~ Normal(0, 5)
observe y ~ Normal(m, 1)
sample { draws = 1500, seed = 7 }
`;

/** Log density of the values ahead, one after the other, given those before. */
function exact(past: readonly number[], ahead: readonly number[]): number {
  const seen = [...past];
  let total = 0;
  for (const value of ahead) {
    const precision = 1 / 25 + seen.length;
    const mean = seen.reduce((sum, one) => sum + one, 0) / precision;
    total += logNormal(value, mean, Math.sqrt(1 + 1 / precision));
    seen.push(value);
  }
  return total;
}

const futureOf = async (...args: readonly string[]) =>
  (await bayesJson<FutureReport>(['loo', 'level', ...args], here.folder())).value;

describe('bayes loo --future', () => {
  test.each([1, 2])('%d ahead is that of the fit to each past', async (ahead) => {
    await keep('level', level);
    const value = await futureOf('--future', String(ahead), '--from', '4', '--by', 't');
    const count = values.length - ahead - 4 + 1;
    expect(value).toMatchObject({ future: ahead, from: 4, by: 't', provisional: false, warnings: [] });
    expect([value.pointwise.length, value.windows.length, value.pareto_k.length]).toEqual([
      count,
      count,
      count,
    ]);
    for (const [i, elpd] of value.pointwise.entries()) {
      const past = 4 + i;
      expect(value.windows[i]).toMatchObject({
        after: `t = ${2000 + past - 1}`,
        name: `t = ${2000 + past}`,
        to: `t = ${2000 + past + ahead - 1}`,
      });
      const { mcse } = value.windows[i];
      const expected = exact(values.slice(0, past), values.slice(past, past + ahead));
      expect(Math.abs(elpd - expected), `${past}: ${elpd} and ${expected}, ${mcse}`).toBeLessThan(
        4 * (mcse ?? 0) + 0.02,
      );
    }
    expect(value.elpd_lfo).toBeCloseTo(
      value.pointwise.reduce((sum, elpd) => sum + elpd, 0),
      9,
    );
    // The shift makes a refit necessary, near the end; most pasts have none.
    const [first, ...others] = value.refitted;
    expect(first).toEqual({ index: 0, name: 't = 2003', pareto_k: null, pass: true });
    if (ahead === 1) expect(others.length).toBeGreaterThan(0);
    expect(others.length).toBeLessThan(4);
    expect(value.n_bad).toBe(others.length);
    for (const { index, name, pareto_k } of others) {
      expect(pareto_k ?? Number.POSITIVE_INFINITY).toBeGreaterThan(value.k_threshold);
      expect([value.pareto_k[index], name]).toEqual([0, value.windows[index].after]);
    }
    for (const k of value.pareto_k) expect(k).toBeLessThanOrEqual(value.k_threshold);
    if (ahead === 2) return expect([value.se, value.rmse, value.crps]).toEqual([null, null, null]);
    const errors = values.slice(4).map((own, i) => {
      const past = values.slice(0, 4 + i);
      return own - past.reduce((sum, one) => sum + one, 0) / (1 / 25 + past.length);
    });
    const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect(Math.abs((value.rmse ?? 0) - rmse)).toBeLessThan(0.05);
    expect(value.se).toBeGreaterThan(0);
    expect(value.crps).toBeGreaterThan(0);
  });

  test('says which values are scored, and where the model was fitted', async () => {
    await keep('level', level);
    const { stdout } = await bayes(['loo', 'level', '--future', '1', '--by', 't'], here.folder());
    expect(stdout).toContain('1 step ahead, 7 predictions from step 8 on');
    expect(stdout).toContain(
      'Note: t = 2007 to t = 2013 are scored, each given all before it; the first 7 steps, up to t = 2006, are never predicted.',
    );
    expect(stdout).toMatch(/^fitted up to +since k was +predicts from$/m);
    expect(stdout).toMatch(/^t = 2006 +t = 2007$/m);
  });

  test('what has no order, too few steps and flags that do not belong are refused', async () => {
    await keep('level', level);
    const unordered = await warned('loo', 'level', '--future', '1');
    expect([unordered.code, unordered.stdout]).toEqual([2, '']);
    expect(unordered.stderr).toContain('level: the points of `y` have no order');
    const few = await warned('loo', 'level', '--future', '3', '--from', '12', '--by', 't');
    expect(few.stderr).toContain('there are 14 steps: expected at most 11 before the first prediction of 3');
    expect((await warned('loo', 'level', '--from', '3')).stderr).toContain(
      'expected `--future H` with `--from`',
    );
    for (const flags of [['--folds', '2'], ['--reloo'], ['--moment-match'], ['--seed', '1']])
      expect((await warned('loo', 'level', '--future', '1', ...flags)).code).toBe(2);
  });
});
