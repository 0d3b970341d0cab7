/** Random draws, cdf and quantile of a distribution, keyed by the names of `grammar/distributions`. */
import type { Random } from '../random.ts';

/** The source of randomness of a draw. */
export type Rng = Pick<Random, 'next' | 'normal'>;

/** A distribution as an argument (`init` of a random walk), its canonical arguments in order. */
export interface InnerDistribution {
  readonly name: string;
  readonly args: readonly ArgValue[];
}
/** A canonical argument: a scalar, a vector, a row-major square matrix (`edges`: rows of two), a distribution. */
export type ArgValue = number | Float64Array | InnerDistribution;

/** Scalar arguments only. They must lie in their domains; NaN gives NaN. */
export interface ScalarSampler {
  readonly kind: 'scalar';
  readonly name: string;
  draw(args: ArrayLike<number>, rng: Rng): number;
  /** P(X <= x). */
  cdf(x: number, args: ArrayLike<number>): number;
  /** The smallest x with cdf(x) >= p, for 0 <= p <= 1. */
  quantile(p: number, args: ArrayLike<number>): number;
}

/** A scalar with vector arguments: `Categorical`, `OrderedLogistic`. Positions are 1-based. */
export interface CategorySampler {
  readonly kind: 'category';
  readonly name: string;
  draw(args: readonly ArgValue[], rng: Rng): number;
  /** Probability of each position. */
  probabilities(args: readonly ArgValue[]): Float64Array;
}

/** A vector, or a matrix in row-major order, of `out.length` elements. */
export interface EventSampler {
  readonly kind: 'event';
  readonly name: string;
  draw(args: readonly ArgValue[], out: Float64Array, rng: Rng): void;
}

/** Improper: it cannot be drawn from. */
export interface ImproperSampler {
  readonly kind: 'improper';
  readonly name: string;
}

/** A number that is drawn by the program's own `draw =`: without a cdf. */
export interface DrawnSampler {
  readonly kind: 'drawn';
  readonly name: string;
  draw(args: ArrayLike<number>, rng: Rng): number;
}

export type DistributionSampler =
  | ScalarSampler
  | DrawnSampler
  | CategorySampler
  | EventSampler
  | ImproperSampler;

/** Uniform in (0, 1): never 0, so its logarithm is finite. */
export function openUniform(rng: Rng): number {
  return rng.next() + 2 ** -54;
}
