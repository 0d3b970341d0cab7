import { arrayArg, scalarArg } from './argument-values.ts';
import type { CategorySampler } from './distribution-sampler.ts';
import { Phi } from './math.ts';
import { categoryOf, categoryProbabilities } from './ordered-outcome.ts';

export const orderedProbit: CategorySampler = {
  kind: 'category',
  name: 'OrderedProbit',
  draw: (args, rng) => categoryOf(scalarArg(args, 0) + scalarArg(args, 2) * rng.normal(), arrayArg(args, 1)),
  probabilities: (args) =>
    categoryProbabilities(arrayArg(args, 1), (cut) => (cut - scalarArg(args, 0)) / scalarArg(args, 2), Phi),
};
