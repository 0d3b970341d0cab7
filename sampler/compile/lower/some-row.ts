/** A walk through rows that data determine, which ends at the first one that is found wanting. */
import type { IndexId } from '../../../grammar/ir.ts';
import { allPositions, type PositionLoop } from './all-positions.ts';

/** Whether `isWanting` is true of one of the rows: `env` has the position of each loop's index. */
export function someRow(
  loops: readonly PositionLoop[],
  isWanting: (env: Map<IndexId, number>) => boolean,
): boolean {
  for (const env of allPositions(loops)) if (isWanting(env)) return true;
  return false;
}
