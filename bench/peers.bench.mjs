// Other engines and this one on the same posteriors, in turn, each fit in a process of its own, medians over seeds:
// seconds from text to the summary of all parameters, seconds of sampling, gradients with tuning, least bulk ESS per
// second of sampling, memory. The table is printed, and kept with the picture under `test-output/peers`.
//   BAYES_PYTHON=~/peers/bin/python npm run bench:peers
//   BAYES_SEEDS=1 BAYES_POSTERIORS=wells,irt BAYES_ENGINES=nutpie,stan npm run bench:peers
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitByPeer, installedEngines } from './peers/peers.mjs';
import { picture } from './peers/picture.mjs';
import { peerPosteriors } from './peers/posteriors.mjs';
import { median, pad, root } from './tools.mjs';

const DRAWS = 1000;
const list = (name) => (process.env[name] ?? '').split(',').filter((part) => part !== '');
const seeds = Array.from({ length: Number(process.env.BAYES_SEEDS ?? 5) }, (_, k) => 301 + k);

/** The command, timed from outside; a run of a few draws has all its cost but that of sampling. */
function fitByBayes(posterior, seed) {
  const run = (draws, tune) => {
    const command = [process.execPath, join(root, 'dist/bayes.js'), 'sample', posterior.model];
    const options = [
      '--draws',
      String(draws),
      '--tune',
      String(tune),
      '--seed',
      String(seed),
      '--format',
      'json',
    ];
    const begun = performance.now();
    const { stdout, stderr, status } = spawnSync(
      process.env.BAYES_PYTHON,
      [join(root, 'bench/peers/measure.py'), ...command, ...options],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    const seconds = (performance.now() - begun) / 1000;
    const said = stderr.trim().split('\n');
    if (status !== 0 && status !== 3) return { missing: said[0] };
    return { seconds, report: JSON.parse(stdout), megabytes: Number(said.at(-1)) / 1024 };
  };
  const whole = run(DRAWS, 1000);
  if (whole.missing !== undefined) return whole;
  const few = run(4, 4);
  if (few.missing !== undefined) return few;
  const { timing, summary } = whole.report;
  return {
    version: whole.report.bayes_version ?? '',
    seconds: whole.seconds,
    sampling: Math.max(whole.seconds - few.seconds, 0.001),
    gradients_tune: timing.gradients_warmup,
    gradients: timing.gradients_warmup + timing.gradients_sample,
    ess: Math.min(...summary.flatMap(({ ess_bulk }) => (ess_bulk > 0 ? [ess_bulk] : []))),
    megabytes: whole.megabytes,
  };
}

function middle(fits) {
  const done = fits.filter((fit) => fit.missing === undefined);
  if (done.length === 0) return { missing: fits[0].missing };
  const of = (figure) => median(done.map(figure));
  return {
    version: done[0].version,
    seconds: of((fit) => fit.seconds),
    sampling: of((fit) => fit.sampling),
    gradients: of((fit) => fit.gradients),
    gradients_tune: of((fit) => fit.gradients_tune),
    ess_per_second: of((fit) => fit.ess / fit.sampling),
    megabytes: of((fit) => fit.megabytes),
    fits: done.length,
  };
}

const shown = ({ missing, ...row }) =>
  missing ??
  [
    pad(row.seconds.toFixed(1), 8),
    pad(row.sampling.toFixed(2), 8),
    pad(row.gradients, 9),
    pad(row.ess_per_second.toFixed(row.ess_per_second < 10 ? 1 : 0), 8),
    row.megabytes.toFixed(0),
  ].join(' ');

export default async function* peers() {
  const wanted = list('BAYES_ENGINES');
  const engines = installedEngines().filter((engine) => wanted.length === 0 || wanted.includes(engine));
  if (engines.length === 0) {
    yield 'no other engine: set BAYES_PYTHON to a Python that has arviz and some of nutpie, pymc, numpyro, pystan';
    return;
  }
  yield `4 chains, ${DRAWS} draws, ${seeds.length} seeds: text to summary s, sampling s, gradients, least bulk ESS/s, MB`;
  const rows = [];
  for (const posterior of peerPosteriors(list('BAYES_POSTERIORS'))) {
    const fits = new Map(['bayes', ...engines].map((engine) => [engine, []]));
    // In turn, so that what else the machine does falls on all of them.
    for (const seed of seeds) {
      for (const [engine, done] of fits) {
        if (done[0]?.missing !== undefined) continue;
        done.push(
          engine === 'bayes' ? fitByBayes(posterior, seed) : fitByPeer(posterior, engine, seed, DRAWS),
        );
      }
    }
    for (const [engine, done] of fits) {
      const row = { posterior: posterior.name, engine, ...middle(done) };
      rows.push(row);
      yield `${pad(posterior.name, 22)} ${pad(engine, 18)} ${shown(row)}`;
    }
  }
  for (const engine of engines) {
    const ratios = rows
      .filter((row) => row.engine === engine && row.missing === undefined)
      .flatMap((row) => {
        const ours = rows.find(({ posterior, engine: by }) => posterior === row.posterior && by === 'bayes');
        return ours.missing === undefined ? [ours.ess_per_second / row.ess_per_second] : [];
      });
    if (ratios.length === 0) continue;
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    yield `effective draws per second against ${engine}: geometric mean ${mean.toFixed(1)}, least ${Math.min(...ratios).toFixed(1)}, of ${ratios.length}`;
  }
  const folder = join(root, 'test-output', 'peers');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'peers.json'), `${JSON.stringify(rows, null, 2)}\n`);
  writeFileSync(join(folder, 'peers.svg'), await picture(rows));
  yield `kept in test-output/peers: peers.json, peers.svg`;
}
