/** The penalty of a regression by cross-validation within its own rows. */
import type { Family } from './families.ts';
import { fitPath, type PenalisedFit, type RegressionRows } from './penalised-regression.ts';

/** From almost all to none: 10^6 to 10^-3, two to a power of ten. */
export const PENALTIES: readonly number[] = Array.from({ length: 19 }, (_, k) => 10 ** ((12 - k) / 2));

interface ChosenPenalty {
  readonly penalty: number;
  /** Mean loss of a row that is left out, at each penalty. */
  readonly losses: readonly number[];
}

/** @param foldOf the fold of each row; each is predicted by a fit to the rows of the other folds. */
export function choosePenalty(
  rows: RegressionRows,
  family: Family,
  foldOf: readonly number[],
  penalties: readonly number[] = PENALTIES,
): ChosenPenalty {
  const n = foldOf.length;
  const losses = new Float64Array(penalties.length);
  for (const fold of new Set(foldOf)) {
    const train = selectRows(rows, (i) => foldOf[i] !== fold);
    const test = selectRows(rows, (i) => foldOf[i] === fold);
    for (const [k, fit] of fitPath(train, family, penalties).entries())
      losses[k] += lossOf(fit, test, family) / n;
  }
  const best = losses.reduce((least, loss, k) => (loss < losses[least] ? k : least), 0);
  return { penalty: penalties[best], losses: [...losses] };
}

export function selectRows(rows: RegressionRows, isIn: (row: number) => boolean): RegressionRows {
  const filter = (values: Float64Array) => values.filter((_, i) => isIn(i));
  return {
    columns: rows.columns.map(filter),
    outcome: filter(rows.outcome),
    offset: filter(rows.offset),
    trials: filter(rows.trials),
  };
}

function lossOf(
  { intercept, weights, centres, scales }: PenalisedFit,
  rows: RegressionRows,
  family: Family,
): number {
  const { outcome, offset, trials, columns } = rows;
  let loss = 0;
  for (let i = 0; i < outcome.length; i++) {
    let eta = intercept + offset[i];
    for (const [j, column] of columns.entries()) eta += (weights[j] * (column[i] - centres[j])) / scales[j];
    loss += family.loss(outcome[i], eta, trials[i]);
  }
  return loss;
}
