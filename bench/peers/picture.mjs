// Effective draws per second of each engine, a row for each posterior, on a log scale.
import * as vega from 'vega';
import { compile } from 'vega-lite';

export async function picture(rows) {
  const values = rows
    .filter(({ missing }) => missing === undefined)
    .map(({ posterior, engine, ess_per_second }) => ({ posterior, engine, rate: ess_per_second }));
  const { spec } = compile({
    data: { values },
    width: 460,
    height: { step: 24 },
    mark: { type: 'point', filled: true, size: 70, opacity: 0.85 },
    encoding: {
      y: {
        field: 'posterior',
        type: 'nominal',
        title: null,
        sort: null,
        axis: { grid: true, tickBand: 'extent' },
      },
      x: {
        field: 'rate',
        type: 'quantitative',
        scale: { type: 'log' },
        title: 'effective draws per second of sampling (worst parameter)',
      },
      color: { field: 'engine', type: 'nominal', title: null, sort: null },
      shape: { field: 'engine', type: 'nominal', title: null, sort: null },
    },
  });
  return new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG();
}
