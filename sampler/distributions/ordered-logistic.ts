import { arrayArg, scalarArg } from './argument-values.ts';
import { type CategorySampler, openUniform } from './distribution-sampler.ts';
import { invLogit, logit } from './math.ts';
import { categoryOf, categoryProbabilities } from './ordered-outcome.ts';

export const orderedLogistic: CategorySampler = {
  kind: 'category',
  name: 'OrderedLogistic',
  draw: (args, rng) => categoryOf(scalarArg(args, 0) + logit(openUniform(rng)), arrayArg(args, 1)),
  probabilities: (args) =>
    categoryProbabilities(arrayArg(args, 1), (cut) => cut - scalarArg(args, 0), invLogit),
};
