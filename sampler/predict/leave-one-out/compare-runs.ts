/** Runs of several models on the same data, compared by leave-one-out cross-validation. */
import type { LoadedData } from '../../../grammar/data.ts';
import { type ComparedModel, compareElpd } from '../../diagnose/compare-elpd.ts';
import type { LooOfRun } from './loo-of-run.ts';
import { byDatum, countText } from './notes.ts';
import type { Point } from './points.ts';

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

/** Differences below this are within the error of the method, whatever their standard error (Sivula et al. 2025). */
const SMALL_DIFFERENCE = 4;
/** With fewer points the standard error of a difference is too small. */
const FEW_POINTS = 100;

export function compareRuns(runs: readonly RunToCompare[]): CompareResult {
  const [first, ...others] = runs;
  const orders = [order(first)];
  for (const other of others) {
    const own = order(other);
    const difference = differenceInData(first, other, { ofFirst: orders[0], ofOther: own });
    if (difference !== null) {
      const message = `${first.run} and ${other.run} cannot be compared: ${difference}; elpd is comparable on the same data alone, so fit both models to the same rows and the same outcome`;
      return { kind: 'problem', message };
    }
    orders.push(own);
  }
  const rows = compareElpd(
    runs.map(({ result }, k) => Float64Array.from(orders[k], (i) => result.loo.pointwise.elpd[i])),
  );
  return { kind: 'ok', rows, warnings: warningsOf(runs, rows) };
}

/** Indices of the points by datum and place, independent of the order of statements. */
function order({ result: { points } }: RunToCompare): readonly number[] {
  const alone = byDatum(points).size === 1;
  return [...points.keys()].sort((a, b) => {
    const [p, q] = [points[a], points[b]];
    if (!alone && p.datum !== q.datum) return p.datum < q.datum ? -1 : 1;
    return p.places[0] - q.places[0] || a - b;
  });
}

/** The difference between the points' values in words, or null. The name of a model's only datum may differ. */
function differenceInData(
  first: RunToCompare,
  other: RunToCompare,
  { ofFirst, ofOther }: { readonly ofFirst: readonly number[]; readonly ofOther: readonly number[] },
): string | null {
  const data = [byDatum(first.result.points), byDatum(other.result.points)] as const;
  const names = data.map((own) => [...own.keys()].sort());
  if (names[0].length > 1 || names[1].length > 1) {
    const text = (list: readonly string[]) => list.map((name) => `\`${name}\``).join(', ');
    if (names[0].join('\n') !== names[1].join('\n'))
      return `the first observes ${text(names[0])}, the second ${text(names[1])}`;
  }
  for (const [k, name] of names[0].entries()) {
    const [own, theirs] = [data[0].get(name) ?? [], data[1].get(names[1][k]) ?? []];
    if (own.length !== theirs.length) {
      const what = (points: readonly Point[]) =>
        `${countText(points.length, points[0].places.length > 1 ? 'joint point' : 'point')}`;
      return `\`${name}\` has ${what(own)} in the first and ${what(theirs)} in the second`;
    }
  }
  for (const [i, index] of ofFirst.entries()) {
    const p = first.result.points[index];
    const q = other.result.points[ofOther[i]];
    const [u, v] = [valuesOf(p, first.data), valuesOf(q, other.data)];
    if (u === null && v === null) continue;
    if (u === null || v === null)
      return `${p.name} and ${q.name} are a value and an expression whose value the unknowns decide`;
    const at = u.findIndex((value, j) => value !== v[j]);
    if (u.length !== v.length)
      return `${p.name} has ${countText(u.length, 'value')} in the first and ${v.length} in the second`;
    if (at >= 0) return `${p.name} is ${u[at]} in the first and ${q.name} is ${v[at]} in the second`;
  }
  return null;
}

/** The observed value, with labels as text; null where it depends on unknowns. */
function valuesOf(
  { datum, observed }: Point,
  { arrays, dims }: LoadedData,
): readonly (number | string)[] | null {
  if (observed === null) return null;
  const labels = dims.get(arrays.get(datum)?.labelsOf ?? '')?.labels;
  return Array.from(observed, (value) => labels?.[value - 1] ?? value);
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
