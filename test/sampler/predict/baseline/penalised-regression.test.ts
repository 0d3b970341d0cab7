/** Penalised regressions of the examples, against scikit-learn (`test/golden/baseline.py`). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileForward } from '../../../../sampler/compile/compile-forward.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';
import { choosePenalty, PENALTIES, selectRows } from '../../../../sampler/predict/baseline/choose-penalty.ts';
import { type FamilyName, families } from '../../../../sampler/predict/baseline/families.ts';
import {
  fitPenalised,
  predictMeans,
  type RegressionRows,
} from '../../../../sampler/predict/baseline/penalised-regression.ts';
import { regressionOfModel } from '../../../../sampler/predict/baseline/regression-of-model.ts';
import { observedModel } from '../../../../sampler/predict/leave-one-out/score-points.ts';
import golden from '../../../golden/baseline.json' with { type: 'json' };

/** The regression that the model of an example is, or made data. */
async function rowsOf({ name, columns, outcome }: (typeof golden.cases)[number]): Promise<RegressionRows> {
  if (columns !== null && outcome !== null) {
    const ones = new Float64Array(outcome.length).fill(1);
    const given = columns.map((column) => Float64Array.from(column));
    return {
      columns: given,
      outcome: Float64Array.from(outcome),
      offset: new Float64Array(ones.length),
      trials: ones,
    };
  }
  const path = new URL(`../../../../examples/${name}.bayes`, import.meta.url).pathname;
  const checked = checkModel(readFileSync(path, 'utf8'), path);
  const observed = observedModel(checked.program, checked.data);
  if (observed.kind !== 'ok') throw new Error(observed.kind);
  const found = await regressionOfModel(
    checked,
    compileForward(observed.ir, { logLikelihood: true }),
    FEWEST,
  );
  if (found.kind !== 'ok') throw new Error(found.diagnostics[0].message);
  return found.regression.rows;
}

/** Bioassay has four doses. */
const FEWEST = 4;

test('the grid of penalties is that of the golden values', () => {
  expect(PENALTIES.length).toBe(golden.penalties.length);
  for (const [k, penalty] of PENALTIES.entries())
    expect(Math.abs(penalty / golden.penalties[k] - 1)).toBeLessThan(1e-14);
});

test.each(golden.cases)('$name', async (one) => {
  const rows = await rowsOf(one);
  const family = families[one.family as FamilyName];
  const { penalty, losses } = choosePenalty(rows, family, one.fold);
  for (const [k, loss] of losses.entries()) expect(Math.abs(loss - one.losses[k])).toBeLessThan(1e-8);
  expect(Math.abs(penalty / one.penalty - 1)).toBeLessThan(1e-14);
  const last = Math.max(...one.fold);
  const train = selectRows(rows, (i) => one.fold[i] !== last);
  const test = selectRows(rows, (i) => one.fold[i] === last);
  for (const [text, means] of Object.entries(one.means)) {
    const found = predictMeans(fitPenalised(train, family, Number(text)), test, family);
    expect(found.length).toBe(means.length);
    for (const [i, mean] of means.entries()) expect(Math.abs(found[i] - mean)).toBeLessThan(1e-8);
  }
});

test('outcomes that are all the same have no best intercept, and get a finite one', () => {
  const rows = {
    columns: [Float64Array.of(1, 2, 3, 4)],
    outcome: new Float64Array(4),
    offset: new Float64Array(4),
    trials: new Float64Array(4).fill(1),
  };
  for (const name of ['binomial', 'poisson'] as const) {
    const fit = fitPenalised(rows, families[name], 1);
    for (const mean of predictMeans(fit, rows, families[name])) expect(mean).toBeCloseTo(0.5 / 5, 12);
  }
});
