/**
 * Empirical distribution function of each chain: shows features that a density smooths away (edges, gaps, lumps), and
 * probabilities can be read off. Where the chains agree their lines coincide.
 */
import { extent, sorted } from '../../sampler/stats/argsort.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import type { QuantityDraws } from '../data/draws-cache.ts';
import { drawsOfChains } from '../data/draws-of-chains.ts';
import { thinned } from '../numerics/thin.ts';
import { chainColor, frame, inWords, type Plot, valueAxis } from './plot.ts';

/** At most this many steps per line; more could not be distinguished. */
const MOST_STEPS = 300;
/** Shares that are marked across: the ends of the middle 94 %, and the median. */
const MARKED = [0.03, 0.5, 0.97];

export const ecdfPlot: Plot<QuantityDraws> = {
  id: 'ecdf',
  title: ({ name }) => `Cumulative distribution of ${name}`,
  describe(draws) {
    const { name, chains, values } = draws;
    const all = sorted(values);
    const [low, median, high] = MARKED.map((share) => inWords(quantileOfSorted(all, share)));
    const apart =
      chains === 1
        ? ''
        : ` A chain’s share of draws differs from that of all chains by ${Math.round(100 * largestGap(draws))} % at most.`;
    return `Share of the draws of ${name} at or below each value: 3 % at ${low}, half at ${median}, 97 % at ${high}.${apart}`;
  },
  spec(draws, theme, size) {
    const { chains, values } = draws;
    const range = extent(values);
    const steps = ofChains(draws).flatMap((own, chain) => stepsOf(own, range, chain + 1));
    const share = {
      type: 'quantitative' as const,
      scale: { domain: [0, 1], nice: false },
      axis: { title: null, format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] },
    };
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: MARKED.map((marked) => ({ marked })) },
          mark: { type: 'rule', color: theme.muted, strokeDash: [4, 3] },
          encoding: { y: { ...share, field: 'marked' } },
        },
        {
          data: { values: steps },
          mark: { type: 'line', strokeWidth: 1.4, interpolate: 'step-after' },
          encoding: {
            x: valueAxis(range),
            y: { ...share, field: 'share' },
            color: chainColor(theme, chains),
          },
        },
      ],
    };
  },
};

interface Step {
  readonly chain: number;
  readonly value: number;
  readonly share: number;
}

/** From 0 at the left end to 1 at the right one; draws that are not finite are left out. */
function stepsOf(own: Float64Array, range: readonly [number, number] | null, chain: number): readonly Step[] {
  const finite = own.filter(Number.isFinite);
  if (range === null || finite.length === 0) return [];
  const n = finite.length;
  const inner = thinned(n, MOST_STEPS).map((i) => ({ chain, value: finite[i], share: (i + 1) / n }));
  return [{ chain, value: range[0], share: 0 }, ...inner, { chain, value: range[1], share: 1 }];
}

/** Ascending. */
function ofChains(draws: QuantityDraws): readonly Float64Array[] {
  return drawsOfChains(draws).map((own) => sorted(own));
}

/** Largest distance between the line of a chain and that of all (Kolmogorov and Smirnov's). */
function largestGap(draws: QuantityDraws): number {
  const all = sorted(draws.values);
  let gap = 0;
  for (const own of ofChains(draws)) {
    let below = 0;
    for (let i = 0; i < all.length; i++) {
      while (below < own.length && own[below] <= all[i]) below++;
      // Between equal draws there is no step.
      if (all[i + 1] !== all[i]) gap = Math.max(gap, Math.abs(below / own.length - (i + 1) / all.length));
    }
  }
  return gap;
}
