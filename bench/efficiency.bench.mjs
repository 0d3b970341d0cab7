// Cost of the default sampling policy: gradients per effective draw of the worst parameter, including tuning, for every
// posterior with a reference and the models of `bench/models`, medians over seeds, compared with the earlier default
// policy, and with nutpie (its default tuning) and Stan where they are installed.
//   npm run bench efficiency                       default settings, and `metric = diag_grad, centring = centred`
//   BAYES_PYTHON=~/peers/bin/python npm run bench efficiency
//   BAYES_BEFORE=../earlier/dist/bayes.js npm run bench efficiency      beside an earlier version, as it was built
//   BAYES_SEEDS=3 BAYES_POSTERIORS=arK,nes npm run bench efficiency
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProcessRuns } from './in-process-runs.mjs';
import { fitByPeer, installedEngines } from './peers/peers.mjs';
import { peerPosteriors } from './peers/posteriors.mjs';
import { median, pad, root } from './tools.mjs';

const seeds = Array.from({ length: Number(process.env.BAYES_SEEDS ?? 10) }, (_, k) => 201 + k);
const wanted = (process.env.BAYES_POSTERIORS ?? '').split(',').filter((name) => name !== '');
const folders = ['test/posteriors', 'bench/models'].map((name) => join(root, name));
const peers = installedEngines().filter((engine) => engine === 'nutpie' || engine === 'stan');

const policies = [
  ['before', { metric: 'diag_grad', centring: 'centred' }],
  ['now', JSON.parse(process.env.BAYES_POLICY ?? '{}')],
];

const models = () =>
  folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => existsSync(join(folder, name, 'model.bayes')))
      .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
      .map((name) => [name, join(folder, name, 'model.bayes')]),
  );

const line = (name, title, { tune, all, ess, cost }) =>
  `${pad(name, 42)} ${pad(title, 7)} ${pad(tune, 8)} ${pad(all, 8)} ${pad(ess.toFixed(0), 6)} ${cost.toFixed(1)}`;

const middle = (rows) => {
  const of = (key) => median(rows.map((row) => row[key]));
  return { tune: of('tune'), all: of('all'), ess: of('ess'), cost: of('cost') };
};

/** The report of an earlier version's command. */
function runBefore(_text, path, { draws, tune, seed }) {
  const sizes = ['--draws', String(draws), '--tune', String(tune), '--seed', String(seed)];
  const args = [process.env.BAYES_BEFORE, 'sample', path, ...sizes, '--format', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (stdout === '') throw new Error(`${path}: ${stderr}`);
  return { report: JSON.parse(stdout) };
}

async function costs(run, path, policy) {
  const text = readFileSync(path, 'utf8');
  const of = [];
  for (const seed of seeds) {
    const { report } = await run(text, path, { draws: 1000, tune: 1000, ...policy, seed });
    const { gradients_warmup: tune, gradients_sample: sample } = report.timing;
    const ess = Math.min(...report.summary.flatMap(({ ess_bulk }) => (ess_bulk > 0 ? [ess_bulk] : [])));
    of.push({ tune, all: tune + sample, ess, cost: (tune + sample) / ess });
  }
  return middle(of);
}

function peerCosts(posterior, engine) {
  const of = [];
  for (const seed of seeds) {
    const fit = fitByPeer(posterior, engine, seed, 1000);
    if (fit.missing !== undefined) return fit;
    const { gradients_tune: tune, gradients: all, ess } = fit;
    of.push({ tune, all, ess, cost: all / ess });
  }
  return middle(of);
}

export default async function* efficiency() {
  const run = await inProcessRuns();
  const ratios = [];
  yield `4 chains of 1000 + 1000, ${seeds.length} seeds; gradients in tuning, in all, min. bulk ESS, gradients per effective draw`;
  for (const [name, path] of models()) {
    const rows = [];
    for (const [title, policy] of policies) {
      const earlier = title === 'before' && process.env.BAYES_BEFORE !== undefined;
      const row = await costs(earlier ? runBefore : run, path, policy);
      rows.push(row);
      yield line(name, title, row);
    }
    const [before, now] = rows;
    ratios.push(now.cost / before.cost);
    yield `${pad('', 42)} ratio  ${(now.cost / before.cost).toFixed(2)}`;
    const posterior = peerPosteriors().find(({ model }) => model === path);
    for (const engine of posterior === undefined ? [] : peers) {
      const row = peerCosts(posterior, engine);
      yield row.missing === undefined ? line('', engine, row) : `${pad('', 42)} ${engine}: ${row.missing}`;
    }
  }
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  yield `geometric mean of the ratios ${mean.toFixed(2)}, worst ${Math.max(...ratios).toFixed(2)}`;
}
