/** `predict` statements, checked before a fit. */
import { describe, expect, test } from 'vitest';
import { listFolder, readDataFile } from '../../../sampler/data/node-reader.ts';
import { checkNewDraws } from '../../../sampler/predict/check-new-draws.ts';
import { checkPredictions } from '../../../sampler/predict/check-predictions.ts';
import { checked } from './models.ts';

describe('statements are checked before a fit', () => {
  const model = (prediction: string) => `dim row
data { x : real[row] = [1, 2]
  y : real[row] = [1, 2] }
param a ~ Normal(0, 1)
observe y ~ Normal(a * x, 1)
${prediction}
`;
  const found = (prediction: string) => {
    const text = model(prediction);
    const { program, data } = checked(text);
    const load = { modelPath: '/models/m.bayes', readFile: readDataFile, listFolder };
    return checkPredictions(program, data, load).map(
      ({ code, message, span }) => `${code} at ${text.slice(span.start, span.end)}: ${message}`,
    );
  };

  test('right ones and wrong ones', () => {
    expect(found('predict p { x = [3, 4, 5] }')).toEqual([]);
    expect(found('predict p { x = [3, "a"] }')).toEqual([
      expect.stringMatching(/^data-value at real: `predict p`: `x`: expected a number, found "a"/),
    ]);
    expect(found('predict p from "none.csv"')).toEqual([
      expect.stringMatching(
        /^data-file at "none.csv": `predict p`: cannot read data file `none.csv`: no such file/,
      ),
    ]);
  });
});

describe('what no draws can be carried to is reported before there are any', () => {
  const found = (text: string) => {
    const { program, data } = checked(text);
    const load = { modelPath: '/models/m.bayes', readFile: readDataFile, listFolder };
    return checkNewDraws(program, data, load).map(
      ({ code, message, span }) => `${code} at ${text.slice(span.start, span.end)}: ${message}`,
    );
  };
  const process = (rest: string) => `dim i
data { x : real[i] = [0.1, 0.4, 0.9]   y : real[i] = [1, 2, 1] }
param rho ~ InverseGamma(5, 5)
param sigma ~ HalfNormal(1)
let K[a in i, b in i] = exp(-0.5 * ((x[a] - x[b]) / rho)^2) + (if a == b then sigma^2 else 0)
let zero[a in i] = 0 * x[a]
${rest}
predict new { x = [0.5, 0.6] }
`;

  test('an outcome that is one draw over the rows', () => {
    expect(found(process('observe y ~ MvNormal(zero, cov = K)'))).toEqual([
      'predict-rows at new: `predict new`: no prediction for new rows of `i`: `y` is one joint draw over them, so new values depend on those that were observed; write the conditional mean as a `deterministic`',
    ]);
  });

  test('a parameter that is one draw over the rows', () => {
    expect(found(process('param f[i] ~ MvNormal(zero, cov = K)\nobserve y ~ Normal(f, 1)'))).toEqual([
      expect.stringMatching(/^predict-rows at new: `predict new`: .* `f` has a joint prior over them/),
    ]);
  });

  test('a series', () => {
    const series = (outcome: string) => `dim t
data { x : real[t] = [0.1, 0.4, 0.9]   y : real[t] = [1, 2, 1] }
param b ~ Normal(0, 1)
param rho[1] ~ Normal(0, 0.5)
observe y ~ ${outcome}
observe (b) ~ Normal(mean(x), 1)
predict new { x = [0.5, 0.6] }
`;
    expect(found(series('AR(rho, 1)'))).toEqual([expect.stringMatching(/`y` is one joint draw over them/)]);
    expect(found(series('Normal(rho[1] + b * x, 1)'))).toEqual([]);
  });

  test('rows that are drawn one by one, and new labels of a hierarchy', () => {
    expect(found(process('observe y ~ Normal(rho * x, sigma)'))).toEqual([]);
    const groups = (prior: string) => `dim row, g
data { of : g[row] = ["a", "b", "b"]   y : real[row] = [1, 2, 1] }
param tau ~ HalfNormal(1)
param a[g] ~ ${prior}
observe y ~ Normal(a[of], tau)
predict new { of = ["a", "c"] }
`;
    expect(found(groups('Normal(0, tau)'))).toEqual([]);
    expect(found(groups('Normal(0, 1)'))).toEqual([
      expect.stringMatching(/^predict-label at new: `predict new`: no prediction for "c", a label of `g`/),
    ]);
  });
});
