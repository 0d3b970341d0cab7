/**
 * Draws of data whose elements depend on other elements of themselves or of each other: a series on its own
 * past, two series on each other's. Every element must be drawn with the final values of its arguments.
 */

import type { Rng } from '../distributions/distribution-sampler.ts';
import { createRandom } from '../random.ts';
import type { Given, ObservedDraws } from './observed-draws.ts';

interface CircularDrawer {
  /** False where the elements depend on each other in a circle, so that the draw is meaningless. */
  draw(rng: Rng, given: Given): boolean;
}

interface Element {
  readonly observed: ObservedDraws;
  readonly position: number;
  /** Its arguments at its last draw. */
  drawnWith: Float64Array | null;
}

/** Seeds are safe integers. */
const SEEDS = 2 ** 52;

/** @param run computes the arguments of all distributions from the inputs. */
export function createCircularDrawer(all: readonly ObservedDraws[], run: () => void): CircularDrawer {
  const elements = inOrder(all);
  const isSettled = ({ observed, position, drawnWith }: Element): boolean => {
    const now = observed.argumentsAt(position);
    return drawnWith !== null && now.every((value, i) => Object.is(value, drawnWith[i]));
  };
  let goesByPlace = true;
  let dependsOnItself = false;

  /** Along the data; right where each element depends on earlier ones only. */
  const sweep = (rng: Rng, given: Given): boolean => {
    run();
    for (const element of elements) {
      element.drawnWith = element.observed.argumentsAt(element.position);
      if (!element.observed.draw(element.position, rng, given)) continue;
      run();
      // Its own draw changed its arguments: no order helps, and a bound by its own value would only ever shrink.
      if (!isSettled(element)) dependsOnItself = true;
    }
    return elements.every(isSettled);
  };

  /**
   * Without an order: every element has its own random numbers, and is redrawn with them until no
   * argument changes any more. That takes as many rounds as the longest chain of dependences has links.
   */
  const rounds = (rng: Rng, given: Given): boolean => {
    const seeds = elements.map(() => Math.floor(rng.next() * SEEDS));
    for (const element of elements) element.drawnWith = null;
    for (let round = 0; round <= elements.length; round++) {
      run();
      const open = elements.map((element, i) => ({ element, seed: seeds[i] }));
      const changed = open.filter(({ element }) => !isSettled(element));
      if (changed.length === 0) return true;
      const now = changed.map(({ element }) => element.observed.argumentsAt(element.position));
      for (const [i, { element, seed }] of changed.entries()) {
        element.drawnWith = now[i];
        element.observed.draw(element.position, createRandom(seed), given);
      }
    }
    return false;
  };

  return {
    draw(rng, given) {
      if (goesByPlace && sweep(rng, given)) return true;
      if (dependsOnItself) return false;
      goesByPlace = false;
      return rounds(rng, given);
    },
  };
}

/** By place along the first axis; at one place in the order of the statements. */
function inOrder(all: readonly ObservedDraws[]): readonly Element[] {
  const elements = all.flatMap((observed, statement) =>
    Array.from({ length: observed.count }, (_, position) => ({
      element: { observed, position, drawnWith: null } satisfies Element as Element,
      row: observed.rowAt(position),
      statement,
    })),
  );
  elements.sort((a, b) => a.row - b.row || a.statement - b.statement);
  return elements.map(({ element }) => element);
}
