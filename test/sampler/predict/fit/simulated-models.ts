/** Models with data simulated from them, and from what they do not allow for: how often the verdict says so. */
import { draw } from '../../../../sampler/distributions/index.ts';
import { fitOfDraws } from '../../../../sampler/predict/fit/fit-of-draws.ts';
import { createRandom, type Random } from '../../../../sampler/random.ts';
import type { Fit } from '../../../../sampler/report/fit.ts';
import { build, run } from '../../models/fit.ts';

export interface SimulatedModel {
  readonly name: string;
  readonly text: string;
  readonly simulate: (random: Random) => object;
}

const rows = <T>(count: number, of: (row: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => of(i));
const one = (random: Random, name: string, ...args: readonly number[]): number =>
  Number(draw(name, args, random, 1));
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Outcomes of a regression on x; `outcome` of the linear predictor 1 + 0.5 x. */
function regression(count: number, outcome: (random: Random, linear: number) => number) {
  return (random: Random) => {
    const x = rows(count, () => random.normal());
    return { x, y: x.map((value) => outcome(random, 1 + 0.5 * value)) };
  };
}

/** Outcomes in groups, whose effects have the sd `tau`. */
function grouped(groups: number, each: number, tau: number) {
  return (random: Random) => {
    const effects = rows(groups, () => tau * random.normal());
    const place = rows(groups * each, (row) => `s${row % groups}`);
    return { place, y: place.map((_, row) => 2 + effects[row % groups] + random.normal()) };
  };
}

const linear = (type: string, likelihood: string, others = '') => `
dim row
data from "data.json" { x : real[row]  y : ${type} }
param a ~ Normal(0, 3)
param b ~ Normal(0, 2)
${others}
observe y ~ ${likelihood}`;
const normal = linear('real[row]', 'Normal(a + b * x, s)', 'param s ~ HalfNormal(3)');
const poisson = linear('int[row] in 0..', 'Poisson(exp(a + b * x))');

export const wellSpecified: readonly SimulatedModel[] = [
  { name: 'normal regression', text: normal, simulate: regression(100, (r, eta) => eta + r.normal()) },
  {
    name: 'heavy tails by StudentT',
    text: linear('real[row]', 'StudentT(4, a + b * x, s)', 'param s ~ HalfNormal(3)'),
    simulate: regression(100, (r, eta) => one(r, 'StudentT', 4, eta, 1)),
  },
  {
    name: 'counts',
    text: poisson,
    simulate: regression(150, (r, eta) => one(r, 'Poisson', Math.exp(eta))),
  },
  {
    name: 'overdispersed counts by NegativeBinomial',
    text: linear('int[row] in 0..', 'NegativeBinomial(exp(a + b * x), k)', 'param k ~ Gamma(2, 0.5)'),
    simulate: regression(150, (r, eta) => one(r, 'NegativeBinomial', Math.exp(eta), 2)),
  },
  {
    name: 'yes or no',
    text: linear('int[row] in 0..1', 'Bernoulli(inv_logit(a + b * x))'),
    simulate: regression(200, (r, eta) => (r.next() < logistic(eta) ? 1 : 0)),
  },
  {
    name: 'a hierarchy of groups',
    text: `
dim row
dim site
data from "data.json" { place : site[row]  y : real[row] }
param mu ~ Normal(0, 5)
param tau ~ HalfNormal(2)
param z[site] ~ Normal(0, 1)
param s ~ HalfNormal(3)
let effect = tau * z
observe y ~ Normal(mu + effect[place], s)`,
    simulate: grouped(8, 15, 1),
  },
];

export const misspecified: readonly SimulatedModel[] = [
  {
    name: 'overdispersion',
    text: poisson,
    simulate: regression(150, (r, eta) => one(r, 'NegativeBinomial', Math.exp(eta), 1.5)),
  },
  {
    name: 'excess zeros',
    text: poisson,
    simulate: regression(150, (r, eta) => (r.next() < 0.3 ? 0 : one(r, 'Poisson', Math.exp(eta)))),
  },
  {
    name: 'heavy tails',
    text: normal,
    simulate: regression(200, (r, eta) => one(r, 'StudentT', 2, eta, 1)),
  },
  {
    name: 'a missing group effect',
    text: `
dim row
dim site
data from "data.json" { place : site[row]  y : real[row] }
param mu ~ Normal(0, 5)
param s ~ HalfNormal(3)
observe y ~ Normal(mu, s)`,
    simulate: grouped(8, 25, 1),
  },
];

/** The verdict on fit of one simulation. */
export async function fitOfSimulation({ text, simulate }: SimulatedModel, seed: number): Promise<Fit> {
  const model = await build(text, simulate(createRandom(seed, 1000)));
  const { draws } = run(model, { seed, chains: 4, draws: 500, tune: 300 });
  const { program, data } = model;
  const fit = await fitOfDraws({ program, data, modelText: text, draws, seed }, () => false);
  if (fit === null) throw new Error('nothing was judged');
  return fit;
}
