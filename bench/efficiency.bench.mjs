// Cost of the default sampling policy: gradients per effective draw of the worst parameter, including tuning, for every
// posterior with a reference, medians over seeds, compared with the earlier default policy.
//   npm run bench efficiency                       default settings, and `metric = diag_grad, centring = centred`
//   BAYES_SEEDS=3 BAYES_POSTERIORS=arK,nes npm run bench efficiency
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcessRuns } from './in-process-runs.mjs';
import { median, pad, root } from './tools.mjs';

const seeds = Array.from({ length: Number(process.env.BAYES_SEEDS ?? 10) }, (_, k) => 201 + k);
const wanted = (process.env.BAYES_POSTERIORS ?? '').split(',').filter((name) => name !== '');
const folder = join(root, 'test/posteriors');

/** Stan 2.21's gradients per effective draw at 4 × (1000 + 1000) (measured by the project's founders with rstan). */
const stan = {
  'eight_schools-eight_schools_noncentered': 29,
  'nes1980-nes': 184,
  'arK-arK': 84,
  'garch-garch11': 49,
  'gp_pois_regr-gp_regr': 11,
};

const policies = [
  ['before', { metric: 'diag_grad', centring: 'centred' }],
  ['now', JSON.parse(process.env.BAYES_POLICY ?? '{}')],
];

const models = () =>
  readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'model.bayes')))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .map((name) => [name, join(folder, name, 'model.bayes')]);

async function costs(run, path, policy) {
  const text = readFileSync(path, 'utf8');
  const of = [];
  for (const seed of seeds) {
    const { report } = await run(text, path, { draws: 1000, tune: 1000, ...policy, seed });
    const { gradients_warmup: tune, gradients_sample: sample } = report.timing;
    const ess = Math.min(...report.summary.flatMap(({ ess_bulk }) => (ess_bulk > 0 ? [ess_bulk] : [])));
    of.push({ tune, all: tune + sample, ess, cost: (tune + sample) / ess });
  }
  const middle = (key) => median(of.map((row) => row[key]));
  return { tune: middle('tune'), all: middle('all'), ess: middle('ess'), cost: middle('cost') };
}

export default async function* efficiency() {
  const run = await inProcessRuns();
  const ratios = [];
  yield `4 chains of 1000 + 1000, ${seeds.length} seeds; gradients in tuning, in all, min. bulk ESS, gradients per effective draw`;
  for (const [name, path] of models()) {
    const rows = [];
    for (const [title, policy] of policies) {
      const row = await costs(run, path, policy);
      rows.push(row);
      yield `${pad(name, 42)} ${pad(title, 7)} ${pad(row.tune, 8)} ${pad(row.all, 8)} ${pad(row.ess.toFixed(0), 6)} ${row.cost.toFixed(1)}`;
    }
    const [before, now] = rows;
    ratios.push(now.cost / before.cost);
    const besideStan = stan[name] === undefined ? '' : `, Stan ${stan[name]}`;
    yield `${pad('', 42)} ratio  ${(now.cost / before.cost).toFixed(2)}${besideStan}`;
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  yield `geometric mean of the ratios ${mean.toFixed(2)}, worst ${Math.max(...ratios).toFixed(2)}`;
}
