/**
 * Draws of several quantities against each other, with divergences on top: they concentrate where the sampler could
 * not follow the posterior.
 */

import { extent } from '../../sampler/stats/argsort.ts';
import { mean, sd } from '../../sampler/stats/moments.ts';
import type { QuantityDraws } from '../data/draws-cache.ts';
import { kde } from '../numerics/kde.ts';
import { thinned } from '../numerics/thin.ts';
import { config, inWords, type Plot, SCHEMA } from './plot.ts';

interface PairsData {
  readonly quantities: readonly QuantityDraws[];
  /** 0 or 1 for each draw, as the draws. */
  readonly divergent: Float64Array;
  /** Show the logarithm of quantities that are always positive. */
  readonly log: boolean;
}

/** Points in each panel, divergences not counted. */
const POINTS = 1000;
const MOST_DIVERGENCES = 1000;
/** Room for labels and titles of the axes. */
const AXIS = 64;

export const pairsPlot: Plot<PairsData> = {
  id: 'pairs',
  title: ({ quantities }) => `Pairs of ${quantities.map(({ name }) => name).join(', ')}`,
  describe(data) {
    const axes = axesOf(data);
    const correlations = axes.flatMap((y, i) =>
      axes.slice(0, i).map((x) => `${x.label} and ${y.label} ${inWords(correlation(x.values, y.values))}`),
    );
    const divergences = data.divergent.reduce((sum, value) => sum + value, 0);
    return `Scatter plots of ${axes.map(({ label }) => label).join(', ')} with ${divergences} divergences marked. Correlations: ${correlations.join('; ')}.`;
  },
  spec(data, theme, { width, height }) {
    const axes = axesOf(data);
    const count = data.divergent.length;
    const usual = thinned(count, POINTS).filter((i) => data.divergent[i] === 0);
    const diverged = Array.from({ length: count }, (_, i) => i)
      .filter((i) => data.divergent[i] !== 0)
      .slice(0, MOST_DIVERGENCES);
    const at = (i: number, kind: 'draw' | 'divergence') => ({
      kind,
      ...Object.fromEntries(axes.map(({ values }, k) => [`v${k}`, values[i]])),
    });
    const values = [...usual.map((i) => at(i, 'draw')), ...diverged.map((i) => at(i, 'divergence'))];
    const gap = 12;
    const n = axes.length;
    const share = (room: number) => Math.floor((room - AXIS - gap * (n - 1)) / n);
    const cell = Math.max(70, Math.min(300, share(width)));
    const size = { width: cell, height: Math.max(100, Math.min(Math.round(cell * 0.9), share(height))) };
    const axisOf = (k: number, isShown: boolean) => ({
      title: isShown ? axes[k].label : null,
      titleColor: theme.foreground,
      labels: isShown,
      ticks: isShown,
      grid: true,
      tickCount: 4,
    });
    // One scale for each quantity, so that its panels line up.
    const domains = axes.map(({ values }) => domainOf(values));
    const scaleOf = (k: number) => ({ domain: [...domains[k]], zero: false, nice: false });
    const panel = (row: number, column: number) => {
      if (column === row) {
        const curve = kde(axes[row].values);
        const points = curve === null ? [] : Array.from(curve.x, (x, i) => ({ x, density: curve.y[i] }));
        return {
          ...size,
          data: { values: points },
          mark: {
            type: 'area' as const,
            line: { color: theme.accent, strokeWidth: 1.4 },
            color: theme.accent,
            fillOpacity: 0.15,
          },
          encoding: {
            x: {
              field: 'x',
              type: 'quantitative' as const,
              scale: scaleOf(column),
              axis: axisOf(column, row === n - 1),
            },
            y: {
              field: 'density',
              type: 'quantitative' as const,
              axis:
                row === 0
                  ? { title: axes[0].label, titleColor: theme.foreground, labels: false, grid: false }
                  : null,
            },
          },
        };
      }
      const x = {
        field: `v${column}`,
        type: 'quantitative' as const,
        scale: scaleOf(column),
        axis: axisOf(column, row === n - 1),
      };
      const y = {
        field: `v${row}`,
        type: 'quantitative' as const,
        scale: scaleOf(row),
        axis: axisOf(row, column === 0),
      };
      return {
        ...size,
        data: { name: 'draws' },
        layer: [
          {
            transform: [{ filter: { field: 'kind', equal: 'draw' } }],
            mark: { type: 'circle' as const, size: 10, opacity: 0.45, color: theme.accent },
            encoding: { x, y },
          },
          {
            transform: [{ filter: { field: 'kind', equal: 'divergence' } }],
            mark: {
              type: 'point' as const,
              shape: 'cross',
              filled: true,
              size: 46,
              opacity: 0.95,
              color: theme.divergence,
            },
            encoding: { x, y },
          },
        ],
      };
    };
    return {
      $schema: SCHEMA,
      config: { ...config(theme), concat: { spacing: gap } },
      datasets: { draws: values },
      vconcat: axes.map((_, row) => ({
        spacing: gap,
        hconcat: axes.slice(0, row + 1).map((_, column) => panel(row, column)),
      })),
    };
  },
};

interface Axis {
  readonly label: string;
  readonly values: Float64Array;
}

function axesOf({ quantities, log }: PairsData): readonly Axis[] {
  return quantities.map(({ name, values }) =>
    log && values.every((value) => value > 0)
      ? { label: `log ${name}`, values: values.map(Math.log) }
      : { label: name, values },
  );
}

/** The range of all draws, with a margin for marks at the ends. */
function domainOf(values: Float64Array): readonly [number, number] {
  const [low, high] = extent(values) ?? [0, 1];
  const room = 0.03 * (high - low || 1);
  return [low - room, high + room];
}

function correlation(x: Float64Array, y: Float64Array): number {
  const mx = mean(x);
  const my = mean(y);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - mx) * (y[i] - my);
  return sum / (x.length - 1) / (sd(x) * sd(y));
}
