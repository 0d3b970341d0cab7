/**
 * Calibration for binary data: do events with a predicted probability of 30 % occur three times in ten? The line is
 * the observed frequency (isotonic regression), the band is its range for data predicted by the model.
 */
import type { PredictiveData } from '../../sampler/protocol.ts';
import { sorted } from '../../sampler/stats/argsort.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import { type CalibrationStep, calibrate } from '../numerics/isotonic.ts';
import { thinned } from '../numerics/thin.ts';
import { config, type Plot, SCHEMA } from './plot.ts';

const GRID = 41;
const SETS = 100;

export const calibrationPlot: Plot<PredictiveData> = {
  id: 'calibration',
  title: ({ datum }) => `Calibration of ${datum}`,
  describe(data) {
    const { line } = curves(data);
    const outside = line.filter(({ observed, low, high }) => observed < low || observed > high).length;
    return `Observed frequency against predicted probability of ${data.datum}; outside the expected band at ${Math.round((100 * outside) / Math.max(1, line.length))} % of the probabilities.`;
  },
  spec(data, theme, { width, height }) {
    const { line } = curves(data);
    const ends = { domain: [0, 1], nice: false };
    const side = Math.min(width, Math.round(height * 1.2));
    return {
      $schema: SCHEMA,
      width: side,
      height,
      config: config(theme),
      data: { values: [...line] },
      layer: [
        {
          mark: { type: 'area', color: theme.accent, opacity: 0.18 },
          encoding: {
            x: {
              field: 'predicted',
              type: 'quantitative',
              scale: ends,
              axis: { title: 'predicted probability' },
            },
            y: { field: 'low', type: 'quantitative', scale: ends, axis: { title: 'observed frequency' } },
            y2: { field: 'high' },
          },
        },
        {
          data: { values: [{ p: 0 }, { p: 1 }] },
          mark: { type: 'line', color: theme.muted, strokeDash: [4, 3], strokeWidth: 1 },
          encoding: {
            x: { field: 'p', type: 'quantitative', scale: ends },
            y: { field: 'p', type: 'quantitative', scale: ends },
          },
        },
        {
          mark: { type: 'line', color: theme.accent, strokeWidth: 2.2 },
          encoding: {
            x: { field: 'predicted', type: 'quantitative', scale: ends },
            y: { field: 'observed', type: 'quantitative', scale: ends },
          },
        },
      ],
    };
  },
};

interface Point {
  readonly predicted: number;
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

function curves({ observed, draws }: PredictiveData): { readonly line: readonly Point[] } {
  if (draws.length === 0 || observed.length === 0) return { line: [] };
  const probabilities = observed.map((_, i) => draws.reduce((sum, set) => sum + set[i], 0) / draws.length);
  const fitted = calibrate(probabilities, observed);
  const ends = [fitted[0].predicted, fitted[fitted.length - 1].predicted];
  const expected = thinned(draws.length, SETS).map((i) => calibrate(probabilities, draws[i]));
  return {
    line: Array.from({ length: GRID }, (_, i) => {
      const predicted = ends[0] + ((ends[1] - ends[0]) * i) / (GRID - 1);
      const band = sorted(expected.map((steps) => valueAt(steps, predicted)));
      return {
        predicted,
        observed: valueAt(fitted, predicted),
        low: quantileOfSorted(band, 0.03),
        high: quantileOfSorted(band, 0.97),
      };
    }),
  };
}

/** Interpolates linearly between the means of neighbouring pools. */
function valueAt(steps: readonly CalibrationStep[], predicted: number): number {
  const next = steps.findIndex((step) => step.predicted >= predicted);
  if (next === -1) return steps[steps.length - 1].observed;
  if (next === 0) return steps[0].observed;
  const a = steps[next - 1];
  const b = steps[next];
  const share = (predicted - a.predicted) / (b.predicted - a.predicted);
  return a.observed + share * (b.observed - a.observed);
}
