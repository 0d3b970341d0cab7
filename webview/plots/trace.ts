/** Draws in order, one line per chain: where chains agree, they cover each other like one fuzzy band. */
import type { QuantityDraws } from '../data/draws-cache.ts';
import { drawsOfChains } from '../data/draws-of-chains.ts';
import { decimate } from '../numerics/decimate.ts';
import { chainColor, frame, inWords, type Plot } from './plot.ts';

interface TraceData {
  readonly draws: QuantityDraws;
  /** 0 or 1 for each draw, `x[chain * drawsPerChain + draw]`; null where not known. */
  readonly divergent: Float64Array | null;
}

/** Divergences marked below the lines, at most. */
const MOST_MARKS = 400;

export const tracePlot: Plot<TraceData> = {
  id: 'trace',
  title: ({ draws }) => `Trace of ${draws.name}`,
  describe({ draws }) {
    const { name, chains, drawsPerChain } = draws;
    const means = drawsOfChains(draws).map((own) =>
      inWords(own.reduce((sum, value) => sum + value, 0) / drawsPerChain),
    );
    return `${drawsPerChain} draws of ${name} in order, for ${chains} chains. Means of the chains: ${means.join(', ')}.`;
  },
  spec({ draws, divergent }, theme, size) {
    const { chains, drawsPerChain } = draws;
    const points = drawsOfChains(draws).flatMap((own, chain) => {
      const { x, y } = decimate(own, Math.max(50, Math.floor(size.width / 2)));
      return x.flatMap((draw, i) =>
        Number.isFinite(y[i]) ? [{ chain: chain + 1, draw: draw + 1, value: y[i] }] : [],
      );
    });
    const marks = divergent === null ? [] : divergentDraws(divergent, drawsPerChain);
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: points },
          mark: { type: 'line', strokeWidth: 0.8, opacity: 0.75, interpolate: 'linear' },
          encoding: {
            x: {
              field: 'draw',
              type: 'quantitative',
              scale: { domain: [1, Math.max(2, drawsPerChain)], nice: false },
              axis: { title: 'draw' },
            },
            y: { field: 'value', type: 'quantitative', scale: { zero: false }, axis: { title: null } },
            color: chainColor(theme, chains),
          },
        },
        {
          data: { values: marks },
          mark: { type: 'tick', orient: 'vertical', color: theme.divergence, thickness: 1.2, size: 8 },
          encoding: {
            x: { field: 'draw', type: 'quantitative' },
            y: { value: { expr: 'height - 4' } },
          },
        },
      ],
    };
  },
};

function divergentDraws(
  divergent: Float64Array,
  drawsPerChain: number,
): readonly { readonly draw: number }[] {
  const marks: { draw: number }[] = [];
  for (let i = 0; i < divergent.length && marks.length < MOST_MARKS; i++) {
    if (divergent[i] !== 0) marks.push({ draw: (i % drawsPerChain) + 1 });
  }
  return marks;
}
