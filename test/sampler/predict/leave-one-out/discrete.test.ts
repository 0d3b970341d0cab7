/** A likelihood given discrete unknowns: their draws know the values to be left out. */
import { expect, test } from 'vitest';
import { compileForward } from '../../../../sampler/compile/compile-forward.ts';
import { drawnUnknowns } from '../../../../sampler/predict/drawn-unknowns.ts';
import { looPits } from '../../../../sampler/predict/fit/loo-pit.ts';
import { createPace } from '../../../../sampler/predict/fit/pace.ts';
import { observedModel, scorePoints } from '../../../../sampler/predict/leave-one-out/score-points.ts';
import { build, run } from '../../models/fit.ts';

const text = `dim site
data from "data.json" { y : int[site]  x : real[site] }
param psi ~ Beta(1, 1)
param p ~ Beta(2, 2)
param z[site] ~ Bernoulli(psi)
let chance[i in site] = z[i] * p
observe y ~ Binomial(3, chance)
observe x ~ Normal(psi, 1)`;

const model = await build(text, { y: [0, 2, 0, 1], x: [0.1, 0.4, 1.2, 0.3] });
const observed = observedModel(model.program, model.data);
if (observed.kind !== 'ok') throw new Error(observed.kind);
const forward = compileForward(observed.ir, { logLikelihood: true });
const { draws } = run(model, { seed: 1, chains: 2, draws: 200, tune: 200 });

test('are found for each datum', () => {
  expect(drawnUnknowns(forward)).toEqual(['z']);
  expect(drawnUnknowns(forward, 'y')).toEqual(['z']);
  expect(drawnUnknowns(forward, 'x')).toEqual([]);
});

test('have no leave-one-out weights: y[2] = 2 excludes z[2] = 0, which is likely without it', async () => {
  const found = await scorePoints(forward, model.data, draws, 'run');
  expect(found.kind === 'problem' ? found.message : found.kind).toMatch(
    /^the likelihood of run is given discrete unknowns, `z`, .*--folds/,
  );
});

test('have no LOO-PIT; other data have', async () => {
  const pits = await looPits(
    forward,
    model.data,
    draws,
    100,
    createPace(() => false),
  );
  expect(pits?.map(({ datum }) => datum)).toEqual(['x']);
});
