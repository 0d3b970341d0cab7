/** Whether runs observe the same values, for what compares their models. */
import type { LoadedData } from '../../../grammar/data.ts';
import { byDatum, countText } from './notes.ts';
import type { Point } from './points.ts';

export interface ObservedByRun {
  /** Name given by the user. */
  readonly run: string;
  readonly points: readonly Point[];
  readonly data: LoadedData;
}

/** How the data of a run differ from those of the first, in words; null where all observe the same. */
export function differenceInData([first, ...others]: readonly ObservedByRun[]): string | null {
  for (const other of others) {
    const difference = differenceOfTwo(first, other);
    if (difference !== null) return `${first.run} and ${other.run} cannot be compared: ${difference}`;
  }
  return null;
}

/** Indices of the points by datum and place, independent of the order of statements. */
export function orderOfPoints({ points }: ObservedByRun): readonly number[] {
  const alone = byDatum(points).size === 1;
  return [...points.keys()].sort((a, b) => {
    const [p, q] = [points[a], points[b]];
    if (!alone && p.datum !== q.datum) return p.datum < q.datum ? -1 : 1;
    return p.places[0] - q.places[0] || a - b;
  });
}

/** The difference between the points' values in words, or null. The name of a model's only datum may differ. */
function differenceOfTwo(first: ObservedByRun, other: ObservedByRun): string | null {
  const [ofFirst, ofOther] = [orderOfPoints(first), orderOfPoints(other)];
  const data = [byDatum(first.points), byDatum(other.points)] as const;
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
    const p = first.points[index];
    const q = other.points[ofOther[i]];
    const [u, v] = [valuesOf(p, first.data), valuesOf(q, other.data)];
    if (u === null && v === null) continue;
    if (u === null || v === null)
      return `${p.name} and ${q.name} are a value and an expression whose value the unknowns decide`;
    const at = u.findIndex((value, j) => !Object.is(value, v[j]));
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
