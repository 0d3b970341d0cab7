// Whether the verdict is right for models without problems, and for models that are easy to get wrong: several seeds
// of each model with default settings.
//   false alarms   provisional because of the search for modes or of tails: models of `trust/` and all posteriors
//   centring       eight schools written centred, and a funnel: passes, divergences, means against their values
//   rows           a Poisson regression of four rows on a predictor of the thousands: passes
//   strandings     a factor analysis and a structural equation model: runs with a stranded chain
//   BAYES_SEEDS=5 BAYES_TRUST=centring,rows npm run bench trust
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcessRuns } from './in-process-runs.mjs';
import { pad, root } from './tools.mjs';

const wanted = (process.env.BAYES_TRUST ?? '').split(',').filter((name) => name !== '');
const seeds = (usual) => Array.from({ length: Number(process.env.BAYES_SEEDS ?? usual) }, (_, k) => 301 + k);
const ours = (name) => join(root, 'bench/trust', `${name}.bayes`);

/** Reasons that come from the search for modes or from tails. */
const ALARMS = ['unvisited-mode', 'no-mean', 'motionless'];

const posteriors = readdirSync(join(root, 'test/posteriors'))
  .map((name) => [name, join(root, 'test/posteriors', name, 'model.bayes')])
  .filter(([, path]) => existsSync(path));

/** What the parameter is on average, and its sd: eight schools by posteriordb's reference draws, the funnel's by its prior. */
const centred = [
  { name: 'eight_schools_centred', of: 'tau', mean: 3.602, sd: 3.198 },
  { name: 'funnel', of: 'v', mean: 0, sd: 3 },
];

async function* falseAlarms(run) {
  let runs = 0;
  let alarms = 0;
  const models = [...['funnel', 'horseshoe', 'banana'].map((name) => [name, ours(name)]), ...posteriors];
  for (const [name, path] of models) {
    const text = readFileSync(path, 'utf8');
    const found = [];
    for (const seed of seeds(5)) {
      const { diagnostics } = (await run(text, path, { seed })).report;
      runs += 1;
      const codes = diagnostics.reasons.map(({ code }) => code).filter((code) => ALARMS.includes(code));
      if (codes.length > 0) alarms += 1;
      found.push(...codes.map((code) => `${code} (seed ${seed})`));
    }
    yield `${pad(name, 42)} ${found.length === 0 ? 'no alarm' : found.join(', ')}`;
  }
  yield `${alarms} of ${runs} runs provisional because of modes or tails`;
}

async function* centring(run) {
  for (const { name, of, mean, sd } of centred) {
    const text = readFileSync(ours(name), 'utf8');
    let passes = 0;
    let draws = 0;
    let divergences = 0;
    const rows = [];
    const all = seeds(20);
    for (const seed of all) {
      const { diagnostics, settings, summary } = (await run(text, ours(name), { seed })).report;
      if (diagnostics.pass) passes += 1;
      divergences += diagnostics.divergences;
      draws += settings.draws * settings.chains;
      rows.push(summary.find((row) => row.name === of));
    }
    const average = (key) => rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
    yield `${pad(name, 42)} passes ${passes} of ${all.length}; divergences ${((100 * divergences) / draws).toFixed(3)} % of draws; ${of}: mean ${average('mean').toFixed(2)} (${mean}), sd ${average('sd').toFixed(2)} (${sd})`;
  }
}

async function* fourRows(run) {
  const path = join(root, 'test/cases/one-chain-diverges/model.bayes');
  const text = readFileSync(path, 'utf8');
  const all = seeds(30);
  const codes = new Map();
  let passes = 0;
  for (const seed of all) {
    const { diagnostics } = (await run(text, path, { seed })).report;
    if (diagnostics.pass) passes += 1;
    for (const { code } of diagnostics.reasons) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  const reasons = [...codes].map(([code, count]) => `${code} ${count}`).join(', ');
  yield `${pad('Poisson regression of four rows', 42)} passes ${passes} of ${all.length} ${reasons}`;
}

async function* strandings(run) {
  for (const name of ['factor', 'structural']) {
    const text = readFileSync(ours(name), 'utf8');
    const all = seeds(20);
    const stranded = [];
    let passes = 0;
    for (const seed of all) {
      const { diagnostics } = (await run(text, ours(name), { seed })).report;
      if (diagnostics.pass) passes += 1;
      if (diagnostics.reasons.some(({ code }) => code === 'stuck-chain')) stranded.push(seed);
    }
    yield `${pad(name, 42)} stranded in ${stranded.length} of ${all.length} runs ${stranded.join(', ')}; passes ${passes}`;
  }
}

const parts = { 'false alarms': falseAlarms, centring, rows: fourRows, strandings };

export default async function* trust() {
  const run = await inProcessRuns();
  for (const [name, part] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    yield `${name}:`;
    yield* part(run);
  }
}
