/** The groups of a datum's values by every label datum over its axes: `site` of each row. */
import type { DataArray, LoadedData } from '../../../grammar/data.ts';
import { positionsIn } from '../positions-in-datum.ts';

interface LabelGroup {
  readonly by: string;
  readonly label: string;
  /** Positions in `places`. */
  readonly members: Int32Array;
}

/** A smaller group has no distribution to speak of. */
const LEAST_VALUES = 5;
/** Of one label datum; the largest. */
const MOST_GROUPS = 200;

/** @param places flat places of the values in the datum */
export function labelGroups(data: LoadedData, datum: string, places: Int32Array): readonly LabelGroup[] {
  const array = data.arrays.get(datum);
  if (array === undefined) return [];
  return [...data.arrays.values()].flatMap((labels) => {
    if (labels.name === datum || labels.labelsOf === null || labels.dims.length === 0) return [];
    const positionOf = positionsIn(labels, array);
    const names = data.dims.get(labels.labelsOf)?.labels;
    return positionOf === null || names === undefined
      ? []
      : groupsBy(labels, names, (member) => positionOf(places[member]), places.length);
  });
}

function groupsBy(
  { name, values }: DataArray,
  labels: readonly string[],
  positionOf: (member: number) => number,
  count: number,
): readonly LabelGroup[] {
  const members = labels.map((): number[] => []);
  for (let member = 0; member < count; member++) members[values[positionOf(member)] - 1]?.push(member);
  const groups = members.flatMap((own, k) =>
    own.length < LEAST_VALUES || own.length === count
      ? []
      : [{ by: name, label: labels[k], members: Int32Array.from(own) }],
  );
  return groups.toSorted((a, b) => b.members.length - a.members.length).slice(0, MOST_GROUPS);
}
