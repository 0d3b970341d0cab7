/** Shared by tests of predictions at new rows: draws of known distributions, a regression and a hierarchy. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { type Prediction, predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import type { NewValues } from '../../../sampler/predict/replaced-data.ts';
import { createRandom } from '../../../sampler/random.ts';
import { folderWith, runWith } from './models.ts';

export const N = 8000;

export function columns(of: Readonly<Record<string, (z: () => number) => number>>) {
  const rng = createRandom(78);
  return Object.fromEntries(
    Object.entries(of).map(([name, f]) => [name, Array.from({ length: N }, () => f(() => rng.normal()))]),
  );
}

export async function run(model: PosteriorModel, values: NewValues) {
  return predict(model, { name: 'p', values, draws: N, seed: 5 });
}

export async function ok(model: PosteriorModel, values: NewValues): Promise<Prediction> {
  const result = await run(model, values);
  if (result.kind === 'invalid')
    throw new Error(result.diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'));
  return result.prediction;
}

/** The model's first `predict` statement. */
export const own = (model: PosteriorModel): NewValues => valuesOf(predictStatements(model)[0]);

export function file(folder: string, text: string, replaces: string | null = null): NewValues {
  const path = join(folder, 'new.csv');
  writeFileSync(path, text);
  return { kind: 'files', files: [{ path, replaces, span: null }] };
}

export const regression = `dim row
data from "old.csv" {
  x : real[row]
  y : real[row]
}
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param s ~ HalfNormal(1)
deterministic mu = a + b * x
observe y ~ Normal(mu, s)
`;

export const regressionFolder = folderWith({ 'old.csv': 'x,y\n1,2\n2,3\n3,5\n' });

export const regressionDraws = columns({
  a: (z) => 1 + 0.3 * z(),
  b: (z) => 2 + 0.1 * z(),
  s: (z) => 0.5 * Math.exp(0.1 * z()),
});

export const regressionRun = (text = regression) => runWith(text, regressionDraws, regressionFolder);

export const hierarchy = `dim home, county
data from "old.csv" {
  x  : real[home]
  y  : real[home]
  of : county[home] = column("county")
}
param mu ~ Normal(0, 5)
param tau ~ HalfNormal(1)
param a[county] ~ Normal(mu, tau)
param b ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ Normal(a[of] + b * x, s)
`;

export const homes = 'x,y,county\n1,2,Cass\n2,3,Anoka\n3,5,Cass\n';

export const hierarchyDraws = columns({
  mu: (z) => 3 + 0.5 * z(),
  tau: (z) => 0.8 * Math.exp(0.2 * z()),
  'a[Anoka]': (z) => 2 + 0.1 * z(),
  'a[Cass]': (z) => 5 + 0.2 * z(),
  b: (z) => 1 + 0.1 * z(),
  s: (z) => 0.3 * Math.exp(0.1 * z()),
});
