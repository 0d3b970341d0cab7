/** How many doublings the trajectories took; those at the limit were cut off. */
import { frame, type Plot } from './plot.ts';

interface TreeDepthData {
  /** Per draw. */
  readonly depth: Float64Array;
  readonly limit: number;
}

export const treeDepthPlot: Plot<TreeDepthData> = {
  id: 'tree-depth',
  title: () => 'Tree depth',
  describe({ depth, limit }) {
    const counts = countsOf(depth);
    const most = counts.reduce((best, entry) => (entry.count > best.count ? entry : best), counts[0]);
    const cut = counts.filter((entry) => entry.depth >= limit).reduce((sum, { count }) => sum + count, 0);
    return `Depth of the trajectories: most often ${most?.depth ?? 0}; ${cut} of ${depth.length} reached the limit of ${limit}.`;
  },
  spec({ depth, limit }, theme, size) {
    return {
      ...frame(theme, size),
      data: { values: countsOf(depth) },
      mark: { type: 'bar', width: { band: 0.8 } },
      encoding: {
        x: { field: 'depth', type: 'ordinal', axis: { title: 'doublings', labelAngle: 0 } },
        y: { field: 'count', type: 'quantitative', axis: { title: 'draws', format: ',d', tickMinStep: 1 } },
        color: {
          condition: { test: `datum.depth >= ${limit}`, value: theme.divergence },
          value: theme.accent,
        },
      },
    };
  },
};

function countsOf(depth: Float64Array): readonly { readonly depth: number; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const value of depth) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size === 0) return [];
  // A single depth is shown as one bar, not as the full width.
  const low = Math.max(1, Math.min(...counts.keys()) - 2);
  const high = Math.max(...counts.keys()) + 2;
  return Array.from({ length: high - low + 1 }, (_, i) => ({
    depth: low + i,
    count: counts.get(low + i) ?? 0,
  }));
}
