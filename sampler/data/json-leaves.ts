/** The shape of nested lists while they are read, and where their single values begin. */
import { createGrowingInts } from './growing-ints.ts';

const MOST_AXES = 8;

interface JsonLeaves {
  open(): void;
  close(): void;
  /** An object is no value of an array. */
  object(): void;
  leaf(start: number): void;
  /** Null where lists at one depth differ in length, are empty, or hold values beside lists. */
  found(): { readonly shape: readonly number[]; readonly starts: Int32Array } | null;
}

export function createJsonLeaves(): JsonLeaves {
  const starts = createGrowingInts();
  /** Of the lists at each depth from 1, as far as one has ended. */
  const lengths: number[] = [];
  /** Values so far in the open list at each depth. */
  const counts: number[] = [0];
  let depth = 0;
  let leafDepth: number | null = null;
  let isUneven = false;
  return {
    open() {
      depth++;
      counts[depth] = 0;
      if (depth > (leafDepth ?? MOST_AXES)) isUneven = true;
    },
    close() {
      const length = counts[depth];
      lengths[depth] ??= length;
      if (length === 0 || lengths[depth] !== length) isUneven = true;
      depth--;
      counts[depth]++;
    },
    object() {
      isUneven = true;
    },
    leaf(start) {
      leafDepth ??= depth;
      if (leafDepth !== depth) isUneven = true;
      counts[depth]++;
      if (!isUneven) starts.push(start);
    },
    found: () => (isUneven ? null : { shape: lengths.slice(1), starts: starts.values() }),
  };
}
