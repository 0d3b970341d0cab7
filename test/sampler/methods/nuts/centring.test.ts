/** Hierarchies written centred, sampled as tuning learns it or standardised: right draws, few divergences. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../../sampler/compile/compile.ts';
import type { CompiledModel } from '../../../../sampler/compile/compiled-model.ts';
import { instantiate } from '../../../../sampler/compile/instantiate.ts';
import { lower } from '../../../../sampler/compile/lower/lower.ts';
import type { ModelInstance } from '../../../../sampler/compile/model-instance.ts';
import { essBulk, essTail } from '../../../../sampler/diagnose/ess.ts';
import { defaultChainSettings, resumeChain, runChain } from '../../../../sampler/methods/nuts/chain.ts';
import type { ChainCheckpoint, ChainSettings } from '../../../../sampler/methods/nuts/chain-contract.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { root } from '../../../bayes-command.ts';

const schools = join(root, 'test/posteriors/eight_schools-eight_schools_noncentered');
/** The posterior of the reference, written centred. */
const eightSchools = readFileSync(join(schools, 'model.bayes'), 'utf8')
  .replace('param theta_trans[school] ~ Normal(0, 1)\n', 'param theta[school] ~ Normal(mu, tau)\n')
  .replace('deterministic theta = mu + tau * theta_trans\n', '');
const funnel = 'param v ~ Normal(0, 3)\nparam x[9] ~ Normal(0, exp(v / 2))\n';
/** Twelve groups of forty rows each, far apart: the data decide each intercept. */
const wellKnown = `dim g = 12, row = 40
let level[j in g] = 3 * sin(2.3 * j)
let y[j in g, i in row] = level[j] + sin(5.1 * (40 * j + i))
param mu ~ Normal(0, 5)
param tau ~ HalfNormal(5)
param a[g] ~ Normal(mu, tau)
potential likelihood = sum(sum(logpdf(Normal(a[j], 0.7), y[j, i]) for i in row) for j in g)
`;

/** The scale of a vector's elements, known to be Normal(0, 1.5): a funnel as written. */
const sequences = {
  'a random walk': 'param v ~ Normal(0, 1.5)\nparam x[8] ~ GaussianRandomWalk(exp(v), init = Normal(0, 1))\n',
  MvNormal: `param v ~ Normal(0, 1.5)
dim i = 8
let K[a in i, b in i] = exp(2 * v) * 0.5 ^ abs(a - b)
param x[i] ~ MvNormal(1, cov = K)
`,
} as const;
const seenElements = 'potential seen = sum(logpdf(Normal(x[k], 0.001), sin(3 * k)) for k in 1..8)\n';

const clock = { now: () => 0 };
const CHAINS = 4;
const DRAWS = 1000;

async function modelOf(text: string, path = 'model.bayes') {
  const checked = checkModel(text, path);
  const { ir, diagnostics } = lower(checked.program, checked.data, { centring: true });
  expect([...checked.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error')).toEqual([]);
  const model = compile(ir);
  return {
    model,
    start: (): ModelInstance => instantiate(model, new WebAssembly.Module(model.wasm as BufferSource)),
  };
}

function sample(
  { model, start }: { readonly model: CompiledModel; readonly start: () => ModelInstance },
  seed: number,
  changes: Partial<ChainSettings>,
) {
  const columns = model.names.map(() => new Float64Array(CHAINS * DRAWS));
  const degrees: number[] = [];
  let divergences = 0;
  for (let chain = 0; chain < CHAINS; chain++) {
    const instance = start();
    const out = new Float64Array(model.names.length);
    const settings = { ...defaultChainSettings, draws: DRAWS, tune: 1000, ...changes };
    const outcome = runChain(
      instance.density,
      settings,
      createRandom(seed, chain),
      {
        draw(index, state) {
          instance.constrain(state.position, out);
          for (const [k, value] of out.entries()) columns[k][chain * DRAWS + index] = value;
        },
      },
      clock,
    );
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    divergences += outcome.totals.divergencesDraws;
    degrees.push(...(outcome.adapted.centring ?? []));
  }
  const summary = (name: string) => {
    const values = columns[model.names.indexOf(name)];
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
    const effective = Math.min(essBulk(values, CHAINS), essTail(values, CHAINS));
    const below = (x: number) => values.filter((value) => value < x).length / values.length;
    return { mean, sd, mcse: sd / Math.sqrt(effective), effective, below };
  };
  return { summary, degrees, divergences };
}

describe.each(['auto', 'noncentred'] as const)('centring = %s', (centring) => {
  it('gives the posterior of eight schools that its reference gives', async () => {
    const run = sample(await modelOf(eightSchools, join(schools, 'model.bayes')), 4, {
      centring,
      targetAccept: 0.9,
    });
    const reference = JSON.parse(readFileSync(join(schools, 'reference.json'), 'utf8'));
    for (const name of ['mu', 'tau', 'theta[1]', 'theta[2]', 'theta[7]']) {
      const { mean, mcse, effective, below } = run.summary(name);
      const known = reference[name];
      expect(Math.abs(mean - known.mean), name).toBeLessThan(4 * Math.hypot(mcse, known.mcse_mean));
      // Quantiles stand in for the sd: that of tau, whose tail is a Cauchy's, is not estimated well by any draws.
      for (const [share, key] of [
        [0.05, 'q5'],
        [0.5, 'q50'],
        [0.95, 'q95'],
      ] as const) {
        const error = Math.sqrt((share * (1 - share)) / effective + (share * (1 - share)) / known.ess);
        expect(Math.abs(below(known[key]) - share), `${name} ${key}`).toBeLessThan(4 * error);
      }
    }
    expect(run.divergences).toBeLessThanOrEqual(0.001 * CHAINS * DRAWS);
  });

  it('gives the whole funnel', async () => {
    const run = sample(await modelOf(funnel), 5, { centring });
    const { mean, sd, mcse } = run.summary('v');
    expect(Math.abs(mean)).toBeLessThan(4 * mcse);
    expect(sd).toBeGreaterThan(2.8);
    expect(sd).toBeLessThan(3.2);
    expect(run.divergences).toBeLessThanOrEqual(0.001 * CHAINS * DRAWS);
    expect(Math.max(...run.degrees)).toBeLessThan(0.15);
  });
});

it('learns to leave what the data decide as it is written', async () => {
  const { degrees } = sample(await modelOf(wellKnown), 6, { centring: 'auto' });
  expect(degrees.reduce((a, b) => a + b, 0) / degrees.length).toBeGreaterThan(0.85);
});

describe.each(Object.entries(sequences))('%s', (_, text) => {
  it('has the right draws, its elements standardised where data say little', async () => {
    const run = sample(await modelOf(text), 7, { centring: 'auto', targetAccept: 0.9 });
    const { mean, sd, mcse, effective } = run.summary('v');
    expect(Math.abs(mean)).toBeLessThan(4 * mcse);
    expect(Math.abs(sd / 1.5 - 1)).toBeLessThan(4 / Math.sqrt(effective));
    expect(effective).toBeGreaterThan(1000);
    expect(Math.max(...run.degrees)).toBeLessThan(0.15);
  });

  it('is left as written where data decide its elements', async () => {
    const { degrees } = sample(await modelOf(text + seenElements), 8, { centring: 'auto' });
    expect(degrees.reduce((a, b) => a + b, 0) / degrees.length).toBeGreaterThan(0.85);
  });
});

describe.each(Object.entries({ hierarchy: wellKnown, ...sequences }))('a checkpoint of %s', (_, text) => {
  let model: Awaited<ReturnType<typeof modelOf>>;
  beforeAll(async () => {
    model = await modelOf(text);
  });

  it.each(['auto', 'noncentred', 'centred'] as const)('continues bit for bit: %s', (centring) => {
    const settings = { ...defaultChainSettings, draws: 60, tune: 200, centring };
    const whole: number[][] = [];
    const logDensities: number[] = [];
    let half: string | null = null;
    const first = model.start();
    runChain(
      first.density,
      settings,
      createRandom(8),
      {
        draw(index, state, stats, checkpoint) {
          whole.push([...state.position]);
          logDensities.push(stats.logDensity);
          if (index === 24) half = JSON.stringify(checkpoint());
        },
      },
      clock,
    );
    const later: number[][] = [];
    const again = model.start();
    const checkpoint = JSON.parse(half ?? '') as ChainCheckpoint;
    const outcome = resumeChain(
      again.density,
      settings,
      checkpoint,
      { draw: (_index, state) => later.push([...state.position]) },
      clock,
    );
    expect(later).toEqual(whole.slice(25));
    expect(outcome.kind === 'done' && [...(outcome.adapted.centring ?? [])]).toEqual(checkpoint.centring);

    // Log densities that are kept are those of the model as written.
    const written = model.start();
    const out = new Float64Array(model.model.names.length);
    again.constrain(Float64Array.from(whole[59]), out);
    const state = written.density.newState();
    const isHierarchy = text === wellKnown;
    const scale = isHierarchy ? [Math.log(out[1])] : [];
    const rest = out.subarray(1 + scale.length, state.position.length);
    state.position.set([out[0], ...scale, ...rest]);
    written.density.evaluate(state);
    expect(logDensities[59]).toBeCloseTo(state.logDensity, 8);
  });
});
