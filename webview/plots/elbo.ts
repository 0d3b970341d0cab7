/** The evidence lower bound by iteration: flat at the end if it has converged. */

import { sorted } from '../../sampler/stats/argsort.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import { frame, inWords, type Plot } from './plot.ts';

interface ElboData {
  readonly elbo: readonly (number | null)[];
  readonly iterations: readonly number[];
  readonly converged: boolean;
}

/** Nats. */
const LEAST_RANGE = 1;

export const elboPlot: Plot<ElboData> = {
  id: 'elbo',
  title: () => 'ELBO',
  describe: ({ elbo, converged }) =>
    `Estimates of the evidence lower bound, the last one ${inWords(elbo.at(-1) ?? Number.NaN)}; it has ${converged ? '' : 'not '}converged.`,
  spec({ elbo, iterations }, theme, size) {
    const values = elbo.flatMap((value, i) =>
      value === null ? [] : [{ iteration: iterations[i] ?? i, elbo: value }],
    );
    const ordered = sorted(values.map((point) => point.elbo));
    // The axis leaves out the first steps, which are far below; it spans at least a nat.
    const top = ordered.length === 0 ? 1 : ordered[ordered.length - 1];
    const floor = ordered.length === 0 ? 0 : Math.min(quantileOfSorted(ordered, 0.1), top - LEAST_RANGE);
    return {
      ...frame(theme, size),
      data: { values },
      mark: { type: 'line', strokeWidth: 1.4, color: theme.accent, clip: true },
      encoding: {
        x: { field: 'iteration', type: 'quantitative', scale: { nice: false }, axis: { title: 'iteration' } },
        y: {
          field: 'elbo',
          type: 'quantitative',
          scale: { zero: false, domain: [floor, top] },
          axis: { title: null },
        },
      },
    };
  },
};
