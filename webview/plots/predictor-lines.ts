/** Expected outcome along one predictor, by prior or fit: one line per draw, data as points. */
import type { PredictiveAnswer, PredictiveData, PredictorLines } from '../../sampler/protocol.ts';
import { extent } from '../../sampler/stats/argsort.ts';
import { frame, type Plot } from './plot.ts';

interface PredictorLinesData {
  readonly data: PredictiveData;
  readonly lines: PredictorLines;
  readonly from: PredictiveAnswer['from'];
}

/** More points than this are thinned evenly. */
const MOST_POINTS = 1000;

export const predictorLinesPlot: Plot<PredictorLinesData> = {
  id: 'predictor-lines',
  title: ({ data, lines }) => `Expected ${data.datum} along ${lines.predictor}`,
  describe({ data, lines, from }) {
    const [low, high] = extent(lines.draws.flat()) ?? [Number.NaN, Number.NaN];
    const [least, most] = extent(data.observed) ?? [Number.NaN, Number.NaN];
    const held = lines.held.map(({ name, value }) => `${name} at ${value}`).join(', ');
    return `${lines.draws.length} lines of the expected ${data.datum} over ${lines.predictor}, from the ${from}, between ${short(low)} and ${short(high)}; observed between ${short(least)} and ${short(most)}${held === '' ? '' : `; ${held}`}.`;
  },
  spec({ data, lines }, theme, size) {
    const curves = lines.draws.flatMap((line, draw) =>
      line.map((y, i) => ({ draw, x: lines.x[i], y: Number.isFinite(y) ? y : null })),
    );
    const step = Math.max(1, Math.ceil(data.observed.length / MOST_POINTS));
    const points = data.observed.flatMap((y, i) => (i % step === 0 ? [{ x: lines.observedAt[i], y }] : []));
    const held = lines.held.map(({ name, value }) => `${name} = ${value}`).join(', ');
    const x = {
      field: 'x',
      type: 'quantitative' as const,
      scale: { zero: false, nice: false },
      axis: { title: held === '' ? lines.predictor : `${lines.predictor} (${held})` },
    };
    const y = {
      field: 'y',
      type: 'quantitative' as const,
      scale: { zero: false },
      axis: { title: data.datum },
    };
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: curves },
          mark: { type: 'line', strokeWidth: 1, opacity: 0.35, color: theme.accent },
          encoding: { x, y, detail: { field: 'draw' } },
        },
        {
          data: { values: points },
          mark: { type: 'point', filled: true, size: 14, opacity: 0.8, color: theme.foreground },
          encoding: { x, y },
        },
      ],
    };
  },
};

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
