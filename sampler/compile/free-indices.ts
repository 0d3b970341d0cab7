/** Loop indices that an expression uses and does not bind itself. */
import type { IndexId } from '../../grammar/ir.ts';

const NO_INDICES: ReadonlySet<IndexId> = new Set();

/** Union of the free indices of an expression's parts, without the index that it binds. */
export function freeOfParts(parts: readonly ReadonlySet<IndexId>[], bound?: IndexId): ReadonlySet<IndexId> {
  const filled = parts.filter((part) => part.size > 0);
  if (filled.length === 0) return NO_INDICES;
  const [first] = filled;
  const isSame = filled.every((part) => part === first);
  if (isSame && (bound === undefined || !first.has(bound))) return first;
  const all = new Set<IndexId>();
  for (const part of filled) for (const id of part) if (id !== bound) all.add(id);
  return all.size === 0 ? NO_INDICES : all;
}
