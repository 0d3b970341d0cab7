/**
 * Coordinates in which exchanging components of a simplex is exchanging coordinates, as for other parameters. It is
 * not in unconstrained ones, because stick-breaking treats components in order. The Jacobian of stick-breaking is
 * the product of all components, so the unconstrained density has the same symmetries as the constrained one.
 */
import { log, logAddExp } from '../math/elementary.ts';

/** A simplex of `size` components, whose unconstrained coordinates begin at `offset`. */
export interface SimplexBlock {
  readonly offset: number;
  readonly size: number;
}

interface Coordinates {
  /** Coordinates outside simplexes unchanged; simplexes as logarithms of their components. */
  readonly of: (position: Float64Array) => Float64Array;
  readonly toUnconstrained: (coordinates: Float64Array) => Float64Array;
}

/** @param blocks in the order of their offsets. */
export function simplexCoordinates(blocks: readonly SimplexBlock[]): Coordinates {
  return {
    of(position) {
      const parts: number[] = [];
      let at = 0;
      for (const { offset, size } of blocks) {
        parts.push(...position.subarray(at, offset));
        let rest = 0;
        for (let k = 0; k < size - 1; k++) {
          const t = position[offset + k] - log(size - 1 - k);
          parts.push(rest - logAddExp(0, -t));
          rest -= logAddExp(0, t);
        }
        parts.push(rest);
        at = offset + size - 1;
      }
      parts.push(...position.subarray(at));
      return Float64Array.from(parts);
    },
    toUnconstrained(coordinates) {
      const parts: number[] = [];
      let at = 0;
      for (const [b, { offset, size }] of blocks.entries()) {
        // Each earlier simplex has one coordinate more here than unconstrained.
        const first = offset + b;
        parts.push(...coordinates.subarray(at, first));
        const free = new Array<number>(size - 1);
        let rest = coordinates[first + size - 1];
        for (let k = size - 2; k >= 0; k--) {
          const own = coordinates[first + k];
          free[k] = own - rest + log(size - 1 - k);
          rest = logAddExp(own, rest);
        }
        parts.push(...free);
        at = first + size;
      }
      parts.push(...coordinates.subarray(at));
      return Float64Array.from(parts);
    },
  };
}
