// How often does a start strand a chain, and what does a start cost? For the posteriors with references, the cases
// that stranded chains and the models of the folders named in BENCH_MODELS (separated by ":"), four chains under
// each of some seeds with the current starts, the first finite point, and the best of sixteen points. A chain is
// stranded where its log density stays far below what is usual, or its step is next to nothing.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { importSources, median, pad, root } from './tools.mjs';

const SEEDS = 5;
const CHAINS = 4;
const TUNE = 400;
const DRAWS = 50;
const FAR_BELOW = 20;

const plain = { candidates: 1, followsPath: false };
const policies = {
  today: { candidates: 1, followsPath: true },
  plain,
  'best of 16': { ...plain, candidates: 16 },
};

const folders = [
  join(root, 'test/posteriors'),
  ...(process.env.BENCH_MODELS ?? '').split(':').filter(Boolean),
];
const models = [
  ...folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name, 'model.bayes'))),
  join(root, 'test/cases/one-chain-diverges/model.bayes'),
].filter((path) => existsSync(path));

export default async function* strandings() {
  const { checkModel, prepare, instantiate, runChain, defaultChainSettings, createRandom } =
    await importSources(
      'strandings',
      `export { checkModel } from './sampler/model/check-model.ts';
       export { prepare } from './sampler/model/compile-model.ts';
       export { instantiate } from './sampler/compile/instantiate.ts';
       export { runChain, defaultChainSettings } from './sampler/methods/nuts/chain.ts';
       export { createRandom } from './sampler/random.ts';`,
    );
  for (const path of models) {
    const prepared = await prepare(checkModel(readFileSync(path, 'utf8'), path), 'sample');
    if (prepared.kind !== 'ok') continue;
    const runs = [];
    for (const [policy, start] of Object.entries(policies)) {
      const settings = { ...defaultChainSettings, ...start, tune: TUNE, draws: DRAWS };
      for (let seed = 1; seed <= SEEDS; seed++) {
        for (let chain = 0; chain < CHAINS; chain++) {
          const { density, faultAt } = instantiate(prepared.model, prepared.module);
          const logDensities = [];
          let stepSize = 0;
          const sink = {
            start: faultAt,
            draw(_index, state, stats) {
              logDensities.push(state.logDensity);
              stepSize = stats.stepSize;
            },
          };
          const outcome = runChain(density, settings, createRandom(seed, chain), sink, { now: () => 0 });
          if (outcome.kind !== 'done') continue;
          const sorted = logDensities.sort((a, b) => a - b);
          const spread = sorted[Math.floor(0.75 * DRAWS)] - sorted[Math.floor(0.25 * DRAWS)];
          const { gradientsTune } = outcome.totals;
          runs.push({ policy, seed, height: median(sorted), spread, stepSize, gradientsTune });
        }
      }
    }
    const usual = (of) => median(runs.map(of));
    const heights = runs.map(({ height }) => height).sort((a, b) => a - b);
    const top = heights[Math.floor(0.9 * heights.length)];
    const isStranded = ({ height, stepSize }) =>
      top - height > Math.max(FAR_BELOW, 10 * usual((run) => run.spread)) ||
      stepSize < 1e-4 * usual((run) => run.stepSize);
    const texts = Object.keys(policies).map((policy) => {
      const mine = runs.filter((run) => run.policy === policy);
      const stranded = mine.filter(isStranded);
      const seeds = new Set(stranded.map(({ seed }) => seed)).size;
      const cost = median(mine.map(({ gradientsTune }) => gradientsTune));
      return `${policy}: ${seeds} of ${SEEDS} seeds, ${stranded.length} of ${mine.length} chains, ${cost} gradients of tuning`;
    });
    yield `${pad(basename(join(path, '..')), 40)} ${texts.join('; ')}`;
  }
}
