/** Quantities that are drawn, in the prior predictive and in predictions. */
import { expect, it } from 'vitest';
import { predict } from '../../../sampler/predict/predict.ts';
import { checked, priorOf, rowOf, runWith } from './models.ts';

const text = `dim site
data { x : real[site] = [1, 2]   y : real[site] = [1, 2] }
param a ~ Normal(3, 1)
observe y ~ Normal(a * x, 1)
draw again[i in site] ~ Normal(a * x[i], 2)
draw count ~ Poisson(5)
deterministic total = again[1] + count
predict new { x = [10, 20, 30] }
`;

it('are drawn from the prior, after what they depend on', async () => {
  const { quantities } = await priorOf(text);
  const { mean, sd } = rowOf(quantities, 'again[2]');
  // Mean 2 · 3, variance 4 · 1 + 4; the standard error of the mean is 0.02.
  expect(Math.abs((mean ?? Number.NaN) - 6)).toBeLessThan(0.1);
  expect(Math.abs((sd ?? Number.NaN) - Math.sqrt(8))).toBeLessThan(0.1);
  const total = rowOf(quantities, 'total');
  // 3 + 5, and 1 + 4 + 5.
  expect(Math.abs((total.mean ?? Number.NaN) - 8)).toBeLessThan(0.12);
  expect(Math.abs((total.sd ?? Number.NaN) - Math.sqrt(10))).toBeLessThan(0.12);
});

it('are drawn anew at new data, not taken from the fit', async () => {
  const draws = Array.from({ length: 4000 }, () => 4);
  const made = { a: draws, 'again[1]': draws, 'again[2]': draws, count: draws, total: draws };
  const statement = checked(text).program.statements.find((s) => s.kind === 'predict');
  if (statement?.kind !== 'predict') throw new Error('no predict');
  const values = { kind: 'values' as const, assignments: statement.assignments, span: statement.span };
  const result = await predict(runWith(text, made), { name: 'new', values, draws: 4000, seed: 2 });
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  const { quantities } = result.prediction;
  for (const [i, x] of [10, 20, 30].entries()) {
    const { mean, sd } = rowOf(quantities, `again[${i + 1}]`);
    expect(Math.abs((mean ?? Number.NaN) - 4 * x)).toBeLessThan(0.16);
    expect(Math.abs((sd ?? Number.NaN) - 2)).toBeLessThan(0.12);
  }
  expect(Math.abs((rowOf(quantities, 'count').mean ?? Number.NaN) - 5)).toBeLessThan(0.18);
});

it.each(['draw', 'deterministic'])(
  'a %s follows the observed past, where what is stated has nothing to do with it',
  async (kind) => {
    const ahead =
      kind === 'draw'
        ? 'draw later[i in horizon] ~ Normal(rho * y[4] + h[i], 0.001)'
        : 'deterministic later[i in horizon] = rho * y[4] + h[i]';
    const series = `dim time = 4
dim horizon
data { y : real[time] = [0.3, 0.9, 0.7, 50]   h : real[horizon] = [1, 2] }
param rho ~ Normal(0, 1)
observe y[t in 2..4] ~ Normal(rho * y[t - 1], 1)
${ahead}
predict far { h = [10, 20, 30] }
`;
    const halves = Array.from({ length: 500 }, () => 0.5);
    const made = { rho: halves, 'later[1]': halves, 'later[2]': halves };
    const statement = checked(series).program.statements.find((s) => s.kind === 'predict');
    if (statement?.kind !== 'predict') throw new Error('no predict');
    const values = { kind: 'values' as const, assignments: statement.assignments, span: statement.span };
    for (const sameRows of [false, true]) {
      const h = sameRows ? [1, 2] : [10, 20, 30];
      const assignments = sameRows
        ? checked(series.replace('[10, 20, 30]', '[1, 2]')).program.statements.flatMap((s) =>
            s.kind === 'predict' ? s.assignments : [],
          )
        : values.assignments;
      const result = await predict(runWith(series, made), {
        name: 'far',
        values: { ...values, assignments, sameRows },
        draws: 500,
        seed: 2,
      });
      if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
      const { quantities } = result.prediction;
      expect(quantities.map(({ name }) => name)).toEqual(h.map((_, i) => `later[${i + 1}]`));
      for (const [i, ahead] of h.entries())
        expect(
          Math.abs((rowOf(quantities, `later[${i + 1}]`).mean ?? Number.NaN) - (25 + ahead)),
        ).toBeLessThan(0.01);
    }
  },
);
