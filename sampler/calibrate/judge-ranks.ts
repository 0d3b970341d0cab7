/** From the ranks of all simulations to rows: which are not uniform, and how. */
import { holm } from '../diagnose/fit/holm.ts';
import { type CalibrationRow, LOG_LIKELIHOOD, type RankShape } from '../report/calibration-report.ts';
import { type Band, uniformityTest } from './rank-uniformity.ts';
import type { SimulationRecord } from './simulations.ts';

/** Probability that a right model passes, all rows together. */
export const LEVEL = 0.99;

/** Standard errors by which mean or spread of the ranks is off, to be called so. */
const CLEAR = 3;

type Fitted = Extract<SimulationRecord, { readonly kind: 'fitted' }>;

interface JudgedRanks {
  readonly rows: readonly CalibrationRow[];
  readonly band: Band;
}

/** @param fitted in the order of the simulations. @param lineOf line that declares a parameter, by its name. */
export function judgeRanks(
  fitted: readonly Fitted[],
  draws: number,
  lineOf: (parameter: string) => number | null,
): JudgedRanks {
  // What is fixed by its type, as the corner of a Cholesky factor, has no rank.
  const free = new Set(
    fitted.flatMap(({ ranks, tied }) => {
      const fixed = new Set(tied);
      return Object.keys(ranks).filter((name) => !fixed.has(name));
    }),
  );
  const test = uniformityTest(fitted.length, draws + 1);
  const tested = [...free].map((name) => {
    const ranks = fitted.flatMap((one) => one.ranks[name] ?? []);
    return { name, ranks, pValue: test.pValue(ranks) };
  });
  const adjusted = holm(tested.map(({ pValue }) => pValue));
  const rows = tested.map(({ name, ranks, pValue }, k): CalibrationRow => {
    const passes = !(adjusted[k] < 1 - LEVEL);
    return {
      name,
      ranks,
      passes,
      p_value: pValue,
      p_adjusted: adjusted[k],
      shape: passes ? 'uniform' : shapeOf(ranks, draws),
      line: name === LOG_LIKELIHOOD ? null : lineOf(name.split('[')[0]),
    };
  });
  return { rows, band: test.band(LEVEL) };
}

/** What is farthest from that of uniform ranks: their mean, or their spread about the middle. */
export function shapeOf(ranks: readonly number[], draws: number): RankShape {
  const u = ranks.map((rank) => (rank + 0.5) / (draws + 1) - 0.5);
  const count = u.length;
  const mean = u.reduce((sum, x) => sum + x, 0) / count;
  const square = u.reduce((sum, x) => sum + x * x, 0) / count;
  // Of a uniform number within ±1/2: variance 1/12, and 1/180 that of its square.
  const shift = mean / Math.sqrt(1 / 12 / count);
  const spread = (square - 1 / 12) / Math.sqrt(1 / 180 / count);
  if (Math.max(Math.abs(shift), Math.abs(spread)) < CLEAR) return 'uneven';
  if (Math.abs(shift) >= Math.abs(spread)) return shift < 0 ? 'low' : 'high';
  return spread > 0 ? 'narrow' : 'wide';
}
