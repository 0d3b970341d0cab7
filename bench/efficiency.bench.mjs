// Gradients per effective draw, tuning included, beside what Stan 2.21 spent at 1000 + 1000 draws in 4 chains.
import { join } from 'node:path';
import { bayes, pad, root } from './tools.mjs';

/** Stan's figures: gradients per minimum bulk ESS (measured by the project's founders with rstan). */
const posteriors = [
  ['eight_schools-eight_schools_noncentered', 29],
  ['nes1980-nes', 184],
  ['arK-arK', 84],
  ['garch-garch11', 49],
  ['gp_pois_regr-gp_regr', 11],
];

export default async function* efficiency() {
  for (const [name, stan] of posteriors) {
    const args = ['--draws', '1000', '--tune', '1000', '--chains', '4', '--seed', '7', '--format', 'json'];
    const report = JSON.parse(bayes(['sample', join(root, 'test/posteriors', name, 'model.bayes'), ...args]));
    const gradients = report.timing.gradients_warmup + report.timing.gradients_sample;
    const ess = Math.min(...report.summary.map((row) => row.ess_bulk));
    const ours = gradients / ess;
    yield `${pad(name, 44)} ${ours.toFixed(1)} gradients per effective draw; Stan ${stan}; ratio ${(ours / stan).toFixed(2)}`;
  }
}
