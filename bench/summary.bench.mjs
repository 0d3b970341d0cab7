// Summarising a run: mean, sd, interval, MCSE, ESS and R-hat of two hundred quantities, 4 chains of 2,000 draws; and
// how much longer the reference in TypeScript takes, in turn.
import { importSources, median } from './tools.mjs';

const QUANTITIES = 200;
const DRAWS = 8000;
const RUNS = 7;
const BUDGET = 1000;

export default async function* summarising() {
  const { summary, describeByReference, quantityDraws, scoreTable, createRandom } = await importSources(
    'summary',
    `export { quantityDraws, summary } from './sampler/diagnose/summary.ts';
     export { describeByReference } from './sampler/diagnose/describe-by-reference.ts';
     export { scoreTable } from './sampler/stats/ranks.ts';
     export { createRandom } from './sampler/random.ts';`,
  );
  const random = createRandom(11);
  const values = Float64Array.from({ length: DRAWS * QUANTITIES }, () => random.next());
  const names = Array.from({ length: QUANTITIES }, (_, k) => `x[${k}]`);
  const draws = { names, chains: 4, drawsPerChain: DRAWS / 4, values };
  const timed = (work) => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  };
  const turns = [];
  for (let run = 0; run < RUNS; run++) {
    turns.push({
      ms: timed(() => summary(draws, new Map())),
      reference: timed(() => {
        const scores = scoreTable(DRAWS);
        for (const k of names.keys()) describeByReference(quantityDraws(draws, k), 4, scores);
      }),
    });
  }
  const ms = median(turns.map((turn) => turn.ms));
  const ratio = median(turns.map((turn) => turn.reference / turn.ms));
  yield `${QUANTITIES} quantities × 4 × ${DRAWS / 4} draws summarised in ${ms.toFixed(0)} ms (budget ${BUDGET}), ${((1e6 * ms) / values.length).toFixed(0)} ns a value; the reference takes ${ratio.toFixed(1)} times as long`;
}
