// What sampling costs beyond its gradients. First within this process, chains by the kernel in WebAssembly and by
// the sampler in TypeScript in turn; then the command: the slope of its wall time between 2,000 and 50,000 draws
// over gradients × µs per gradient / threads, and the wall time of a run of 4 + 4 draws. Gradients are timed at
// kept draws. Between both, that slope in processors' time, of a run within this process: what of it the chains take,
// the summary and the rest, also where the run is written to disk; and tuning alone. `BAYES_BEFORE=folder` measures another checkout
// (with its `generated/` folders built) in turn with this one.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { bayes, importSources, median, pad, processorTime, root } from './tools.mjs';

const CHAINS = 4;
const FEW = 2000;
const MANY = 50_000;
const RUNS = 3;
const TURNS = 11;
const SLOPE_TURNS = 5;
const TUNED_CHAINS = 10;

/** What runs a chain in this process. */
const CHAIN_SOURCES = `export { checkModel } from './sampler/model/check-model.ts';
export { lowerModel, compileLowered } from './sampler/model/compile-model.ts';
export { instantiate } from './sampler/compile/instantiate.ts';
export { runChain, defaultChainSettings } from './sampler/methods/nuts/chain.ts';
export { createRandom } from './sampler/random.ts';`;

/** Where a bound is set, it is that of the slope. */
const models = [
  ['examples/eight-schools/eight_schools.bayes', 2.2],
  ['examples/radon/radon.bayes', 1.3],
  ['test/posteriors/garch-garch11/model.bayes', 1.3],
];

function timedRun(model, draws, tune, seed) {
  const begun = performance.now();
  const report = JSON.parse(
    bayes([
      'sample',
      model,
      ...['--chains', String(CHAINS), '--draws', String(draws), '--tune', String(tune)],
      ...['--seed', String(seed), '--format', 'json'],
    ]),
  );
  return { ms: performance.now() - begun, gradients: report.timing.gradients_sample };
}

/** Microseconds of processors' time per evaluation, over at least half a second, at every tenth draw in turn. */
function timeGradient(density, positions) {
  const state = density.newState();
  const typical = positions.filter((_, k) => k % 10 === 0);
  let count = 0;
  let begun = 0;
  let now = 0;
  // The first round warms up.
  for (const ms of [200, 500]) {
    count = 0;
    begun = processorTime();
    do {
      for (const position of typical) {
        state.position.set(position);
        for (let k = 0; k < 20; k++) density.evaluate(state);
      }
      count += 20 * typical.length;
      now = processorTime();
    } while (now - begun < ms);
  }
  return (1000 * (now - begun)) / count;
}

/** Runs of a checkout within this process, its jobs one after the other: processors' time by what it was for. */
async function runsOf(name, folder) {
  const { runSample, runJob, drawPriors } = await importSources(
    `overhead-${name}`,
    `export { runSample } from './sampler/run/sample-run.ts';
export { runJob } from './sampler/run/run-job.ts';
export { drawPriors } from './sampler/predict/draw-priors.ts';`,
    folder,
  );
  return async (model, draws, out) => {
    const spent = { chains: 0, messages: 0 };
    let gradients = 0;
    const run = async (job, listener) => {
      const begun = processorTime();
      let heard = 0;
      runJob(job, performance, (message) => {
        const at = processorTime();
        listener(message);
        heard += processorTime() - at;
        if (message.kind === 'end') gradients += message.outcome?.totals?.gradientsDraws ?? 0;
      });
      spent.messages += heard;
      spent.chains += processorTime() - begun - heard;
    };
    const pool = { run, close: async () => {} };
    const machine = { pool, freshSeed: () => 1, totalMemory: 2 ** 33, bayesVersion: 'bench', drawPriors };
    const settings = { chains: CHAINS, draws: draws / CHAINS, tune: 1000, seed: 1 };
    const modelText = readFileSync(model, 'utf8');
    const begun = processorTime();
    await runSample(
      { modelText, modelPath: model, settings, out },
      machine,
      {},
      new AbortController().signal,
    );
    const all = processorTime() - begun;
    return { ...spent, rest: all - spent.chains - spent.messages, all, gradients };
  };
}

/** Of a checkout, the processors' time of tuning alone, in milliseconds of a chain, and its gradients. */
async function tuningOf(name, folder) {
  const {
    checkModel,
    lowerModel,
    compileLowered,
    instantiate,
    runChain,
    defaultChainSettings,
    createRandom,
  } = await importSources(`overhead-tuning-${name}`, CHAIN_SOURCES, folder);
  return async (path) => {
    const checked = checkModel(readFileSync(path, 'utf8'), path);
    const { model, module } = await compileLowered(lowerModel(checked, 'sample', undefined, true));
    return () => {
      const { density } = instantiate(model, module);
      let gradients = 0;
      const begun = processorTime();
      for (let seed = 1; seed <= TUNED_CHAINS; seed++) {
        const settings = { ...defaultChainSettings, tune: 1000, draws: 0 };
        const { totals } = runChain(density, settings, createRandom(seed), { draw() {} }, performance);
        gradients += totals.gradientsTune;
      }
      return { ms: (processorTime() - begun) / TUNED_CHAINS, gradients: gradients / TUNED_CHAINS };
    };
  };
}

/** Of each checkout in turn, the first chains of a process and the least of several turns. */
async function* tuningAlone(checkouts, path) {
  const runs = [];
  for (const { tuning } of checkouts) runs.push(await tuning(path));
  const turns = runs.map(() => []);
  for (let turn = 0; turn < TURNS; turn++) for (const [c, run] of runs.entries()) turns[c].push(run());
  const least = turns.map((of) => Math.min(...of.map(({ ms }) => ms)));
  for (const [c, { name }] of checkouts.entries()) {
    const [{ ms, gradients }] = turns[c];
    yield `${pad('', 48)} tuning alone, processor time of a chain of ${gradients.toFixed(0)} gradients, ${name}: ${least[c].toFixed(2)} ms (${(least[c] / least[0]).toFixed(2)} of the first), ${ms.toFixed(2)} ms in a fresh process`;
  }
}

/** Of each checkout, the least of several turns, per gradient between few draws and many: processors' time. */
async function* slopesOfRuns(checkouts, model, microseconds) {
  for (const isWritten of [false, true]) {
    const least = checkouts.map(() => [FEW, MANY].map(() => null));
    for (let turn = 0; turn < SLOPE_TURNS; turn++)
      for (const [c, { run }] of checkouts.entries())
        for (const [k, draws] of [FEW, MANY].entries()) {
          const home = mkdtempSync(join(tmpdir(), 'bayes-overhead-'));
          const spent = await run(model, draws, isWritten ? join(home, 'run') : null);
          rmSync(home, { recursive: true });
          const known = least[c][k] ?? spent;
          least[c][k] = Object.fromEntries(
            Object.entries(spent).map(([key, value]) => [key, Math.min(value, known[key])]),
          );
        }
    for (const [c, { name }] of checkouts.entries()) {
      const [few, many] = least[c];
      const gradients = many.gradients - few.gradients;
      const per = (key) => ((1000 * (many[key] - few[key])) / gradients / microseconds).toFixed(2);
      const where = isWritten ? 'written to disk' : 'not kept';
      yield `${pad('', 48)} slope of a run’s processor time, ${where}, ${name}: ${per('all')} gradients per gradient: chains ${per('chains')}, host ${per('messages')}, summary and the rest ${per('rest')}`;
    }
  }
}

async function checkoutOf(name, folder) {
  return { name, run: await runsOf(name, folder), tuning: await tuningOf(name, folder) };
}

export default async function* overhead() {
  const before = process.env.BAYES_BEFORE;
  const checkouts = [
    ...(before === undefined ? [] : [await checkoutOf('before', before)]),
    await checkoutOf('now', root),
  ];
  const {
    checkModel,
    lowerModel,
    compileLowered,
    instantiate,
    runChain,
    defaultChainSettings,
    createRandom,
  } = await importSources('overhead', CHAIN_SOURCES);
  for (const [name, bound] of models) {
    const path = join(root, name);
    const checked = checkModel(readFileSync(path, 'utf8'), path);
    const { model, module } = await compileLowered(lowerModel(checked, 'sample', undefined, true));
    const chain = (density, seed) => {
      const positions = [];
      const settings = { ...defaultChainSettings, tune: 500, draws: 1000 };
      const begun = performance.now();
      const sink = { draw: (_, { position }) => positions.push(position.slice()) };
      const { totals } = runChain(density, settings, createRandom(seed), sink, { now: () => 0 });
      const ms = performance.now() - begun;
      return { ms, positions, gradients: totals.gradientsTune + totals.gradientsDraws };
    };
    const withKernel = () => instantiate(model, module).density;
    const withoutKernel = () => ({ ...withKernel(), kernel: undefined });
    const turns = [];
    let microseconds = 0;
    for (let turn = 1; turn <= TURNS; turn++) {
      const kernel = withKernel();
      const fast = chain(kernel, turn);
      const slow = chain(withoutKernel(), turn);
      if (turn === 1) microseconds = timeGradient(kernel, fast.positions);
      turns.push({ ratio: slow.ms / fast.ms, perGradient: (1000 * fast.ms) / fast.gradients });
    }
    const ratio = median(turns.map((turn) => turn.ratio)).toFixed(2);
    const perGradient = median(turns.map((turn) => turn.perGradient)).toFixed(2);
    yield `${pad(name, 48)} ${microseconds.toFixed(3)} µs per gradient; a chain takes ${perGradient} µs per gradient, and ${ratio} times as long without the kernel`;

    yield* tuningAlone(checkouts, path);
    yield* slopesOfRuns(checkouts, path, microseconds);

    const slopes = [];
    const fixed = [];
    for (let seed = 1; seed <= RUNS; seed++) {
      fixed.push(timedRun(path, 4, 4, seed).ms);
      const few = timedRun(path, FEW / CHAINS, 1000, seed);
      const many = timedRun(path, MANY / CHAINS, 1000, seed);
      const threads = Math.min(CHAINS, availableParallelism());
      const least = ((many.gradients - few.gradients) * microseconds) / 1000 / threads;
      slopes.push((many.ms - few.ms) / least);
    }
    const slope = median(slopes);
    yield `${pad('', 48)} slope of the command ${slope.toFixed(2)} (at most ${bound}${slope <= bound ? '' : ', EXCEEDED'}), ${median(fixed).toFixed(0)} ms for 4 + 4 draws`;
  }
}
