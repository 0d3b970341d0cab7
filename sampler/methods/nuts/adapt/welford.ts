/** Running mean and variance per coordinate (Welford 1962), numerically safe for any offset. */
import { numbersOfMoments } from '../../../kernel/tuning-layout.ts';

export class Welford {
  readonly #mean: Float64Array;
  readonly #squares: Float64Array;
  readonly #count: Float64Array;

  /** @param memory may be that of a compiled model, whose kernel then adds values too; its contents are forgotten. */
  constructor(dimension: number, memory: Float64Array = new Float64Array(numbersOfMoments(dimension))) {
    this.#mean = memory.subarray(0, dimension);
    this.#squares = memory.subarray(dimension, 2 * dimension);
    this.#count = memory.subarray(2 * dimension, 2 * dimension + 1);
    this.reset();
  }

  get count(): number {
    return this.#count[0];
  }

  reset(): void {
    this.#mean.fill(0);
    this.#squares.fill(0);
    this.#count[0] = 0;
  }

  add(values: Float64Array): void {
    this.#count[0] += 1;
    const share = 1 / this.#count[0];
    const mean = this.#mean;
    const squares = this.#squares;
    for (let i = 0; i < mean.length; i++) {
      const before = values[i] - mean[i];
      mean[i] += before * share;
      squares[i] += before * (values[i] - mean[i]);
    }
  }

  mean(i: number): number {
    return this.#mean[i];
  }

  /** Unbiased variance of coordinate `i`; NaN below two values. */
  variance(i: number): number {
    return this.#squares[i] / (this.#count[0] - 1);
  }
}
