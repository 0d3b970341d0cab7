/**
 * The iterates of an ascent at constant step size, as draws of a Markov chain (Dhaka, Catalina, Andersen,
 * Magnusson, Huggins and Vehtari 2020, section 3 and algorithm 1): once it is stationary by split R-hat, their
 * mean is a better estimate than any of them, with a Monte Carlo standard error.
 */

import type { Stationarity } from '../../infer/approximation.ts';

/** Sums, over some iterations, of the parameters' differences from the first iterate, and of their squares. */
interface Batch {
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  count: number;
}

/** Iterations of a batch at first; it doubles whenever there are `MOST` batches. */
const LENGTH = 25;
/** Batches at most; then neighbours are joined. */
const MOST = 32;
/** Differences of fewer units than this count as none, whatever the spread of the iterates. */
const NEGLIGIBLE = 0.03;

export class Iterates {
  #batches: Batch[] = [];
  #length = LENGTH;
  /** Subtracted first, so that no digits are lost where the spread is small beside the parameters. */
  readonly #origin: Float64Array;
  readonly #parameters: number;

  /** @param origin where the ascent starts. */
  constructor(origin: Float64Array) {
    this.#origin = origin.slice();
    this.#parameters = origin.length;
  }

  add(parameters: Float64Array): void {
    let batch = this.#batches.at(-1);
    if (batch === undefined || batch.count === this.#length) {
      if (this.#batches.length === MOST) this.#join();
      batch = {
        sum: new Float64Array(this.#parameters),
        squares: new Float64Array(this.#parameters),
        count: 0,
      };
      this.#batches.push(batch);
    }
    const { sum, squares } = batch;
    for (let i = 0; i < sum.length; i++) {
      const difference = parameters[i] - this.#origin[i];
      sum[i] += difference;
      squares[i] += difference * difference;
    }
    batch.count += 1;
  }

  #join(): void {
    const joined: Batch[] = [];
    for (let b = 0; b < this.#batches.length; b += 2) {
      const [one, other] = this.#batches.slice(b, b + 2);
      for (let i = 0; i < this.#parameters; i++) {
        one.sum[i] += other.sum[i];
        one.squares[i] += other.squares[i];
      }
      one.count += other.count;
      joined.push(one);
    }
    this.#batches = joined;
    this.#length *= 2;
  }

  /** The later half, of whole batches where there are any. */
  #late(): readonly Batch[] {
    const whole = this.#batches.filter(({ count }) => count === this.#length);
    const batches = whole.length >= 2 ? whole : this.#batches;
    return batches.slice(batches.length >> 1);
  }

  /** Mean of the parameters over the later half; there must be an iterate. */
  average(): Float64Array {
    return meanOf(this.#late(), this.#parameters).map((mean, i) => this.#origin[i] + mean);
  }

  /**
   * Split R-hat (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021, equations 1 to 4) of the later half, and
   * the error of its mean in the units given, by the means of batches.
   */
  stationarity(units: Float64Array): Stationarity {
    const late = this.#late();
    const half = late.length >> 1;
    if (half < 2) return { rHat: Number.POSITIVE_INFINITY, mcse: Number.POSITIVE_INFINITY };
    const [first, second] = [late.slice(0, half), late.slice(late.length - half)];
    const n = half * this.#length;
    const means = [first, second].map((part) => meanOf(part, this.#parameters));
    const all = meanOf(late, this.#parameters);
    let rHat = 0;
    let mcse = 0;
    for (let i = 0; i < this.#parameters; i++) {
      const unit = units[i];
      const deviations = [first, second].map((part, p) => {
        const squares = part.reduce((total, batch) => total + batch.squares[i], 0);
        return Math.max(0, squares - n * means[p][i] ** 2);
      });
      const within = (deviations[0] + deviations[1]) / (2 * (n - 1)) / unit ** 2 + NEGLIGIBLE ** 2;
      const between = ((means[0][i] - means[1][i]) / unit) ** 2 / 2;
      rHat = worse(rHat, Math.sqrt((n - 1) / n + between / within));
      let squares = 0;
      for (const batch of late) squares += ((batch.sum[i] / batch.count - all[i]) / unit) ** 2;
      mcse = worse(mcse, Math.sqrt(squares / (late.length - 1) / late.length));
    }
    return { rHat, mcse };
  }
}

/** The larger one; infinite where a value is NaN. */
function worse(a: number, b: number): number {
  return Number.isNaN(b) ? Number.POSITIVE_INFINITY : Math.max(a, b);
}

function meanOf(batches: readonly Batch[], parameters: number): Float64Array {
  const mean = new Float64Array(parameters);
  let count = 0;
  for (const batch of batches) {
    for (let i = 0; i < parameters; i++) mean[i] += batch.sum[i];
    count += batch.count;
  }
  return mean.map((sum) => sum / count);
}
