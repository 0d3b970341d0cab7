/** Prior against posterior density. */

import { sorted } from '../../sampler/stats/argsort.ts';
import { sd } from '../../sampler/stats/moments.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import { kde } from '../numerics/kde.ts';
import { frame, inWords, type Plot } from './plot.ts';

interface PriorPosteriorData {
  readonly name: string;
  readonly prior: Float64Array;
  readonly posterior: Float64Array;
}

const kinds = ['posterior', 'prior'];

export const priorPosteriorPlot: Plot<PriorPosteriorData> = {
  id: 'prior-posterior',
  title: ({ name }) => `Prior and posterior of ${name}`,
  describe({ name, prior, posterior }) {
    const ratio = sd(posterior) / sd(prior);
    return `${name}: standard deviation ${inWords(sd(prior))} before and ${inWords(sd(posterior))} after the data, ${inWords(100 * ratio)} % of what it was.`;
  },
  spec({ prior, posterior }, theme, size) {
    const [from, to] = shownRange(prior, posterior);
    const curves = [
      { kind: 'posterior', curve: kde(posterior, { from, to }) },
      { kind: 'prior', curve: kde(clipped(prior, from, to), { from, to }) },
    ];
    // A prior partly outside the plot keeps its true height.
    const inside = prior.filter((value) => value >= from && value <= to).length / prior.length;
    const values = curves.flatMap(({ kind, curve }) =>
      curve === null
        ? []
        : Array.from(curve.x, (x, i) => ({
            kind,
            value: x,
            density: curve.y[i] * (kind === 'prior' ? inside : 1),
          })),
    );
    return {
      ...frame(theme, size),
      data: { values },
      mark: { type: 'area', line: { strokeWidth: 1.6 }, fillOpacity: 0.15, interpolate: 'monotone' },
      encoding: {
        x: {
          field: 'value',
          type: 'quantitative',
          scale: { domain: [from, to], nice: false, zero: false },
          axis: { title: null },
        },
        y: { field: 'density', type: 'quantitative', axis: null, stack: null },
        color: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: kinds, range: [theme.accent, theme.muted] },
          legend: { title: null, orient: 'right', symbolType: 'stroke' },
        },
        strokeDash: {
          field: 'kind',
          type: 'nominal',
          scale: {
            domain: kinds,
            range: [
              [1, 0],
              [5, 3],
            ],
          },
        },
      },
    };
  },
};

/**
 * The whole posterior, and the central 94 % of the prior, but at most eight times the posterior's
 * width to each side: a vague prior would squeeze the posterior into a line.
 */
function shownRange(prior: Float64Array, posterior: Float64Array): readonly [number, number] {
  const before = sorted(prior);
  const after = sorted(posterior);
  const low = after[0];
  const high = after[after.length - 1];
  const reach = 8 * (quantileOfSorted(after, 0.97) - quantileOfSorted(after, 0.03));
  return [
    Math.min(low, Math.max(quantileOfSorted(before, 0.03), low - reach)),
    Math.max(high, Math.min(quantileOfSorted(before, 0.97), high + reach)),
  ];
}

function clipped(values: Float64Array, from: number, to: number): Float64Array {
  return values.filter((value) => value >= from && value <= to);
}
