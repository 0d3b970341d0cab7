/** `bayes baseline`: the comparison of a regression with ridge and conformal intervals, and its refusals. */
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../sampler/random.ts';
import type { BaselineReport } from '../../../sampler/report/baseline-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();

/** @param outcome of a row from its linear predictor */
function model(
  likelihood: string,
  outcome: (eta: number, normal: () => number, uniform: () => number) => number,
): string {
  const random = createRandom(4);
  const x = Array.from({ length: 120 }, () => random.normal());
  const y = x.map((value) =>
    outcome(
      0.5 + 0.8 * value,
      () => random.normal(),
      () => random.next(),
    ),
  );
  return `dim row
data { x : real[row] = [${x}]  y : ${likelihood.startsWith('Normal') ? 'real[row]' : 'int[row] in 0..'} = [${y}] }
param a ~ Normal(0, 2)
param b ~ Normal(0, 2)
param s ~ HalfNormal(1)
observe y ~ ${likelihood}
`;
}

function poisson(rate: number, uniform: () => number): number {
  let [count, product] = [0, uniform()];
  while (product > Math.exp(-rate)) {
    product *= uniform();
    count++;
  }
  return count;
}

describe('a regression', () => {
  test('is compared on rows that no method saw', async () => {
    const text = model('Normal(a + b * x, s)', (eta, normal) => eta + 0.7 * normal());
    here.write('normal.bayes', text);
    const { value, code } = await bayesJson<BaselineReport>(['baseline', 'normal.bayes'], here.folder());
    expect(code).toBe(0);
    const { methods, points, folds, sentence, differences, columns, seed } = value;
    expect(methods.map(({ name }) => name)).toEqual(['Bayes', 'ridge', 'split conformal']);
    for (const method of methods)
      expect(Object.keys(method)).toEqual(['name', 'mse', 'mae', 'coverage', 'width', 'seconds']);
    expect([columns, folds.length, points.length, seed]).toEqual([['b'], 5, 120, 1]);
    expect(folds.reduce((sum, { rows }) => sum + rows, 0)).toBe(120);
    const squares = points.map(({ observed, bayes: { mean } }) => (observed - mean) ** 2);
    expect(methods[0].mse).toBeCloseTo(squares.reduce((sum, one) => sum + one, 0) / 120, 10);
    const mse = differences.find(({ of }) => of === 'mse');
    expect(mse?.difference).toBeCloseTo(methods[0].mse - methods[1].mse, 10);
    // With 96 rows for two coefficients the prior hardly matters: both means are the least-squares line’s.
    for (const { bayes: own, ridge } of points) expect(Math.abs(own.mean - ridge)).toBeLessThan(0.15);
    expect(sentence).toMatch(/^Ridge predicts as well \(MSE 0\.\d+ against 0\.\d+\)\. /);
    expect(methods[1].coverage).toBeNull();
    const { stdout } = await bayes(['baseline', 'normal.bayes'], here.folder());
    expect(stdout).toMatch(/^ +MSE +MAE +coverage +width +seconds$/m);
    expect(stdout).toMatch(/^split conformal +0\.\d+ +0\.\d+ +\d+\.\d % +\d\.\d+ /m);
    expect(stdout).toContain(sentence);
    const again = await bayesJson<BaselineReport>(['baseline', 'normal.bayes'], here.folder());
    expect(again.value.points).toEqual(points);
    const other = await bayesJson<BaselineReport>(
      ['baseline', 'normal.bayes', '--folds', '3', '--seed', '2'],
      here.folder(),
    );
    expect([other.value.folds.length, other.value.seed]).toEqual([3, 2]);
  });

  test('of counts has whole ends, of yes and no the Brier score', async () => {
    const counts = model('NegativeBinomial(log_mu = a + b * x, alpha = s)', (eta, _, uniform) =>
      poisson(Math.exp(eta), uniform),
    );
    const yes = model('Bernoulli(logit_p = a + b * x + 0 * s)', (eta, _, uniform) =>
      Number(uniform() < 1 / (1 + Math.exp(-eta))),
    ).replace('int[row] in 0..', 'int[row] in 0..1');
    here.write('counts.bayes', counts);
    here.write('yes.bayes', yes);
    const { value } = await bayesJson<BaselineReport>(['baseline', 'counts.bayes'], here.folder());
    expect(value.methods[1].name).toBe('Poisson ridge');
    for (const { bayes: own, conformal } of value.points)
      for (const end of [own.low, own.high, conformal.low, conformal.high])
        expect(Number.isInteger(end)).toBe(true);
    const brier = await bayesJson<BaselineReport>(['baseline', 'yes.bayes'], here.folder());
    expect(brier.value.methods.map(({ name, coverage }) => [name, coverage])).toEqual([
      ['Bayes', null],
      ['logistic ridge', null],
    ]);
    expect(brier.value.methods[0].mse).toBeLessThan(0.25);
    expect(brier.value.notes.join()).toMatch(/`y` is yes or no: the MSE is the Brier score/);
  });
});

describe('what is no regression', () => {
  test('is refused with line and reason', async () => {
    const text = model('Normal(exp(a + b * x), s)', (eta) => Math.exp(eta));
    here.write('curved.bayes', text);
    const { stderr, code } = await bayes(['baseline', 'curved.bayes'], here.folder());
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /curved\.bayes:6:\d+: error no-regression the model is no regression .*the mean of `y` is no linear function of its predictors/,
    );
    const { value } = await bayesJson<{ readonly diagnostics: readonly { readonly code: string }[] }>(
      ['baseline', 'curved.bayes'],
      here.folder(),
    );
    expect(value.diagnostics.map((one) => one.code)).toEqual(['no-regression']);
  });

  test('too many folds are refused', async () => {
    const text = model('Normal(a + b * x, s)', (eta, normal) => eta + normal());
    here.write('normal.bayes', text);
    const { stderr, code } = await bayes(['baseline', 'normal.bayes', '--folds', '61'], here.folder());
    expect([code, stderr]).toEqual([2, expect.stringMatching(/expected at most half as many/)]);
  });
});
