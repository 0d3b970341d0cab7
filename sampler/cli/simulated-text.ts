/** A simulated data set as a table or as JSON that the model's data blocks read. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import type { Simulated } from '../predict/simulate.ts';
import { csvNumber, csvText } from './csv-text.ts';

type Table =
  | { readonly kind: 'ok'; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string };

interface Column {
  readonly head: string;
  /** At a position of each axis of the rows. */
  at(positions: readonly number[]): string;
}

/** A row for each value of the outcomes, under the names of the columns that the model reads. */
export function simulatedTable({ arrays, outcomes }: Simulated, data: LoadedData): Table {
  const shapes = outcomes.map((name) => arrays.get(name)?.dims ?? []);
  const [axes] = shapes;
  const same = shapes.every((dims) => namesOf(dims).join() === namesOf(axes).join());
  if (axes === undefined)
    return { kind: 'problem', message: 'the model observes no datum, so there is nothing to simulate' };
  if (!same)
    return {
      kind: 'problem',
      message: `${outcomes.map((name) => `\`${name}\``).join(' and ')} are over different dimensions, so they are no table: use \`--format json\``,
    };
  if (axes.length === 0 || axes.some(({ name }) => name === null))
    return {
      kind: 'problem',
      message: `${outcomes.map((name) => `\`${name}\``).join(' and ')} ${outcomes.length > 1 ? 'have' : 'has'} no dimension with a name, so there are no rows of a table: use \`--format json\``,
    };
  const columns = [
    ...axes.flatMap(({ name }, axis): Column[] => {
      const dim = name === null ? undefined : data.dims.get(name);
      if (dim === undefined || (axes.length === 1 && !dim.labelled)) return [];
      return [{ head: dim.name, at: (positions) => csvText(dim.labels[positions[axis]]) }];
    }),
    ...[...arrays.values()].flatMap((array) => columnsOf(array, axes, data)),
  ];
  const lines = [columns.map(({ head }) => csvText(head)).join(',')];
  for (const positions of positionsOf(axes.map(({ size }) => size)))
    lines.push(columns.map((column) => column.at(positions)).join(','));
  return { kind: 'ok', text: `${lines.join('\n')}\n` };
}

/** One for data over axes of the rows; one for each label of an axis beyond them. */
function columnsOf(array: DataArray, axes: DataArray['dims'], data: LoadedData): readonly Column[] {
  const { name, dims } = array;
  const places = dims.map((dim) => axes.findIndex((axis) => axis.name !== null && axis.name === dim.name));
  const offset = (positions: readonly number[], last: number | null) =>
    dims.reduce((sum, { size }, k) => {
      const at = places[k] < 0 ? (last ?? 0) : positions[places[k]];
      return sum * size + at;
    }, 0);
  const head = data.sources.get(name)?.column ?? name;
  const over = places.filter((place) => place >= 0).length;
  if (over === 0) return [];
  if (over === dims.length)
    return [{ head, at: (positions) => cellText(array, offset(positions, null), data) }];
  const last = dims[dims.length - 1];
  const labels = last.name === null ? undefined : data.dims.get(last.name)?.labels;
  if (over < dims.length - 1 || places[dims.length - 1] >= 0 || labels === undefined) return [];
  return labels.map((label, k) => ({
    head: label,
    at: (positions) => cellText(array, offset(positions, k), data),
  }));
}

function cellText(array: DataArray, place: number, data: LoadedData): string {
  const value = valueAt(array, place, data);
  if (typeof value === 'string') return csvText(value);
  return typeof value === 'boolean' ? String(value) : csvNumber(value);
}

function* positionsOf(sizes: readonly number[]): Generator<readonly number[]> {
  const total = sizes.reduce((product, size) => product * size, 1);
  for (let i = 0; i < total; i++) {
    let rest = i;
    const positions = sizes.toReversed().map((size) => {
      const at = rest % size;
      rest = (rest - at) / size;
      return at;
    });
    yield positions.reverse();
  }
}

/** All data of the model by name, in nested lists. */
export function simulatedData({ arrays }: Simulated, data: LoadedData): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...arrays.values()].map((array) => {
      const values = Array.from(array.values, (_, place) => {
        const value = valueAt(array, place, data);
        // JSON has no infinity; the model reads this word.
        return value === Number.POSITIVE_INFINITY
          ? 'inf'
          : value === Number.NEGATIVE_INFINITY
            ? '-inf'
            : value;
      });
      return [
        array.name,
        nestedList(
          values,
          array.dims.map(({ size }) => size),
        ),
      ];
    }),
  );
}

/** By name, in nested lists. */
export function parameterValues({ parameters }: Simulated): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...parameters].map(([name, { values, shape }]) => [name, nestedList([...values], shape)]),
  );
}

function valueAt(
  { values, labelsOf, element }: DataArray,
  place: number,
  { dims }: LoadedData,
): string | number | boolean | null {
  const value = values[place];
  if (Number.isNaN(value)) return null;
  if (labelsOf !== null) return dims.get(labelsOf)?.labels[value - 1] ?? value;
  return element === 'bool' ? value !== 0 : value;
}

function nestedList(values: readonly unknown[], shape: readonly number[]): unknown {
  if (shape.length === 0) return values[0];
  const [size, ...rest] = shape;
  const width = values.length / Math.max(1, size);
  return Array.from({ length: size }, (_, i) => nestedList(values.slice(i * width, (i + 1) * width), rest));
}

function namesOf(dims: DataArray['dims']): readonly string[] {
  return dims.map(({ name, size }) => name ?? String(size));
}
