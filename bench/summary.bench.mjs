// The end of a run: mean, sd, interval, MCSE, ESS and R-hat of every quantity, in one thread and in the workers.
//   npm run bench summary
//   BAYES_BEFORE=../earlier/dist/bayes.js npm run bench summary     beside an earlier checkout, built, in turn
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importSources, median, root } from './tools.mjs';

const RUNS = 7;
const sizes = [
  { quantities: 200, drawsPerChain: 2000 },
  { quantities: 1000, drawsPerChain: 2000 },
  { quantities: 20_000, drawsPerChain: 200 },
];
const before = process.env.BAYES_BEFORE;
/** The earlier one may have other exports beside it. */
const earlierSummary = "export { summary } from './sampler/diagnose/summary.ts';";

const sources = [
  earlierSummary,
  "export { quantityDraws } from './sampler/diagnose/summary.ts';",
  "export { describeByReference } from './sampler/diagnose/describe-by-reference.ts';",
  "export { scoreTable } from './sampler/stats/ranks.ts';",
  "export { createRandom } from './sampler/random.ts';",
  "export { summarise } from './sampler/run/summarise.ts';",
  "export { createPool } from './sampler/host/worker-pool.ts';",
].join('\n');

async function timed(work) {
  const [begun, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { ms: performance.now() - begun, cpuMs: (user + system) / 1000 };
}

export default async function* summarising() {
  const engine = await importSources('summary', sources);
  const earlier =
    before === undefined
      ? null
      : await importSources('summary-before', earlierSummary, dirname(dirname(resolve(before))));
  const pool = engine.createPool(pathToFileURL(join(root, 'dist/worker.js')));
  const watch = { progress: () => {}, shouldStop: () => false };
  for (const { quantities, drawsPerChain } of sizes) {
    const random = engine.createRandom(11);
    const values = new Float64Array(new SharedArrayBuffer(8 * quantities * 4 * drawsPerChain));
    for (let i = 0; i < values.length; i++) values[i] = random.normal();
    const names = Array.from({ length: quantities }, (_, k) => `x[${k}]`);
    const draws = { names, chains: 4, drawsPerChain, values };
    const turns = [];
    for (let run = 0; run < RUNS; run++) {
      turns.push({
        here: await timed(() => engine.summary(draws, new Map())),
        workers: await timed(() => engine.summarise(draws, new Map(), pool, watch)),
        before: earlier === null ? null : await timed(() => earlier.summary(draws, new Map())),
      });
    }
    const ns = (of) => ((1e6 * median(turns.map(of))) / values.length).toFixed(0);
    yield `${quantities} quantities × 4 × ${drawsPerChain} draws, ns a value: ${ns(({ here }) => here.cpuMs)} of processor in one thread; by ${availableParallelism()} workers ${ns(({ workers }) => workers.ms)} of wall time (budget 30), ${ns(({ workers }) => workers.cpuMs)} of processor`;
    if (earlier !== null) {
      const ratio = (of) => median(turns.map((turn) => turn.before[of] / turn.workers[of])).toFixed(1);
      yield `  before ${ns((turn) => turn.before.ms)} of wall time: ${ratio('ms')} times as long, ${ratio('cpuMs')} times the processor's time`;
    }
  }
  await pool.close();
  const [{ drawsPerChain }] = sizes;
  const random = engine.createRandom(12);
  const values = Float64Array.from({ length: 20 * 4 * drawsPerChain }, () => random.normal());
  const draws = { names: Array.from({ length: 20 }, (_, k) => `x[${k}]`), chains: 4, drawsPerChain, values };
  const scores = engine.scoreTable(4 * drawsPerChain);
  const ratios = [];
  for (let run = 0; run < RUNS; run++) {
    const fast = await timed(() => engine.summary(draws, new Map()));
    const reference = await timed(() => {
      for (const k of draws.names.keys())
        engine.describeByReference(engine.quantityDraws(draws, k), 4, scores);
    });
    ratios.push(reference.ms / fast.ms);
  }
  yield `the reference in TypeScript takes ${median(ratios).toFixed(1)} times as long`;
}
