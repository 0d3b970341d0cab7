/**
 * What degrees of centring would do to vectors whose elements decide each other's locations. There the gradient
 * at another degree is no multiple of the present one, so it is computed, at a few degrees that all elements
 * share; each vector then has the degree with the least sum over its elements.
 */
import { degreesOf, recentre, setDegrees } from '../../../infer/centring.ts';
import type { Centring, CentringPiece, Density, State } from '../../../infer/density.ts';
import { log } from '../../../math/elementary.ts';
import { Welford } from './welford.ts';

/** Degrees that are tried. */
const GRID = [0, 0.25, 0.5, 0.75, 1] as const;

/** Coordinates of all vectors at a degree, with their gradient. */
interface Tried {
  readonly degrees: Float64Array;
  readonly draws: Welford;
  readonly gradients: Welford;
}

export class SequenceCentring {
  /** Computed here so far. */
  gradients = 0;
  readonly #density: Density;
  readonly #centring: Centring;
  readonly #state: State;
  readonly #tried: readonly Tried[];
  readonly #logScales: Welford;
  readonly #logScale: Float64Array;

  constructor(density: Density, centring: Centring) {
    const { dimension } = density;
    const present = degreesOf(centring);
    this.#density = density;
    this.#centring = centring;
    this.#state = density.newState();
    this.#tried = GRID.map(() => ({
      degrees: present.slice(),
      draws: new Welford(dimension),
      gradients: new Welford(dimension),
    }));
    this.#logScale = new Float64Array(present.length);
    this.#logScales = new Welford(present.length);
  }

  /** Forgets all draws. */
  restart(): void {
    for (const { draws, gradients } of this.#tried) {
      draws.reset();
      gradients.reset();
    }
    this.#logScales.reset();
  }

  add(position: Float64Array): void {
    const present = degreesOf(this.#centring);
    this.#centring.at(position);
    this.#eachVector((piece, from, to, first) => {
      for (let i = from; i < to; i++) this.#logScale[first + i] = log(piece.scale[i]);
    });
    this.#logScales.add(this.#logScale);
    for (const [k, { degrees, draws, gradients }] of this.#tried.entries()) {
      degrees.set(present);
      this.#eachVector((_, from, to, first) => degrees.fill(GRID[k], first + from, first + to));
      this.#state.position.set(position);
      recentre(this.#density, this.#centring, this.#state, degrees);
      this.gradients += 1;
      draws.add(this.#state.position);
      gradients.add(this.#state.gradient);
      setDegrees(this.#centring, present);
    }
  }

  /** Writes the best degree of each vector. */
  best(degrees: Float64Array): void {
    this.#eachVector((piece, from, to, first) => {
      const costs = this.#tried.map(({ draws, gradients }, k) => {
        let cost = 0;
        for (let i = from; i < to; i++) {
          const at = piece.offset + i;
          const ofNeck = this.#logScales.variance(first + i);
          cost += log(draws.variance(at)) + log(gradients.variance(at)) + GRID[k] * ofNeck;
        }
        return Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost;
      });
      const least = Math.min(...costs);
      // Without variances, of coordinates that did not move, nothing is known.
      if (Number.isFinite(least)) degrees.fill(GRID[costs.indexOf(least)], first + from, first + to);
    });
  }

  /** @param visit gets the elements [from, to) of a piece that are a vector, and where the piece's degrees begin. */
  #eachVector(visit: (piece: CentringPiece, from: number, to: number, first: number) => void): void {
    let first = 0;
    for (const piece of this.#centring.pieces) {
      const { degrees, sequence } = piece;
      if (sequence !== undefined)
        for (let from = 0; from < degrees.length; from += sequence.size)
          visit(piece, from, from + sequence.size, first);
      first += degrees.length;
    }
  }
}
