/** Keeps a few divergences of each kind per chain, enough to find their cause. */
import type { Divergence } from '../methods/nuts/nuts.ts';
import type { DivergentPoint } from '../report/divergent-point.ts';

const MOST_OF_A_KIND = 8;

interface DivergentPoints {
  add(phase: DivergentPoint['phase'], divergence: Divergence): void;
  readonly points: readonly DivergentPoint[];
}

/** @param before those of the draws that were made before. */
export function divergentPoints(chain: number, before: readonly DivergentPoint[]): DivergentPoints {
  const points = [...before];
  return {
    points,
    add(phase, { end, energyError }) {
      const failed = !Number.isFinite(energyError);
      const same = points.flatMap((point, i) =>
        point.phase === phase && point.failed === failed ? [i] : [],
      );
      if (same.length >= MOST_OF_A_KIND) {
        // Early tuning divergences say little: the chain is still travelling to the typical set.
        if (phase === 'sampling') return;
        points.splice(same[0], 1);
      }
      points.push({ chain, phase, position: end, failed });
    },
  };
}
