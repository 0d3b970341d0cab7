import { mean, variance } from '../stats/moments.ts';
import { normalScores } from '../stats/ranks.ts';
import { fold, prepare, type Quantity } from './quantity.ts';

/**
 * Rank-normalised split R-hat, the larger of its bulk and its folded form (Vehtari et al. 2021, section
 * 4). `values` chain by chain. 1 for a constant; Infinity where each half chain is constant at a different value;
 * NaN where a draw is not finite or there are fewer than four draws per chain.
 */
export function rHat(values: Float64Array, chains: number): number {
  return rHatOf(prepare(values, chains));
}

export function rHatOf(quantity: Quantity): number {
  switch (quantity.kind) {
    case 'not-finite':
      return Number.NaN;
    case 'constant':
      return 1;
    case 'varying': {
      const { split, splitOrder, splitChains, scores } = quantity;
      const folded = fold(quantity);
      const bulk = potentialScaleReduction(normalScores(split, splitOrder, scores), splitChains);
      const tail = potentialScaleReduction(normalScores(folded.values, folded.order, scores), splitChains);
      // Two values at equal distance from the median fold to a constant, which has no information.
      return Number.isNaN(tail) ? bulk : Math.max(bulk, tail);
    }
  }
}

/** Gelman and Rubin's ratio of total to within-chain standard deviation; NaN for a constant. */
function potentialScaleReduction(values: Float64Array, chains: number): number {
  const n = values.length / chains;
  const means = new Float64Array(chains);
  let within = 0;
  for (let chain = 0; chain < chains; chain++) {
    means[chain] = mean(values, chain * n, (chain + 1) * n);
    within += variance(values, chain * n, (chain + 1) * n) / chains;
  }
  const between = n * variance(means);
  return Math.sqrt((between / within + n - 1) / n);
}
