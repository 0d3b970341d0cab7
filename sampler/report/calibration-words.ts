/** What ranks of true values that are not uniform mean, in words. */
import type { CalibrationReport, CalibrationRow, RankShape } from './calibration-report.ts';
import { LOG_LIKELIHOOD } from './calibration-report.ts';

/** Of a parameter. */
const ofParameter: Readonly<Record<RankShape, string>> = {
  uniform: 'its ranks are uniform',
  low: 'its ranks are too low: true values lie below the draws too often, so that the posterior lies too high',
  high: 'its ranks are too high: true values lie above the draws too often, so that the posterior lies too low',
  narrow: 'too many ranks lie at both ends: the posterior is too narrow',
  wide: 'too many ranks lie in the middle: the posterior is too wide',
  uneven: 'its ranks are not uniform: the posterior has another shape than the true values',
};

/** Of the log likelihood, which is highest where the data are followed most closely. */
const ofLikelihood: Readonly<Record<RankShape, string>> = {
  ...ofParameter,
  low: 'its ranks are too low: the draws follow the data more closely than the true values do, as if the data counted too much or the prior too little',
  high: 'its ranks are too high: the draws follow the data less closely than the true values do, as if the data counted too little or the prior too much',
};

export function shapeWords({ name, shape }: Pick<CalibrationRow, 'name' | 'shape'>): string {
  return (name === LOG_LIKELIHOOD ? ofLikelihood : ofParameter)[shape];
}

/** The verdict in one sentence. */
export function calibrationVerdict({ rows, passes, simulations }: CalibrationReport): string {
  const failing = rows.filter((row) => !row.passes);
  if (rows.length === 0) return 'Nothing could be ranked.';
  if (failing.length > 0) {
    const some = failing.length === 1 ? '1 row does' : `${failing.length} rows do`;
    return `Not calibrated: ${some} not have uniform ranks.`;
  }
  if (!passes) return 'Not judged: too many simulations could not be fitted.';
  return `Calibrated, as far as ${simulations} simulations can tell: the ranks of every row are uniform.`;
}
