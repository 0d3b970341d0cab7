/** A model's data as groups of ArviZ's layout: the observed, and the others. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { observedNames } from '../predict/observed-data.ts';
import { type ArrayOnAxes, type Axis, axesOf, groupOf, type InferenceGroup } from './inference-data.ts';

export function dataGroups(program: Program, data: LoadedData): readonly InferenceGroup[] {
  const observed = observedNames(program);
  const arrays = [...data.arrays.values()].filter(({ values }) => values.length > 0);
  const isObserved = ({ name }: DataArray) => observed.has(name);
  return [
    groupOf(
      'observed_data',
      arrays.filter(isObserved).map((array) => observedArray(array, data)),
    ),
    groupOf(
      'constant_data',
      arrays.filter((array) => !isObserved(array)).map((array) => constantArray(array, data)),
    ),
  ].filter((group) => group !== null);
}

/** The axes of a datum. */
export function axesOfDatum({ name, dims }: DataArray, data: LoadedData): readonly Axis[] {
  return axesOf(
    name,
    dims.map(({ name: dim, size }) => ({
      name: dim,
      labels:
        (dim === null ? undefined : data.dims.get(dim)?.labels) ??
        Array.from({ length: size }, (_, i) => String(i + 1)),
    })),
  );
}

/** Labels are positions, 1 for the first, which predictions of them are too. */
function observedArray(array: DataArray, data: LoadedData): ArrayOnAxes {
  const labels = labelsOf(array, data);
  return {
    name: array.name,
    axes: axesOfDatum(array, data),
    values: numbersOf(array),
    ...(labels === undefined ? {} : { labels }),
  };
}

/** Labels are written as such. */
function constantArray(array: DataArray, data: LoadedData): ArrayOnAxes {
  const labels = labelsOf(array, data);
  return {
    name: array.name,
    axes: axesOfDatum(array, data),
    values:
      labels === undefined
        ? numbersOf(array)
        : Array.from(array.values, (position) => labels[position - 1] ?? ''),
  };
}

function labelsOf({ labelsOf: dim }: DataArray, data: LoadedData): readonly string[] | undefined {
  return dim === null ? undefined : data.dims.get(dim)?.labels;
}

/** Missing values need real numbers. */
function numbersOf({ element, values }: DataArray): ArrayOnAxes['values'] {
  if (element === 'real' || !values.every(Number.isSafeInteger)) return values;
  return element === 'bool' ? Uint8Array.from(values) : BigInt64Array.from(values, BigInt);
}
