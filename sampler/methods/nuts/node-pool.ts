/**
 * Points of a trajectory, counted and reused: after the first few trees a leapfrog step allocates
 * nothing. A node is free again when no subtree uses it as its first, last or chosen point.
 */
import type { Density, State } from '../../infer/density.ts';

export interface Node {
  readonly state: State;
  /** Potential plus kinetic energy, −log density + ½ p' M⁻¹ p. */
  energy: number;
  /** Signed number of leapfrog steps from the trajectory's origin. */
  index: number;
  holders: number;
}

export interface NodePool {
  /** A free node with the contents of an earlier use. */
  take(): Node;
  /** Removes one holder; the node is free at zero. */
  release(node: Node): void;
}

export function createNodePool(density: Density): NodePool {
  const free: Node[] = [];
  return {
    take() {
      const node = free.pop();
      if (node !== undefined) return node;
      return {
        state: density.newState(),
        energy: 0,
        index: 0,
        holders: 0,
      };
    },
    release(node) {
      node.holders -= 1;
      if (node.holders === 0) free.push(node);
    },
  };
}
