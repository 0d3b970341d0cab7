import type { QuantityDraws } from './draws-cache.ts';

/** The draws of each chain, in order; views, not copies. */
export function drawsOfChains({
  chains,
  drawsPerChain,
  values,
}: Omit<QuantityDraws, 'name'>): readonly Float64Array[] {
  return Array.from({ length: chains }, (_, chain) =>
    values.subarray(chain * drawsPerChain, (chain + 1) * drawsPerChain),
  );
}
