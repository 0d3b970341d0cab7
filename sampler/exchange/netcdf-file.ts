/**
 * Writes NetCDF-4, which is HDF5 with conventions: each dimension is a dataset marked as a scale, attached to the axes
 * of the arrays that have it, with its number in the file (`_Netcdf4Dimid`); groups, datasets and attributes keep the
 * order in which they were made.
 */
import { type Dataset, File, type Group, ready } from 'h5wasm/node';
import type { Coordinate, InferenceGroup, LabelledArray } from './inference-data.ts';

/** By name: texts, and numbers. */
type FileAttributes = Readonly<Record<string, string | number>>;

/** What writes, once its module is loaded. */
type WriteNetcdf = (path: string, groups: readonly InferenceGroup[], attributes: FileAttributes) => void;

/** @throws (what it returns, too) where the file cannot be written. */
export async function netcdfWriter(): Promise<WriteNetcdf> {
  await ready;
  return (path, groups, attributes) => {
    const file = new File(path, 'w', { track_order: true, libver: ['v108', 'v108'] });
    try {
      setAttributes(file, attributes);
      let firstId = 0;
      for (const group of groups) {
        writeGroup(file.create_group(group.name, true), group, attributes, firstId);
        firstId += group.coordinates.size;
      }
    } finally {
      file.close();
    }
  };
}

function writeGroup(
  into: Group,
  { name, coordinates, arrays }: InferenceGroup,
  attributes: FileAttributes,
  firstId: number,
): void {
  setAttributes(into, attributes);
  for (const [i, [dim, coordinate]] of [...coordinates].entries()) {
    const scale = createDataset(into, dim, coordinate, [coordinate.length]);
    scale.make_scale(dim);
    scale.create_attribute('_Netcdf4Dimid', firstId + i, [], '<i');
  }
  for (const array of arrays) writeArray(into, name, array, coordinates);
}

function writeArray(
  into: Group,
  group: string,
  { name, dims, values, labels }: LabelledArray,
  coordinates: ReadonlyMap<string, Coordinate>,
): void {
  const shape = dims.map((dim) => coordinates.get(dim)?.length ?? 0);
  // NetCDF has no booleans; xarray reads bytes with this attribute as booleans.
  const dataset = createDataset(
    into,
    name,
    values instanceof Uint8Array ? Int8Array.from(values) : values,
    shape,
  );
  if (values instanceof Uint8Array) dataset.create_attribute('dtype', 'bool', [], 'S');
  if (labels !== undefined) dataset.create_attribute('labels', [...labels], [labels.length], 'S');
  for (const [axis, dim] of dims.entries()) dataset.attach_scale(axis, `/${group}/${dim}`);
}

function createDataset(
  into: Group,
  name: string,
  values: Coordinate | Float64Array | Int8Array,
  shape: number[],
): Dataset {
  const isText = Array.isArray(values);
  return into.create_dataset({
    name,
    data: isText ? [...values] : (values as Float64Array),
    shape,
    // Texts of any length.
    ...(isText ? { dtype: 'S' } : {}),
    track_order: true,
  });
}

function setAttributes(on: Group, attributes: FileAttributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'string') on.create_attribute(name, value, [], 'S');
    else on.create_attribute(name, value, [], '<d');
  }
}
