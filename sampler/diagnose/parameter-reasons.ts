/** Problems of a parameter's draws that R-hat and ESS miss because they use ranks. */
import type { Reason, SummaryRow } from '../report/sample-report.ts';
import { NO_MEAN_K } from '../stats/diagnostic-limits.ts';
import { atLeastText, statText } from '../stats/number-text.ts';
import { countOf, type LineOf, withNames } from './reason.ts';

export interface Parameters {
  /** Elements with an unconstrained coordinate of their own. */
  readonly free: ReadonlySet<string>;
  isParameter(name: string): boolean;
}

/** Squares of smaller differences underflow. */
const CLOSEST = 1e-150;

/** A parameter whose draws all round to one value would otherwise pass as a constant, which has no diagnostics. */
export function motionlessReason(
  rows: readonly SummaryRow[],
  { free }: Parameters,
  lineOf?: LineOf,
): Reason[] {
  const still = rows.filter(({ name, sd, mean }) => free.has(name) && Number.isFinite(mean) && sd < CLOSEST);
  if (still.length === 0) return [];
  const [{ name, mean }] = still;
  return [
    withNames(still, lineOf, {
      code: 'motionless',
      message: `${countOf(still, 'parameter does', 'parameters do')} not move as far as numbers can tell: the draws of ${name}, all about ${statText(mean, null)}, differ by too little to compute with`,
      nextStep: `Change the unit of ${name.split('[')[0]}, so that its values differ by something like 1; or make it a constant with \`let\``,
    }),
  ];
}

export function noMeanReason(
  rows: readonly SummaryRow[],
  { isParameter }: Parameters,
  lineOf?: LineOf,
): Reason[] {
  const heavy = rows
    .filter(({ name, pareto_k_mean = 0 }) => pareto_k_mean >= NO_MEAN_K && isParameter(name))
    .toSorted((a, b) => (b.pareto_k_mean ?? 0) - (a.pareto_k_mean ?? 0));
  if (heavy.length === 0) return [];
  const [{ name, pareto_k_mean = Number.NaN }] = heavy;
  return [
    withNames(heavy, lineOf, {
      code: 'no-mean',
      message: `${countOf(heavy, 'parameter has', 'parameters have')} so heavy a tail that there seems to be no mean and no standard deviation (Pareto k below ${NO_MEAN_K} is wanted; that of ${name} is ${atLeastText(pareto_k_mean, NO_MEAN_K, 2)}): averages of the draws do not settle, however many there are`,
      nextStep:
        'Read medians and quantiles, not means; for a mean, give it a proper prior that has one, such as `Normal(…)` or `StudentT(4, …)`',
    }),
  ];
}
