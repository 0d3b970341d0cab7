/**
 * Simulation-based calibration (Talts et al. 2018) of every kind of parameter, by the program's own prior
 * predictive draws: densities, transforms, random draws and the sampler agree, or ranks are not uniform.
 * `BAYES_SIMULATIONS=1000` makes it sharp, in ten minutes.
 */
import { expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { elementNames } from '../../../sampler/compile/element-names.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { datumViews } from '../../../sampler/predict/datum-views.ts';
import { jointDraws, openPrior } from '../../../sampler/predict/prior-predictive.ts';
import { createRandom } from '../../../sampler/random.ts';
import { type CalibrationModel, calibrationModels } from './calibration-models.ts';
import { build, run } from './fit.ts';

const simulations = Number(process.env.BAYES_SIMULATIONS ?? 36);
const bins = 6;
const kept = 59;
const thin = 8;
const settings = { chains: 1, draws: kept * thin, tune: 600, targetAccept: 0.95 };

/** Chi-squared with five degrees of freedom is above this once in 18,000 times; about a hundred and ten are computed. */
const limit = 27;

/** Counts of the ranks of each parameter's truth among its draws. */
async function ranks({ text, data }: CalibrationModel): Promise<Map<string, number[]>> {
  const { program } = parse(text);
  const bytes = new TextEncoder().encode(JSON.stringify(data));
  const loaded = loadData(program, { modelPath: '/m.bayes', readFile: () => bytes });
  const prior = await openPrior(program, loaded);
  if (prior.kind === 'invalid') throw new Error(prior.diagnostics.map(({ message }) => message).join('\n'));
  const { forward } = prior;
  const views = datumViews(forward, loaded);
  const names = forward.model.params.flatMap((param) => elementNames(param));
  const random = createRandom(77);
  const counts = new Map<string, number[]>();
  let seed = 0;
  for (const drawParameters of jointDraws(forward, random, simulations)) {
    drawParameters();
    forward.drawRest(random);
    for (const view of views) view.update();
    const truth = forward.params.slice();
    const simulated = views.map(({ name, predicted }) => [name, shaped(predicted, data[name])]);
    const model = await build(text, { ...data, ...Object.fromEntries(simulated) });
    const fit = run(model, { ...settings, seed: seed++ });
    for (const [k, name] of names.entries()) {
      const draws = fit.column(name).filter((_, i) => i % thin === thin - 1);
      // What is fixed by its type, as the corner of a Cholesky factor, has no rank.
      if (draws.every((draw) => draw === truth[k])) continue;
      const rank = draws.filter((draw) => draw < truth[k]).length;
      const own = counts.get(name) ?? new Array<number>(bins).fill(0);
      own[Math.floor((rank * bins) / (kept + 1))] += 1;
      counts.set(name, own);
    }
  }
  return counts;
}

/** Numbers in order, in the nested lists of `like`. */
function shaped(values: Float64Array, like: unknown): unknown {
  let next = 0;
  const fill = (part: unknown): unknown => (Array.isArray(part) ? part.map(fill) : values[next++]);
  return fill(like);
}

function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test.each(Object.entries(calibrationModels))('%s', { timeout: 200_000 }, async (_, model) => {
  const counts = await ranks(model);
  expect(counts.size).toBeGreaterThan(0);
  const off = [...counts].filter(([, own]) => !(chiSquared(own) < limit));
  expect(off).toEqual([]);
});
