/** Points by the labels of a dimension: what leave-one-group-out leaves out together. */
import type { DataArray, LoadedData } from '../../../grammar/data.ts';
import { positionsIn } from '../positions-in-datum.ts';
import type { Point } from './points.ts';

export interface PointGroup {
  readonly label: string;
  readonly points: readonly Point[];
}

type PointGroups =
  | { readonly kind: 'ok'; readonly groups: readonly PointGroup[] }
  | { readonly kind: 'problem'; readonly message: string };

/** @param by a dimension that an axis or a label datum of every outcome has, or the name of a label datum */
export function groupsBy(points: readonly Point[], data: LoadedData, by: string): PointGroups {
  const members = new Map<string, Point[]>();
  const keys = new Map<string, ((place: number) => string) | null>();
  for (const point of points) {
    const { datum, places } = point;
    let key = keys.get(datum);
    if (key === undefined) {
      key = labelAt(data, datum, by);
      keys.set(datum, key);
    }
    if (key === null) return { kind: 'problem', message: notBy(datum, data, by) };
    const label = key(places[0]);
    const own = members.get(label);
    if (own === undefined) members.set(label, [point]);
    else own.push(point);
  }
  const groups = [...members].map(([label, own]) => ({ label, points: own }));
  if (groups.length < 2)
    return {
      kind: 'problem',
      message: `all points are of one group by \`${by}\`: there is nothing to compare`,
    };
  return { kind: 'ok', groups };
}

/** The label at a place of a datum; null where the datum has none. */
function labelAt(data: LoadedData, datum: string, by: string): ((place: number) => string) | null {
  const array = data.arrays.get(datum);
  if (array === undefined) return null;
  const axis = array.dims.find(({ name }) => name === by);
  const dim = data.dims.get(by);
  if (axis !== undefined && dim !== undefined) {
    const position = positionsIn({ dims: [axis] }, array);
    return position === null ? null : (place) => dim.labels[position(place)];
  }
  for (const labels of labelData(data)) {
    if (labels.name !== by && labels.labelsOf !== by) continue;
    const position = positionsIn(labels, array);
    const names = data.dims.get(labels.labelsOf ?? '')?.labels;
    if (position !== null && names !== undefined) return (place) => names[labels.values[position(place)] - 1];
  }
  return null;
}

function labelData({ arrays }: LoadedData): readonly DataArray[] {
  return [...arrays.values()].filter(({ labelsOf, dims }) => labelsOf !== null && dims.length > 0);
}

function notBy(datum: string, data: LoadedData, by: string): string {
  const array = data.arrays.get(datum);
  const axes = array?.dims.flatMap(({ name }) => name ?? []) ?? [];
  const labels = array === undefined ? [] : labelData(data).filter((one) => positionsIn(one, array) !== null);
  const known = [...new Set([...axes, ...labels.map(({ name }) => name)])].filter((name) => name !== datum);
  const expected = known.length === 0 ? 'it has no groups' : `expected one of ${known.join(', ')}`;
  return `\`${datum}\` has no groups by \`${by}\`: ${expected}`;
}
