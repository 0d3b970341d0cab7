/** Pareto k of each observed point in the order of the data, with the threshold above which weights fail. */
import type { LooReport } from '../../sampler/report/loo-report.ts';
import { frame, type Plot } from './plot.ts';

/** Points below the threshold beyond this number are thinned. */
const MOST_POINTS = 2000;

type KData = Pick<LooReport, 'pareto_k' | 'k_threshold' | 'n_bad' | 'points'>;

export const paretoKPlot: Plot<KData> = {
  id: 'pareto-k',
  title: () => 'Pareto k of each point',
  describe: ({ points, n_bad, k_threshold }) =>
    `Pareto k of ${points.length} points in the order of the data; ${n_bad} of them above the threshold ${k_threshold.toFixed(2)}.`,
  spec({ pareto_k, points, k_threshold }, theme, size) {
    // Without a finite k, a point is at the top.
    const top = Math.max(1, k_threshold, ...finite(pareto_k));
    const all = pareto_k.map((k, i) => ({
      position: i + 1,
      name: points[i].name,
      k: k ?? top,
      bad: k === null || k > k_threshold,
    }));
    const step = Math.ceil(all.length / MOST_POINTS);
    const values = all.filter(({ bad }, i) => bad || i % step === 0);
    const y = { type: 'quantitative' as const, axis: { title: 'Pareto k', grid: true } };
    const x = {
      type: 'quantitative' as const,
      scale: { nice: false, zero: false, domain: [0, all.length + 1] },
      axis: { title: 'point, in the order of the data', tickMinStep: 1, format: 'd' },
    };
    return {
      ...frame(theme, size),
      data: { values },
      layer: [
        {
          mark: { type: 'rule', strokeDash: [5, 4], strokeWidth: 1.5, color: theme.foreground },
          encoding: { y: { ...y, datum: k_threshold } },
        },
        {
          mark: { type: 'point', filled: true, opacity: 1, stroke: theme.background, strokeWidth: 0.5 },
          encoding: {
            x: { ...x, field: 'position' },
            y: { ...y, field: 'k' },
            // Told apart without colour too.
            shape: { condition: { test: 'datum.bad', value: 'triangle-up' }, value: 'circle' },
            size: { condition: { test: 'datum.bad', value: 80 }, value: 28 },
            color: { condition: { test: 'datum.bad', value: theme.divergence }, value: theme.accent },
          },
        },
        {
          transform: [{ filter: 'datum.bad' }],
          mark: { type: 'text', align: 'left', dx: 7, fontSize: 11, color: theme.foreground },
          encoding: { x: { ...x, field: 'position' }, y: { ...y, field: 'k' }, text: { field: 'name' } },
        },
      ],
    };
  },
};

function finite(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}
