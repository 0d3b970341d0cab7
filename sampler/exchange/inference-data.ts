/** Draws and data in ArviZ's layout (the InferenceData schema): named groups of labelled arrays. Plain data. */

/** Strings, or whole numbers. */
export type Coordinate = readonly string[] | BigInt64Array;

export interface LabelledArray {
  readonly name: string;
  /** Names of its axes; each has a coordinate in the group. */
  readonly dims: readonly string[];
  /** Row-major. Bytes are flags, 0 or 1. */
  readonly values: Float64Array | BigInt64Array | Uint8Array | readonly string[];
  /** For values that are positions of labels: the labels, 1 for the first. */
  readonly labels?: readonly string[];
}

type GroupName =
  | 'posterior'
  | 'sample_stats'
  | 'log_likelihood'
  | 'posterior_predictive'
  | 'prior'
  | 'prior_predictive'
  | 'observed_data'
  | 'constant_data';

export interface InferenceGroup {
  readonly name: GroupName;
  readonly coordinates: ReadonlyMap<string, Coordinate>;
  readonly arrays: readonly LabelledArray[];
}

/** An axis of an array: its name and the labels of its positions. */
export interface Axis {
  readonly name: string;
  readonly coordinate: Coordinate;
}

/** An array before its group's coordinates are collected. */
export interface ArrayOnAxes extends Omit<LabelledArray, 'dims'> {
  readonly axes: readonly Axis[];
}

/** Null where there are no arrays. */
export function groupOf(name: GroupName, arrays: readonly ArrayOnAxes[]): InferenceGroup | null {
  if (arrays.length === 0) return null;
  const coordinates = new Map(
    arrays.flatMap(({ axes }) => axes.map((axis) => [axis.name, axis.coordinate] as const)),
  );
  return {
    name,
    coordinates,
    // xarray takes an array named like an axis for that axis's coordinate.
    arrays: arrays.map(({ axes, ...array }) => ({
      ...array,
      name: coordinates.has(array.name) ? `${array.name}_values` : array.name,
      dims: axes.map((axis) => axis.name),
    })),
  };
}

interface Dim {
  readonly name: string | null;
  readonly labels: readonly string[];
}

/** Axes without a name are named as ArviZ does: `a_dim_0`. */
export function axesOf(array: string, dims: readonly Dim[]): readonly Axis[] {
  return dims.map(({ name, labels }, k) => ({
    name: name ?? `${array}_dim_${k}`,
    coordinate: coordinateOf(labels),
  }));
}

/** Labels that are the positions 1, 2, 3… are numbers. */
export function coordinateOf(labels: readonly string[]): Coordinate {
  return labels.every((label, i) => label === String(i + 1))
    ? BigInt64Array.from(labels, (_, i) => BigInt(i + 1))
    : labels;
}

/** The axes of draws, which ArviZ counts from 0. */
export function drawAxes(chains: number, draws: number): readonly Axis[] {
  const counted = (count: number) => BigInt64Array.from({ length: count }, (_, i) => BigInt(i));
  return [
    { name: 'chain', coordinate: counted(chains) },
    { name: 'draw', coordinate: counted(draws) },
  ];
}
