// Runs of `sample` within this process, one chain after the other: hundreds of short runs without starting a
// process for each. The results are those of the command.
import { importSources } from './tools.mjs';

/** `run(modelText, modelPath, settings)` → the report, and all draws by `values(name)`. */
export async function inProcessRuns() {
  const { runSample, runJob, drawPriors } = await importSources(
    'in-process-runs',
    `export { runSample } from './sampler/run/sample-run.ts';
export { runJob } from './sampler/run/run-job.ts';
export { drawPriors } from './sampler/predict/draw-priors.ts';`,
  );
  const clock = { now: () => performance.now() };
  const pool = {
    run: async (job, listener) => runJob(job, clock, (message) => listener(message)),
    close: async () => {},
  };
  const machine = { pool, freshSeed: () => 1, totalMemory: 2 ** 33, bayesVersion: 'bench', drawPriors };
  return async function run(modelText, modelPath, settings) {
    let draws;
    const listener = { collected: (collected) => (draws = collected.draws) };
    const request = { modelText, modelPath, settings, out: null };
    const result = await runSample(request, machine, listener, new AbortController().signal);
    if (result.kind !== 'done') throw new Error(`${modelPath}: ${JSON.stringify(result)}`);
    const values = (name) => {
      const k = draws.names.indexOf(name);
      return draws.values.filter((_, i) => i % draws.names.length === k);
    };
    return { report: result.report, values };
  };
}
