/** Effective sample size for growing parts of the run: a straight rise means that more draws will help. */
import { frame, inWords, type Plot } from './plot.ts';

interface EssGrowthData {
  readonly name: string;
  /** Draws of all chains together in each part. */
  readonly draws: readonly number[];
  readonly bulk: readonly (number | null)[];
  readonly tail: readonly (number | null)[];
  /** Required effective sample size. */
  readonly wanted: number;
}

export const essGrowthPlot: Plot<EssGrowthData> = {
  id: 'ess-growth',
  title: ({ name }) => `Effective draws of ${name}`,
  describe: ({ name, draws, bulk, tail, wanted }) =>
    `Effective draws of ${name} after ${draws.at(-1) ?? 0} draws: ${inWords(bulk.at(-1) ?? Number.NaN)} for the centre, ${inWords(tail.at(-1) ?? Number.NaN)} for the tails; ${wanted} are wanted.`,
  spec({ draws, bulk, tail, wanted }, theme, size) {
    const series = (kind: string, values: readonly (number | null)[]) =>
      draws.flatMap((count, i) => {
        const ess = values[i];
        return ess === null ? [] : [{ kind, draws: count, ess }];
      });
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: [{ wanted }] },
          mark: { type: 'rule', color: theme.foreground, strokeDash: [4, 3], opacity: 0.7 },
          encoding: { y: { field: 'wanted', type: 'quantitative' } },
        },
        {
          data: { values: [...series('centre (bulk)', bulk), ...series('tails', tail)] },
          mark: { type: 'line', strokeWidth: 1.6, point: { size: 30, filled: true } },
          encoding: {
            x: {
              field: 'draws',
              type: 'quantitative',
              scale: { domain: [0, draws.at(-1) ?? 1], nice: false },
              axis: { title: 'draws' },
            },
            y: { field: 'ess', type: 'quantitative', scale: { domainMin: 0 }, axis: { title: null } },
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: ['centre (bulk)', 'tails'], range: [theme.chains[0], theme.chains[1]] },
              legend: { title: null, orient: 'right' },
            },
            shape: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: ['centre (bulk)', 'tails'], range: ['circle', 'square'] },
            },
          },
        },
      ],
    };
  },
};
