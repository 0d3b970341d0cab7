/** `bayes loo --reloo`, `--folds` and `--moment-match`, held to a model whose predictive densities are known. */
import { describe, expect, test } from 'vitest';
import type { KFoldReport, LooReport } from '../../../sampler/report/loo-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { keptModels, logNormal } from './kept-models.ts';
import { line, sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
const { keep, looOf, warned } = keptModels(here);

describe('refits', () => {
  const values = [0.5, 1.9, 1.2, -0.4, 2.2, 0.8, 9, 1.1, 0.3, 1.6];
  const known = `dim row
dim g
data { y : real[row] = [${values}]  of : g[row] = ["a", "b", "a", "b", "c", "a", "c", "d", "d", "a"] }
param m ~ Normal(0, 5)
observe y ~ Normal(m, 1)
sample { seed = 7 }
`;
  /** The predictive density of a value, in closed form, at the posterior of the others. */
  const exact = (value: number, others: readonly number[]) => {
    const precision = 1 / 25 + others.length;
    const mean = others.reduce((sum, one) => sum + one, 0) / precision;
    return logNormal(value, mean, Math.sqrt(1 + 1 / precision));
  };

  test('--reloo scores the points of a high k by the model without them', async () => {
    await keep('known', known);
    const { value } = await bayesJson<LooReport>(['loo', 'known', '--reloo'], here.folder());
    const before = await looOf('known');
    expect(before.n_bad).toBeGreaterThan(0);
    expect(before.refitted).toBeUndefined();
    const bad = before.pareto_k.flatMap((k, i) => (k === null || k > before.k_threshold ? [i] : []));
    expect(value.refitted?.map(({ index }) => index)).toEqual(bad);
    expect(bad).toContain(6);
    for (const { index, name, pareto_k, elpd_psis, pass } of value.refitted ?? []) {
      expect([name, pareto_k, elpd_psis]).toEqual([
        before.points[index].name,
        before.pareto_k[index],
        before.pointwise[index],
      ]);
      expect(pass).toBe(true);
      expect(value.pareto_k[index]).toBe(0);
      const others = values.filter((_, j) => j !== index);
      expect(Math.abs(value.pointwise[index] - exact(values[index], others))).toBeLessThan(
        4 * (value.mcse ?? 0),
      );
    }
    expect([value.n_bad, value.provisional]).toEqual([0, false]);
    expect(value.mcse).toBeGreaterThan(0);
    const kept = [0, 1, 2, 3, 4, 5, 7, 8, 9].filter((i) => !bad.includes(i));
    for (const i of kept) expect(value.pointwise[i]).toBe(before.pointwise[i]);
    const { stdout } = await bayes(['loo', 'known', '--reloo'], here.folder());
    expect(stdout).toMatch(/^refitted without +k was +elpd was +elpd +at$/m);
    expect(stdout).toMatch(/^y\[7\] +\d\.\d+ +-\d+\.\d+ +-29\.\d+/m);
  });

  test('--moment-match scores the points and groups of a high k by draws that were moved', async () => {
    await keep('known', known);
    const groups = [...'ababcacdda'];
    for (const by of [null, 'g']) {
      const grouping = by === null ? [] : ['--by', by];
      const before = (await bayesJson<LooReport>(['loo', 'known', ...grouping], here.folder())).value;
      const { value, code } = await bayesJson<LooReport>(
        ['loo', 'known', '--moment-match', ...grouping],
        here.folder(),
      );
      const bad = before.pareto_k.flatMap((k, i) => (k === null || k > before.k_threshold ? [i] : []));
      expect(bad.length).toBeGreaterThan(0);
      expect([code, value.n_bad, before.matched]).toEqual([0, 0, undefined]);
      expect(value.matched?.map(({ index }) => index)).toEqual(bad);
      for (const { index, name, pareto_k, elpd_psis, steps } of value.matched ?? []) {
        expect([name, pareto_k, elpd_psis]).toEqual([
          before.points[index].name,
          before.pareto_k[index],
          before.pointwise[index],
        ]);
        expect(steps).toBeGreaterThan(0);
        expect(value.pareto_k[index]).toBeLessThan(value.k_threshold);
        const isOut = (i: number) => (by === null ? i === index : groups[i] === value.points[index].name);
        // Values of a group one after the other: each given the others' and those before it.
        const seen = values.filter((_, i) => !isOut(i));
        let joint = 0;
        for (const own of values.filter((_, i) => isOut(i))) {
          joint += exact(own, seen);
          seen.push(own);
        }
        expect(Math.abs(value.pointwise[index] - joint)).toBeLessThan(4 * (value.mcse ?? 0));
      }
      for (const i of before.pointwise.keys())
        if (!bad.includes(i)) expect(value.pointwise[i]).toBe(before.pointwise[i]);
      // The mean predicted without y[7] is that of the others; its draws as they are have one farther off.
      const errors = values.map((own, i) => {
        const others = values.filter((_, j) => (by === null ? j !== i : groups[j] !== groups[i]));
        return own - others.reduce((sum, one) => sum + one, 0) / (1 / 25 + others.length);
      });
      const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
      expect(Math.abs((value.rmse ?? 0) - rmse)).toBeLessThan(0.01);
    }
    const { stdout } = await bayes(['loo', 'known', '--moment-match'], here.folder());
    expect(stdout).toMatch(/^draws moved without +k was +k +elpd was +elpd +at$/m);
    expect((await warned('loo', 'known', '--moment-match', '--folds', '2')).code).toBe(2);
  });

  test('--folds predicts each fold by a fit to the others; --by keeps groups whole', async () => {
    await keep('known', known);
    const { value } = await bayesJson<KFoldReport>(
      ['loo', 'known', '--folds', '4', '--by', 'g'],
      here.folder(),
    );
    const foldOf = value.points.map(({ fold }) => fold);
    const groups = [...'ababcacdda'];
    for (const [i, group] of groups.entries())
      expect(groups.map((other, j) => other === group || foldOf[j] !== foldOf[i])).not.toContain(false);
    expect(new Set(foldOf).size).toBe(4);
    for (const [i, elpd] of value.pointwise.entries()) {
      const others = values.filter((_, j) => foldOf[j] !== foldOf[i]);
      expect(Math.abs(elpd - exact(values[i], others))).toBeLessThan(4 * (value.mcse ?? 0));
    }
    const total = value.pointwise.reduce((sum, elpd) => sum + elpd, 0);
    expect(value.elpd_kfold).toBeCloseTo(total, 9);
    const mean = total / 10;
    const variance = value.pointwise.reduce((sum, elpd) => sum + (elpd - mean) ** 2, 0) / 9;
    expect(value.se).toBeCloseTo(Math.sqrt(10 * variance), 9);
    expect(value.folds.map(({ pass }) => pass)).toEqual([true, true, true, true]);
    expect([value.by, value.seed, value.provisional]).toEqual(['g', 7, false]);
    const { stdout } = await bayes(['loo', 'known', '--folds', '2', '--seed', '3'], here.folder());
    expect(stdout).toContain('2-fold cross-validation of known, 10 points, seed 3');
    expect(stdout).toMatch(/^1 +5 +-\d/m);
  });

  test('more folds than points, one fold, and both kinds of refits are refused', async () => {
    await keep('known', known);
    const many = await warned('loo', 'known', '--folds', '11');
    expect([many.code, many.stderr]).toEqual([
      2,
      'bayes: known has 10 points: expected at most as many folds, found 11\n',
    ]);
    expect((await warned('loo', 'known', '--folds', '1')).code).toBe(2);
    expect((await warned('loo', 'known', '--folds', '2', '--reloo')).code).toBe(2);
  });

  test('folds whose refits fail say so, and why', async () => {
    await keep('short', line.replace('draws = 300, tune = 300', 'draws = 20, tune = 20'));
    const { code, stdout } = await warned('loo', 'short', '--folds', '2');
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^Warning: the diagnostics of 2 of 2 refits fail .* Without fold 1: .*(R-hat|effective)/m,
    );
    expect(stdout).toMatch(/^1 ⚠ /m);
  });

  test('a seed without folds is a mistake of the command line', async () => {
    await keep('known', known);
    for (const flags of [[], ['--reloo']]) {
      const { code, stderr, stdout } = await warned('loo', 'known', '--seed', '3', ...flags);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('expected `--folds K` with `--seed`');
    }
  });
});
