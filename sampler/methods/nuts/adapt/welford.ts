/** Running mean and variance per coordinate (Welford 1962), numerically safe for any offset. */
export class Welford {
  #mean: Float64Array;
  #squares: Float64Array;
  #count = 0;

  constructor(dimension: number) {
    this.#mean = new Float64Array(dimension);
    this.#squares = new Float64Array(dimension);
  }

  get count(): number {
    return this.#count;
  }

  reset(): void {
    this.#mean.fill(0);
    this.#squares.fill(0);
    this.#count = 0;
  }

  add(values: Float64Array): void {
    this.#count += 1;
    const share = 1 / this.#count;
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
    return this.#squares[i] / (this.#count - 1);
  }
}
