/** The kernel in WebAssembly against the sampler in TypeScript: every number of a chain, bit for bit. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instantiate } from '../../../../sampler/compile/instantiate.ts';
import type { ModelInstance } from '../../../../sampler/compile/model-instance.ts';
import { type DrawStats, drawStatistics } from '../../../../sampler/draws/draw-statistics.ts';
import type { Density } from '../../../../sampler/infer/density.ts';
import type { Kernel } from '../../../../sampler/kernel/kernel.ts';
import { DRAWS_OF_BLOCK } from '../../../../sampler/kernel/record.ts';
import { defaultChainSettings, resumeChain, runChain } from '../../../../sampler/methods/nuts/chain.ts';
import type {
  ChainCheckpoint,
  ChainSettings,
  ChainSink,
} from '../../../../sampler/methods/nuts/chain-contract.ts';
import { KernelNuts } from '../../../../sampler/methods/nuts/kernel-nuts.ts';
import { metricDensity } from '../../../../sampler/methods/nuts/metric/metric-density.ts';
import { ReferenceNuts } from '../../../../sampler/methods/nuts/nuts.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';
import { compileLowered, lowerModel } from '../../../../sampler/model/compile-model.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { root } from '../../../bayes-command.ts';

const clock = { now: () => 0 };
const short = { ...defaultChainSettings, tune: 30, draws: 30 };

/** Makes densities of a model, each with memory of its own: with the kernel, and without. */
async function densitiesOf(text: string, path = 'model.bayes') {
  const lowered = lowerModel(checkModel(text, path), 'sample', undefined, true);
  if (lowered.kind === 'invalid') throw new Error(`${path}: ${JSON.stringify(lowered.diagnostics)}`);
  const { model, module } = await compileLowered(lowered);
  // So many operations that it is asked before each step whether to stop, as in TypeScript.
  const withKernel = (): Density => instantiate({ ...model, operations: 1e9 }, module).density;
  /** Asked less often. */
  const asCompiled = (): Density => instantiate(model, module).density;
  const withoutKernel = (): Density => ({ ...withKernel(), kernel: undefined });
  /** The model itself, with either sampler. */
  const instances = (of = model) => {
    const byKernel = instantiate({ ...of, operations: 1e9 }, module);
    const reference = instantiate(of, module);
    return { byKernel, reference: { ...reference, density: { ...reference.density, kernel: undefined } } };
  };
  return { withKernel, withoutKernel, asCompiled, instances, model };
}

/** Draws of a chain in blocks of the kernel where it makes them, as text: position, quantities, statistics. */
function drawsInBlocks(
  { density, constrain }: Pick<ModelInstance, 'density' | 'constrain'>,
  quantities: number,
  settings: Settings,
  seed: number,
  more: {
    readonly stopAfter?: number;
    readonly from?: ChainCheckpoint;
    readonly clock?: { now(): number };
  } = {},
) {
  const told: string[] = [];
  const draws: string[] = [];
  const blocks: number[] = [];
  const checkpoints = new Map<number, string>();
  let polls = 0;
  const tell = (position: ArrayLike<number>, values: ArrayLike<number>, stats: DrawStats) =>
    void draws.push(
      [...Array.from(position), ...Array.from(values), ...drawStatistics.map(({ key }) => stats[key])]
        .map(bits)
        .join(' '),
    );
  const computed = (position: Float64Array) => {
    const out = new Float64Array(quantities);
    constrain(position, out);
    return out;
  };
  const sink: ChainSink = {
    draw(index, { position }, stats, checkpoint) {
      tell(position, computed(position), stats);
      checkpoints.set(index, JSON.stringify(checkpoint()));
    },
    block(first, { draws: made, count }, checkpoint) {
      blocks.push(count);
      const { dimension } = made;
      // Before anything is computed, which may be in the same memory.
      const values = made.quantities?.slice(0, count * quantities) ?? null;
      for (let k = 0; k < count; k++) {
        const position = made.positions.slice(k * dimension, (k + 1) * dimension);
        const stats = Object.fromEntries(drawStatistics.map(({ key }) => [key, made.stats[key][k]]));
        tell(
          position,
          values?.subarray(k * quantities, (k + 1) * quantities) ?? computed(position),
          stats as DrawStats,
        );
      }
      checkpoints.set(first + count - 1, JSON.stringify(checkpoint()));
    },
    divergence: (draw, phase, { start, end, momentum, energyError, stepSize, index }) =>
      void told.push(
        `divergence ${phase} ${draw} ${[...start, ...end, ...momentum, energyError, stepSize, index].map(bits).join(' ')}`,
      ),
    progress: (report) => void told.push(JSON.stringify(report)),
    shouldStop: () => polls++ >= (more.stopAfter ?? Number.POSITIVE_INFINITY),
  };
  const all = { ...short, ...settings };
  const time = more.clock ?? clock;
  const outcome =
    more.from === undefined
      ? runChain(density, all, createRandom(seed), sink, time)
      : resumeChain(density, all, more.from, sink, time);
  return {
    draws,
    blocks,
    checkpoints,
    outcome,
    told: [...told, ...draws, JSON.stringify({ outcome, polls })],
  };
}

type Settings = Partial<ChainSettings>;

/** All output of a chain as text, with exact numbers, including NaN and −0. */
function tellings(
  density: Density,
  settings: Settings,
  seed: number,
  more: { readonly stopAfter?: number; readonly from?: ChainCheckpoint } = {},
  time = clock,
) {
  const told: string[] = [];
  const draws: string[] = [];
  const checkpoints: ChainCheckpoint[] = [];
  let polls = 0;
  const sink: ChainSink = {
    draw(_, state, stats, checkpoint) {
      draws.push(
        [...state.position, ...state.gradient, state.logDensity, ...Object.values(stats)].map(bits).join(' '),
      );
      checkpoints.push(checkpoint());
    },
    divergence: (draw, phase, { start, end, momentum, energyError, stepSize, index }) =>
      void told.push(
        `divergence ${phase} ${draw} ${[...start, ...end, ...momentum, energyError, stepSize, index].map(bits).join(' ')}`,
      ),
    progress: (report) => void told.push(JSON.stringify(report)),
    shouldStop: () => polls++ >= (more.stopAfter ?? Number.POSITIVE_INFINITY),
  };
  const all = { ...short, ...settings };
  const outcome =
    more.from === undefined
      ? runChain(density, all, createRandom(seed), sink, time)
      : resumeChain(density, all, more.from, sink, time);
  told.push(...draws, JSON.stringify({ outcome, polls, last: checkpoints.at(-1) }));
  return { told, draws, checkpoints, outcome, polls };
}

const cell = new Float64Array(1);
const word = new BigUint64Array(cell.buffer);
/** WebAssembly leaves the sign and the payload of a NaN open. */
function bits(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  cell[0] = x;
  return word[0].toString(16);
}

const files = [
  ...readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.bayes'))
    .map((name) => `examples/${name}`),
  ...['garch-garch11', 'gp_pois_regr-gp_regr', 'arma-arma11', 'eight_schools-eight_schools_noncentered'].map(
    (name) => `test/posteriors/${name}/model.bayes`,
  ),
].sort();

const funnel = 'param v ~ Normal(0, 3)\nparam x[9] ~ Normal(0, exp(v / 2))\n';
const ridge = `dim k = 6
let S[i in k, j in k] = if i == j then 1 else 0.95
param x[k] ~ MvNormal(0, S)
`;

describe('the kernel gives the draws of the TypeScript sampler', () => {
  it.each(files)('of %s', async (file) => {
    const path = join(root, file);
    const { withKernel, withoutKernel } = await densitiesOf(readFileSync(path, 'utf8'), path);
    // Long enough for scales other than one.
    const settings = { maxTreeDepth: 6, tune: 120 };
    const { told, outcome } = tellings(withKernel(), settings, 1);
    expect(outcome.kind).toBe('done');
    expect(told).toEqual(tellings(withoutKernel(), settings, 1).told);
  });

  it.each(files)('in blocks, with the quantities, of %s', async (file) => {
    const path = join(root, file);
    const { instances, model } = await densitiesOf(readFileSync(path, 'utf8'), path);
    const { byKernel, reference } = instances();
    const settings = { maxTreeDepth: 6, tune: 60 };
    const inBlocks = drawsInBlocks(byKernel, model.names.length, settings, 1);
    const single = drawsInBlocks(reference, model.names.length, settings, 1);
    expect(inBlocks.told).toEqual(single.told);
    expect(single.blocks).toEqual([]);
    expect(inBlocks.blocks.length).toBeGreaterThan(0);
    expectCheckpoints(inBlocks, single);
  });

  const metrics = ['diag_grad', 'diag', 'low_rank', 'dense', 'auto'] as const;
  it.each(metrics)('with metric %s', async (metric) => {
    const { withKernel, withoutKernel } = await densitiesOf(ridge);
    const settings = { metric, tune: 200 };
    const { told, draws, checkpoints } = tellings(withKernel(), settings, 2);
    expect(told).toEqual(tellings(withoutKernel(), settings, 2).told);
    // Else the metric was never more than its diagonal.
    if (metric === 'low_rank' || metric === 'dense') expect(checkpoints[0].metric?.kind).toBe(metric);
    for (const density of [withKernel(), withoutKernel()])
      expect(tellings(density, settings, 0, { from: checkpoints[9] }).draws).toEqual(draws.slice(10));
  });

  it('with divergences, of a funnel and of a density that fails', async () => {
    for (const [text, settings] of [
      [funnel, { centring: 'centred', targetAccept: 0.6 }],
      ['param x ~ Normal(0, 1)\npotential edge = log(x + 0.5)\n', { centring: 'centred' }],
    ] as const) {
      const { withKernel, withoutKernel } = await densitiesOf(text);
      const all = { ...settings, draws: 100 };
      const { told } = tellings(withKernel(), all, 3);
      expect(told.filter((line) => line.startsWith('divergence')).length).toBeGreaterThan(3);
      expect(told).toEqual(tellings(withoutKernel(), all, 3).told);
    }
  });

  it('at the maximal depth, and at every degree of centring', async () => {
    const { withKernel, withoutKernel } = await densitiesOf(funnel);
    for (const settings of [
      { maxTreeDepth: 1 },
      { maxTreeDepth: 3, centring: 'centred' },
      { maxTreeDepth: 4, centring: 'noncentred', metric: 'dense' },
    ] as const) {
      const { told } = tellings(withKernel(), { ...settings, targetAccept: 0.99 }, 4);
      expect(told).toEqual(tellings(withoutKernel(), { ...settings, targetAccept: 0.99 }, 4).told);
    }
    const one = metricDensity(withKernel());
    const other = metricDensity(withoutKernel());
    const limited = { ...short, maxTreeDepth: 2 };
    const states = [
      new KernelNuts(one, kernelOf(one), limited, () => false),
      new ReferenceNuts(other, limited),
    ].map((nuts, k) => {
      [one, other][k].inverseMass.fill(1);
      [one, other][k].evaluate(nuts.state);
      nuts.transition(createRandom(1), 1e-4);
      return nuts.last;
    });
    expect(states[0]).toMatchObject({ end: 'max-depth', depth: 2, leapfrogs: 3 });
    expect(states[0]).toEqual(states[1]);
  });

  it('when it is stopped, at every leapfrog step of a while', async () => {
    const { withKernel, withoutKernel } = await densitiesOf(ridge);
    const whole = tellings(withKernel(), {}, 5);
    for (let stopAfter = whole.polls - 20; stopAfter < whole.polls; stopAfter++) {
      const { told, outcome, polls } = tellings(withKernel(), {}, 5, { stopAfter });
      expect(outcome.kind).toBe('stopped');
      expect(polls).toBe(stopAfter + 1);
      expect(told).toEqual(tellings(withoutKernel(), {}, 5, { stopAfter }).told);
    }
  });

  it('asks less often whether to stop where gradients are cheap, with the same draws', async () => {
    const { asCompiled, withoutKernel } = await densitiesOf(ridge);
    const whole = tellings(withoutKernel(), {}, 5);
    const rare = tellings(asCompiled(), {}, 5);
    expect(rare.draws).toEqual(whole.draws);
    expect(rare.polls).toBeLessThan(whole.polls / 8);
    const stopped = tellings(asCompiled(), {}, 5, { stopAfter: rare.polls - 5 });
    expect(stopped.outcome.kind).toBe('stopped');
    expect(stopped.draws).toEqual(whole.draws.slice(0, stopped.draws.length));
  });

  it('stays where it was when a trajectory is stopped half way, and goes on from there', async () => {
    const { withKernel } = await densitiesOf(ridge);
    const density = metricDensity(withKernel());
    let left = 0;
    const nuts = new KernelNuts(density, kernelOf(density), short, () => left-- <= 0);
    const random = createRandom(6);
    density.inverseMass.fill(1);
    density.evaluate(nuts.state);
    const before = [...nuts.state.position];
    for (const steps of [0, 1, 2, 5, 30, 100]) {
      left = steps;
      nuts.transition(random, 0.001);
      expect(nuts.last).toMatchObject({ end: 'stopped', leapfrogs: steps });
      expect([...nuts.state.position]).toEqual(before);
    }
  });

  it('in blocks, wherever they end: by divergences, by time, by a stop within a tree, and after a checkpoint', async () => {
    const centred = { centring: 'centred', targetAccept: 0.6 } as const;
    for (const [text, settings] of [
      [funnel, centred],
      [funnel, { centring: 'auto' }],
      [funnel, { centring: 'noncentred', metric: 'dense' }],
      ['param x ~ Normal(0, 1)\npotential edge = log(x + 0.5)\n', centred],
      ['param x ~ Normal(0, 1)\ndeterministic a = x * x\ndeterministic b = exp(x)\n', {}],
      ['param x ~ Normal(0, 1)\ndraw y ~ Normal(x, 1)\ndeterministic z = 2 * x\n', {}],
    ] as const) {
      const { instances, model } = await densitiesOf(text);
      const of = (
        which: 'byKernel' | 'reference',
        more: Parameters<typeof drawsInBlocks>[4] = {},
        seed = 3,
      ) => drawsInBlocks(instances()[which], model.names.length, { ...settings, draws: 100 }, seed, more);
      const whole = of('reference');
      expect(of('byKernel').told).toEqual(whole.told);
      // A clock by which each transition is late.
      let now = 0;
      const late = of('byKernel', { clock: { now: () => (now += 60) } });
      expect(late.draws).toEqual(whole.draws);
      expect(late.blocks.length).toBeGreaterThan(40);
      const { polls } = JSON.parse(whole.told[whole.told.length - 1]) as { polls: number };
      for (let stopAfter = polls - 8; stopAfter < polls; stopAfter++) {
        const [stopped, single] = [of('byKernel', { stopAfter }), of('reference', { stopAfter })];
        expect(stopped.told).toEqual(single.told);
        expectCheckpoints(stopped, single);
      }
      const [middle, text1] = [...late.checkpoints][20];
      const from = JSON.parse(text1) as ChainCheckpoint;
      expect(of('byKernel', { from }).draws).toEqual(whole.draws.slice(middle + 1));
    }
  });

  const walk = 'param v ~ Normal(0, 1.5)\nparam x[8] ~ GaussianRandomWalk(exp(v), init = Normal(0, 1))\n';
  it.each([
    ['auto', ridge, {}],
    ['dense', ridge, { metric: 'dense' }],
    ['dense, where the chain often stays', ridge, { metric: 'dense', maxTreeDepth: 1 }],
    ['diag', ridge, { metric: 'diag' }],
    ['diag_grad, of a funnel as written', funnel, { metric: 'diag_grad', centring: 'centred' }],
    ['auto, with degrees of centring', funnel, {}],
    ['auto, with degrees of vectors', walk, {}],
  ] as const)(
    'in tuning blocks, whatever their size and wherever they end, with metric %s',
    async (_, text, of) => {
      const { withKernel, withoutKernel } = await densitiesOf(text);
      // In the shortest, every window ends otherwise.
      for (const tune of [250, 13]) {
        const settings = { ...of, tune, draws: 5 };
        const whole = tellings(withoutKernel(), settings, 8);
        for (const most of [2, 7, 64]) {
          const { density, sizes } = inTuningBlocks(withKernel(), most);
          expect(tellings(density, settings, 8).told).toEqual(whole.told);
          if (tune > 13) expect(Math.max(...sizes)).toBeGreaterThanOrEqual(Math.min(most, 10));
        }
        // A clock by which each transition is late.
        let now = 0;
        const late = inTuningBlocks(withKernel(), 64);
        expect(tellings(late.density, settings, 8, {}, { now: () => (now += 200) }).draws).toEqual(
          whole.draws,
        );
        expect(late.sizes.every((size) => size === 1)).toBe(true);
        const stops = Array.from({ length: 6 }, (_, k) => Math.floor((whole.polls * (k + 0.5)) / 6));
        for (const stopAfter of stops)
          expect(tellings(withKernel(), settings, 8, { stopAfter }).told).toEqual(
            tellings(withoutKernel(), settings, 8, { stopAfter }).told,
          );
      }
    },
  );

  it('in blocks that are thinned, also where they end between two kept draws', async () => {
    const settings = { centring: 'centred', targetAccept: 0.6, draws: 100, thin: 7 } as const;
    for (const text of [
      funnel,
      'param x ~ Normal(0, 3)\ndeterministic a = x * x\npotential p = log(x + 4)\n',
    ]) {
      const { instances, model } = await densitiesOf(text);
      const of = (
        which: 'byKernel' | 'reference',
        more: Parameters<typeof drawsInBlocks>[4] = {},
        changes: Settings = {},
      ) => drawsInBlocks(instances()[which], model.names.length, { ...settings, ...changes }, 3, more);
      const whole = of('reference');
      const inBlocks = of('byKernel');
      expect(inBlocks.told).toEqual(whole.told);
      const between = [...inBlocks.checkpoints].filter(([, state]) => state.includes('"since"'));
      expect(between.length).toBeGreaterThan(3);
      for (const [at, state] of [between[0], between[3]]) {
        const from = JSON.parse(state) as ChainCheckpoint;
        for (const which of ['byKernel', 'reference'] as const)
          expect(of(which, { from }).draws).toEqual(whole.draws.slice(at + 1));
      }
      // Position and quantities lead; the statistics that follow are of several transitions.
      const leading = (line: string) => line.split(' ').slice(0, model.names.length);
      const all = of('byKernel', {}, { thin: 1, draws: 700 }).draws.filter((_, i) => i % 7 === 6);
      expect(inBlocks.draws.map(leading)).toEqual(all.map(leading));
    }
  });

  it('one at a time where a draw has too many numbers for blocks', async () => {
    const { instances, model } = await densitiesOf('dim k = 3000\nparam x[k] ~ Normal(0, 1)\n');
    const { byKernel, reference } = instances();
    const few = { tune: 3, draws: 4 };
    const { told, blocks } = drawsInBlocks(byKernel, model.names.length, few, 1);
    expect(blocks).toEqual([]);
    expect(told).toEqual(drawsInBlocks(reference, model.names.length, few, 1).told);
  });

  it('chain after chain in one memory, from one stream, without more states than a chain needs', async () => {
    const { withKernel, withoutKernel } = await densitiesOf(ridge);
    const density = withKernel();
    for (let run = 0; run < 40; run++)
      expect(tellings(density, { tune: 5, draws: 5 }, run).told).toEqual(
        tellings(withoutKernel(), { tune: 5, draws: 5 }, run).told,
      );
    const random = [createRandom(8), createRandom(8)];
    const two = [withKernel(), withKernel()].map(unitMetric);
    const others = [withoutKernel(), withoutKernel()].map(unitMetric);
    const chains = [
      two.map((one) => new KernelNuts(one, kernelOf(one), short, () => false)),
      others.map((one) => new ReferenceNuts(one, short)),
    ];
    for (const [k, pair] of chains.entries())
      for (let i = 0; i < 20; i++) for (const nuts of pair) nuts.transition(random[k], 0.3);
    expect(random[0].state()).toEqual(random[1].state());
    expect([...chains[0][1].state.position]).toEqual([...chains[1][1].state.position]);
  });
});

/** The density with tuning blocks of at most so many transitions, and how many each had. */
function inTuningBlocks(density: Density, most: number) {
  const kernel = kernelOf(density);
  const { tuneBlock } = kernel;
  const sizes: number[] = [];
  kernel.tuneBlock = (from, depth, energyError, wanted, ...rest) => {
    const next = tuneBlock(from, depth, energyError, Math.min(most, wanted), ...rest);
    sizes.push(kernel.integers[DRAWS_OF_BLOCK]);
    return next;
  };
  return { density, sizes };
}

type Chain = ReturnType<typeof drawsInBlocks>;

/** A chain goes on from the end of a block as from the draw of the other chain. */
function expectCheckpoints(inBlocks: Chain, single: Chain): void {
  for (const [draw, checkpoint] of inBlocks.checkpoints)
    expect(checkpoint).toBe(single.checkpoints.get(draw));
}

function unitMetric(model: Density) {
  const density = metricDensity(model);
  density.inverseMass.fill(1);
  return density;
}

function kernelOf(density: Density): Kernel {
  if (density.kernel === undefined) throw new Error('a density without a kernel');
  return density.kernel();
}
