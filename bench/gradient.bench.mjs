// Warm gradients: microseconds per log density and gradient, measured over at least a second each.
import { join } from 'node:path';
import { bayes, pad, root } from './tools.mjs';

/** Budgets are for the reference machine. */
const models = [
  ['examples/radon/radon.bayes', 5],
  ['examples/eight-schools/eight_schools.bayes', 0.5],
  ['examples/hierarchical/hierarchical.bayes', null],
  ['examples/bioassay/bioassay.bayes', null],
  ['test/posteriors/garch-garch11/model.bayes', null],
  ['test/posteriors/hmm_example-hmm_example/model.bayes', null],
  ['test/posteriors/gp_pois_regr-gp_regr/model.bayes', null],
  ['test/posteriors/diamonds-diamonds/model.bayes', null],
];

export default async function* gradient() {
  for (const [model, budget] of models) {
    const { microseconds } = JSON.parse(bayes(['grad', join(root, model), '--time']));
    const against = budget === null ? '' : ` (budget ${budget}${microseconds <= budget ? '' : ', EXCEEDED'})`;
    yield `${pad(model, 56)} ${microseconds.toFixed(3)} µs per gradient${against}`;
  }
}
