/**
 * Draws of a model whose unknowns are all discrete: its one coordinate is standard normal, and is drawn as such. The
 * unknowns are made of it from their exact probabilities, so that draws are independent.
 */
import type { Density, State } from '../../infer/density.ts';
import type { Random } from '../../random.ts';
import { type Nuts, newTransition } from './nuts.ts';

export class IndependentDraws implements Nuts {
  readonly last = newTransition();
  readonly blocks = null;
  readonly tuning = null;
  readonly gradients = 0;
  treeDepthLimit = 0;
  readonly state: State;
  readonly #density: Density;

  constructor(density: Density) {
    this.#density = density;
    this.state = density.newState();
  }

  transition(random: Random): void {
    const { last, state } = this;
    state.position[0] = random.normal();
    this.#density.evaluate(state);
    last.energy = -state.logDensity;
    last.index = 1;
    last.acceptance = 1;
  }

  probe(): number {
    return 1;
  }
}
