/** A walk through rows that data determine, which ends at the first one that is found wanting. */
import type { IndexId } from '../../../grammar/ir.ts';

/** An index and its range, `to` excluded. */
interface RowLoop {
  readonly id: IndexId;
  readonly from: number;
  readonly to: number;
}

/** Whether `isWanting` is true of one of the rows: `env` has the position of each loop's index, the last loop innermost. */
export function someRow(
  loops: readonly RowLoop[],
  isWanting: (env: Map<IndexId, number>) => boolean,
  env = new Map<IndexId, number>(),
  depth = 0,
): boolean {
  if (depth === loops.length) return isWanting(env);
  const { id, from, to } = loops[depth];
  for (let i = from; i < to; i++) {
    env.set(id, i);
    if (someRow(loops, isWanting, env, depth + 1)) return true;
  }
  return false;
}
