/** Probabilities of the categories of an outcome, or of counts of them, at the current draw. */
import type { OutputDistribution } from '../../compile/compiled-model.ts';
import { argumentsOf, type Read } from '../../compile/draw-distribution.ts';
import { arrayArg } from '../../distributions/argument-values.ts';
import { samplerOf } from '../../distributions/of-distribution.ts';

/** One number for each category at a position of the batch. */
type ProbabilitiesAt = (position: number) => Float64Array;

/** @returns null where the outcome has no categories. @param count size of the batch */
export function categoryProbabilities(
  distribution: OutputDistribution,
  count: number,
  read: Read,
): ProbabilitiesAt | null {
  if (distribution.kind !== 'plain') return null;
  const at = argumentsOf(distribution, count, read);
  const sampler = samplerOf(distribution);
  if (sampler?.kind === 'category') return (position) => sampler.probabilities(at(position));
  // The share of each category in the trials.
  if (distribution.name === 'Multinomial') return (position) => arrayArg(at(position), 1);
  if (distribution.name === 'DirichletMultinomial')
    return (position) => {
      const alpha = arrayArg(at(position), 1);
      const sum = alpha.reduce((a, b) => a + b, 0);
      return alpha.map((one) => one / sum);
    };
  return null;
}
