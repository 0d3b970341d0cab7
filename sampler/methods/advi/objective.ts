/** The evidence lower bound of a family's parameters and its stochastic gradient. */
import { finiteOrNone } from '../../infer/approximation.ts';
import type { Density, State } from '../../infer/density.ts';
import type { Random } from '../../random.ts';
import type { Family } from './variational-families.ts';

interface ObjectiveSettings {
  /** Draws behind each gradient. */
  readonly gradientDraws: number;
  /** Draws behind each estimate of the ELBO. */
  readonly elboDraws: number;
}

export class Objective {
  gradients = 0;
  readonly family: Family;
  readonly #density: Density;
  readonly #state: State;
  readonly #random: Random;
  readonly #gradientDraws: number;
  readonly #eta: Float64Array;
  /** Standard normals shared by all estimates of the ELBO, so that their differences have little noise. */
  readonly #fixed: readonly Float64Array[];

  constructor(
    density: Density,
    state: State,
    family: Family,
    { gradientDraws, elboDraws }: ObjectiveSettings,
    random: Random,
  ) {
    this.family = family;
    this.#density = density;
    this.#state = state;
    this.#random = random;
    this.#gradientDraws = gradientDraws;
    this.#eta = new Float64Array(density.dimension);
    this.#fixed = Array.from({ length: elboDraws }, () =>
      Float64Array.from({ length: density.dimension }, () => random.normal()),
    );
  }

  /** log p − log q at each of the fixed draws; −∞ where the density fails. */
  terms(parameters: Float64Array): Float64Array {
    this.gradients += this.#fixed.length;
    return Float64Array.from(this.#fixed, (eta) => {
      const logQ = this.family.transform(parameters, eta, this.#state.position);
      this.#density.evaluate(this.#state);
      return finiteOrNone(this.#state.logDensity) - logQ;
    });
  }

  /** Mean gradient over fresh draws into `out`; draws at which the density fails are left out. */
  gradient(parameters: Float64Array, out: Float64Array): void {
    out.fill(0);
    let used = 0;
    for (let m = 0; m < this.#gradientDraws; m++) {
      for (let i = 0; i < this.#eta.length; i++) this.#eta[i] = this.#random.normal();
      this.family.transform(parameters, this.#eta, this.#state.position);
      const { gradient } = this.#state;
      this.#density.evaluate(this.#state);
      if (!Number.isFinite(this.#state.logDensity) || !gradient.every(Number.isFinite)) continue;
      this.family.addGradient(parameters, this.#eta, gradient, out);
      used += 1;
    }
    this.gradients += this.#gradientDraws;
    if (used > 1) for (let i = 0; i < out.length; i++) out[i] /= used;
  }
}
