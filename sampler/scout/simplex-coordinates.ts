/**
 * Coordinates in which components of a simplex trade places as other parameters do. Unconstrained ones do not:
 * a simplex is made by breaking a stick, part after part. Its Jacobian is the product of all components, so the
 * unconstrained density is as symmetric as the constrained one.
 */
import { log, logAddExp } from '../math/elementary.ts';

/** A simplex of `size` components, whose unconstrained coordinates begin at `offset`. */
export interface SimplexBlock {
  readonly offset: number;
  readonly size: number;
}

interface Coordinates {
  /** Each coordinate as it is, those of simplexes as logarithms of the components. */
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
        // Each simplex before has one coordinate more than it has unconstrained.
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
