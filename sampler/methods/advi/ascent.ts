/** Stochastic ascent at constant step size (Kucukelbir et al. 2017, equations 10 and 11, without the decay). */
import type { Stationarity } from '../../infer/approximation.ts';
import { Iterates } from './iterates.ts';
import type { Objective } from './objective.ts';

/** Weight of the last squared gradient in their running mean. */
const LATEST = 0.1;

export class Ascent {
  readonly #objective: Objective;
  readonly #scale: number;
  readonly #parameters: Float64Array;
  readonly #gradient: Float64Array;
  readonly #squares: Float64Array;
  readonly #iterates: Iterates;
  #count = 0;

  constructor(objective: Objective, from: Float64Array, scale: number) {
    this.#objective = objective;
    this.#scale = scale;
    this.#parameters = from.slice();
    this.#gradient = new Float64Array(from.length);
    this.#squares = new Float64Array(from.length);
    this.#iterates = new Iterates(from);
  }

  /** A step of scale · g / (1 + √s), s the running mean of g². */
  step(): void {
    const gradient = this.#gradient;
    this.#objective.gradient(this.#parameters, gradient);
    for (let i = 0; i < gradient.length; i++) {
      const square = gradient[i] * gradient[i];
      this.#squares[i] = this.#count === 0 ? square : LATEST * square + (1 - LATEST) * this.#squares[i];
      gradient[i] *= this.#scale / (1 + Math.sqrt(this.#squares[i]));
    }
    this.#objective.family.move(this.#parameters, gradient);
    this.#iterates.add(this.#parameters);
    this.#count += 1;
  }

  /** Mean of the later half of the iterates; the start before the first. */
  average(): Float64Array {
    return this.#count === 0 ? this.#parameters : this.#iterates.average();
  }

  stationarity(): Stationarity {
    return this.#iterates.stationarity(this.#objective.family.units(this.average()));
  }

  /** The ascent of the next stage, with steps of this fraction of the size. */
  next(fraction: number, from: Float64Array = this.average()): Ascent {
    return new Ascent(this.#objective, from, fraction * this.#scale);
  }
}
