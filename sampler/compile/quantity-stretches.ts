/** Where the quantities of a draw are in a model's memory. */
import type { Stretch } from '../kernel/kernel.ts';

/** The same numbers in the same order, neighbours in memory as one. */
export function stretchesOf(arrays: readonly Stretch[]): readonly Stretch[] {
  const stretches: { readonly address: number; size: number }[] = [];
  for (const { address, size } of arrays) {
    const last = stretches.at(-1);
    if (last !== undefined && last.address + 8 * last.size === address) last.size += size;
    else stretches.push({ address, size });
  }
  return stretches;
}

/** Those that the kernel writes: JavaScript's distributions are needed where some are drawn after a kept draw. */
export function quantitiesByKernel(
  drawn: readonly unknown[],
  stretches: readonly Stretch[],
): readonly Stretch[] {
  return drawn.length === 0 ? stretches : [];
}
