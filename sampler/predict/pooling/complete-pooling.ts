/** What a regression expects that does not tell the groups apart. */
import type { ForwardModel } from '../../compile/compile-forward.ts';
import type { CheckedModel } from '../../model/check-model.ts';
import { fitPenalised, predictMeans } from '../baseline/penalised-regression.ts';
import { regressionOfModel } from '../baseline/regression-of-model.ts';

/** Keeps columns that determine one another apart; far too little to pull an estimate. */
const PENALTY = 1e-9;
const FEWEST_ROWS = 3;

/** @returns by position in the batch of outcomes; null where the model is no regression. @param by dimension of the groups */
export async function completePooling(
  checked: CheckedModel,
  forward: ForwardModel,
  by: string,
): Promise<ReadonlyMap<number, number> | null> {
  const found = await regressionOfModel(checked, forward, FEWEST_ROWS);
  if (found.kind !== 'ok') return null;
  const { columns, rows, family, points } = found.regression;
  const grouped = new Set(
    forward.params.filter(({ dims }) => dims.some(({ name }) => name === by)).map(({ name }) => name),
  );
  const kept = columns.filter(({ param }) => !grouped.has(param)).map(({ values }) => values);
  // One coefficient for all groups, in place of one for each: of an intercept it is a constant.
  for (const name of grouped) {
    const own = columns.filter(({ param }) => param === name);
    if (own.length === 0) continue;
    kept.push(rows.outcome.map((_, i) => own.reduce((sum, { values }) => sum + values[i], 0)));
  }
  const pooled = { ...rows, columns: kept };
  const means = predictMeans(fitPenalised(pooled, family, PENALTY), pooled, family);
  return new Map(points.map(({ position }, i) => [position, rows.trials[i] * means[i]]));
}
