/** Draws with an invalid value, by the check that they fail. */

import type { ValueCheck } from '../../grammar/ir.ts';
import { faultInWords } from '../compile/value-checks.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import type { DrawFault } from './chain-messages.ts';

/** @param draws unconstrained positions, concatenated. */
export function drawFaults(
  draws: Float64Array,
  dimension: number,
  faultAt: (position: Float64Array) => ValueFault | null,
): readonly DrawFault[] {
  const faults = new Map<number, DrawFault>();
  for (let draw = 0; draw * dimension < draws.length; draw++) {
    const found = faultAt(draws.subarray(draw * dimension, (draw + 1) * dimension));
    if (found === null) continue;
    const known = faults.get(found.check);
    const isWorst = known === undefined || found.amount > known.worst.amount;
    faults.set(found.check, {
      worst: isWorst ? { ...found, draw } : known.worst,
      draws: (known?.draws ?? 0) + 1,
    });
  }
  return [...faults.values()];
}

/** `` at draw 3, in `observe y`, … `` */
export function drawFaultInWords(checks: readonly ValueCheck[], { worst }: DrawFault): string {
  return `at draw ${worst.draw + 1}, ${faultInWords(checks[worst.check], worst)}`;
}
