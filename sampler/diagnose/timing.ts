/** Times and gradients of a run from those of its chains. */
import type { ChainTotals } from '../methods/nuts/chain-contract.ts';
import type { Timing } from '../report/sample-report.ts';

/**
 * A phase lasts as long as its slowest chain; gradients are summed over chains.
 * @param wallMs of all chains; left out where it is not known
 */
export function timingOf(compileMs: number, totals: readonly ChainTotals[], wallMs?: number): Timing {
  const sum = (pick: (chain: ChainTotals) => number) =>
    totals.reduce((total, chain) => total + pick(chain), 0);
  const longest = (pick: (chain: ChainTotals) => number) =>
    totals.reduce((most, chain) => Math.max(most, pick(chain)), 0);
  const gradients = sum(({ gradientsTune, gradientsDraws }) => gradientsTune + gradientsDraws);
  const chainsMs = sum(({ tuneMs, drawsMs }) => tuneMs + drawsMs);
  return {
    compile_ms: compileMs,
    warmup_ms: longest(({ tuneMs }) => tuneMs),
    sample_ms: longest(({ drawsMs }) => drawsMs),
    gradients_warmup: sum(({ gradientsTune }) => gradientsTune),
    gradients_sample: sum(({ gradientsDraws }) => gradientsDraws),
    us_per_gradient: gradients === 0 ? 0 : (1000 * chainsMs) / gradients,
    chains_ms: chainsMs,
    ...(wallMs === undefined ? {} : { wall_ms: wallMs }),
  };
}
