// `draws = enough`: how many runs end with enough effective draws (400 per chain, bulk and tail, of every quantity), and
// whether the data-dependent stopping rule biases estimates: coverage of 90 % intervals mean ± 1.645 standard errors
// against the reference draws, compared with runs of a fixed length.
// BAYES_RUNS is the number of runs, shared among the posteriors; 200 give useful precision. BAYES_POSTERIORS=arK,kidiq
// takes those alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcessRuns } from './in-process-runs.mjs';
import { median, pad, root } from './tools.mjs';

const posteriors = [
  'arK-arK',
  'eight_schools-eight_schools_noncentered',
  'garch-garch11',
  'gp_pois_regr-gp_regr',
  'kidiq-kidscore_interaction',
  'kilpisjarvi_mod-kilpisjarvi',
];
const wanted = (process.env.BAYES_POSTERIORS ?? '').split(',');
const RUNS = Number(process.env.BAYES_RUNS ?? 12);
const FIXED = 2000;
const NEEDED = 400;
/** Of a standard normal: 90 % lie within. */
const Z90 = 1.6448536269514722;

/** Number of a run's intervals, and how many cover the mean of the reference. */
function coverage({ summary }, reference) {
  const rows = summary.filter(({ name }) => name in reference);
  const covers = rows.filter(({ name, mean, mcse_mean }) => {
    const { mean: expected, mcse_mean: error } = reference[name];
    return Math.abs(mean - expected) <= Z90 * Math.hypot(mcse_mean, error);
  });
  return { covered: covers.length, intervals: rows.length };
}

const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;

export default async function* enough() {
  const run = await inProcessRuns();
  const all = { runs: 0, held: 0, covered: 0, coveredFixed: 0, intervals: 0 };
  for (const [k, name] of posteriors.entries()) {
    if (!wanted.some((part) => name.includes(part))) continue;
    const folder = join(root, 'test/posteriors', name);
    const path = join(folder, 'model.bayes');
    const text = readFileSync(path, 'utf8');
    const reference = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8'));
    const seeds = Array.from({ length: Math.ceil((RUNS - k) / posteriors.length) }, (_, i) => 1001 + i);
    const own = { held: 0, covered: 0, coveredFixed: 0, intervals: 0 };
    const draws = [];
    const stops = new Map();
    for (const seed of seeds) {
      const { report } = await run(text, path, { seed, draws: 'enough' });
      if (report.diagnostics.min_ess_per_chain >= NEEDED) own.held += 1;
      draws.push(report.settings.draws);
      const { stopped_by } = report.enough;
      stops.set(stopped_by, (stops.get(stopped_by) ?? 0) + 1);
      const { covered, intervals } = coverage(report, reference);
      const fixed = await run(text, path, { seed, draws: FIXED });
      own.covered += covered;
      own.intervals += intervals;
      own.coveredFixed += coverage(fixed.report, reference).covered;
    }
    if (seeds.length === 0) continue;
    all.runs += seeds.length;
    for (const key of Object.keys(own)) all[key] += own[key];
    const stopped = [...stops].map(([by, count]) => `${by} ${count}`).join(', ');
    yield `${pad(name, 42)} ${own.held} of ${seeds.length} hold; ${median(draws)} draws (${Math.min(...draws)} to ${Math.max(...draws)}); stopped by ${stopped}; covered ${percent(own.covered, own.intervals)}, at ${FIXED} draws ${percent(own.coveredFixed, own.intervals)}`;
  }
  yield `all: ${percent(all.held, all.runs)} of ${all.runs} runs hold ${NEEDED} effective draws per chain; 90 % intervals cover ${percent(all.covered, all.intervals)} of ${all.intervals}, those of ${FIXED} draws ${percent(all.coveredFixed, all.intervals)}`;
}
