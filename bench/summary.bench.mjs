// Summarising a run: mean, sd, interval, MCSE, ESS and R-hat of two hundred quantities, 4 chains of 2,000 draws.
import { importSources, median } from './tools.mjs';

const QUANTITIES = 200;
const DRAWS = 8000;
const RUNS = 7;
const BUDGET = 1000;

export default async function* summarising() {
  const { summary, createRandom } = await importSources(
    'summary',
    "export { summary } from './sampler/diagnose/summary.ts'; export { createRandom } from './sampler/random.ts';",
  );
  const random = createRandom(11);
  const values = Float64Array.from({ length: DRAWS * QUANTITIES }, () => random.next());
  const names = Array.from({ length: QUANTITIES }, (_, k) => `x[${k}]`);
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const begun = performance.now();
    summary({ names, chains: 4, drawsPerChain: DRAWS / 4, values });
    times.push(performance.now() - begun);
  }
  yield `${QUANTITIES} quantities × 4 × ${DRAWS / 4} draws summarised in ${median(times).toFixed(0)} ms (budget ${BUDGET})`;
}
