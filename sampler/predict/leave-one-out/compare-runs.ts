/** Runs of several models on the same data, compared by leave-one-out cross-validation. */
import type { LoadedData } from '../../../grammar/data.ts';
import { type ComparedModel, compareElpd } from '../../diagnose/compare-elpd.ts';
import { SMALL_DIFFERENCE } from '../../report/elpd-words.ts';
import type { LooOfRun } from './loo-of-run.ts';
import { countText } from './notes.ts';
import { differenceInData, orderOfPoints } from './same-data.ts';

export interface RunToCompare {
  /** Name given by the user. */
  readonly run: string;
  readonly result: LooOfRun;
  readonly data: LoadedData;
}

type CompareResult =
  | { readonly kind: 'ok'; readonly rows: readonly ComparedModel[]; readonly warnings: readonly string[] }
  /** Not of the same data; the difference in words. */
  | { readonly kind: 'problem'; readonly message: string };

/** With fewer points the standard error of a difference is too small. */
const FEW_POINTS = 100;

export function compareRuns(runs: readonly RunToCompare[]): CompareResult {
  const observed = runs.map(({ run, result, data }) => ({ run, points: result.points, data }));
  const difference = differenceInData(observed);
  if (difference !== null) {
    const message = `${difference}; elpd is comparable on the same data alone, so fit both models to the same rows and the same outcome`;
    return { kind: 'problem', message };
  }
  const orders = observed.map(orderOfPoints);
  const rows = compareElpd(
    runs.map(({ result }, k) => Float64Array.from(orders[k], (i) => result.loo.pointwise.elpd[i])),
  );
  return { kind: 'ok', rows, warnings: warningsOf(runs, rows) };
}

function warningsOf(runs: readonly RunToCompare[], rows: readonly ComparedModel[]): readonly string[] {
  const warnings: string[] = [];
  for (const { run, result } of runs)
    warnings.push(...result.warnings.map((warning) => `${run}: ${warning}`));
  const best = runs[rows[0].model].run;
  const small = rows.slice(1).filter(({ elpdDiff }) => Math.abs(elpdDiff) < SMALL_DIFFERENCE);
  if (small.length > 0) {
    const names = small.map(({ model }) => runs[model].run).join(', ');
    warnings.push(
      `${names}: elpd differs from that of ${best} by less than ${SMALL_DIFFERENCE}: the models predict about equally well, and neither se_diff nor p_worse can tell them apart`,
    );
  }
  const { length } = runs[0].result.points;
  if (length < FEW_POINTS) {
    warnings.push(
      `${countText(length, 'point')}, fewer than ${FEW_POINTS}: se_diff may be too small and p_worse too sure`,
    );
  }
  if (runs.some(({ result }) => result.points.some(({ observed }) => observed === null))) {
    warnings.push(
      'the models observe expressions: elpd is comparable where they are on the same scale, such as `y - mu` and `y - nu`, not `log(y) - mu`',
    );
  }
  return warnings;
}
