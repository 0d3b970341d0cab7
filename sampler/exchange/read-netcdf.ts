/** The groups `posterior` and `sample_stats` of a NetCDF-4 file in ArviZ's layout as draws. */
import { Dataset, File, Group, ready } from 'h5wasm/node';
import { isHdf5 } from './hdf5-signature.ts';
import { type OutsideResult, outsideDraws } from './outside-draws.ts';

interface FoundArray {
  readonly name: string;
  readonly dims: readonly string[];
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly labels: readonly (readonly string[])[];
}

const problem = (message: string) => ({ kind: 'problem', message }) as const;

/** @param name as the user wrote it. */
export async function readNetcdf(path: string, name: string): Promise<OutsideResult> {
  if (!isHdf5(path))
    return problem(`${name}: expected a NetCDF-4 file, which is HDF5, found a file without HDF5's signature`);
  const library = await ready;
  // Else it prints pages about a damaged file, and reads on.
  library.activate_throwing_error_handler();
  try {
    const file = new File(path, 'r');
    try {
      return drawsOf(file, name);
    } finally {
      file.close();
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    // The last frame of its stack is the cause.
    const why = [...text.matchAll(/\): ([^\n]+)/g)].at(-1)?.[1];
    return problem(
      `${name}: expected a whole NetCDF-4 file, found a damaged one${why === undefined ? '' : ` (HDF5: ${why})`}: write it again`,
    );
  } finally {
    library.deactivate_throwing_error_handler();
  }
}

function drawsOf(file: File, name: string): OutsideResult {
  const posterior = file.keys().includes('posterior') ? file.get('posterior') : null;
  if (!(posterior instanceof Group))
    return problem(
      `${name}: expected a group posterior, as ArviZ writes it, found ${file.keys().join(', ') || 'no groups'}`,
    );
  const arrays = arraysOf(file, posterior).filter(
    ({ dims }) => dims.includes('chain') && dims.includes('draw'),
  );
  if (arrays.length === 0)
    return problem(
      `${name}, group posterior: expected arrays with dimensions chain and draw, found ${posterior.keys().join(', ') || 'none'}`,
    );
  const odd = arrays.find(({ dims }) => dims[0] !== 'chain' || dims[1] !== 'draw');
  if (odd !== undefined)
    return problem(
      `${name}, posterior/${odd.name}: expected the dimensions chain, draw first, found ${odd.dims.join(', ')}`,
    );
  const [chains, draws] = arrays[0].shape;
  if (chains * draws === 0)
    return problem(`${name}, group posterior: expected draws, found ${chains} chains of ${draws}`);
  const other = arrays.find(({ shape }) => shape[0] !== chains || shape[1] !== draws);
  if (other !== undefined)
    return problem(
      `${name}, posterior/${other.name}: expected ${chains} chains of ${draws} draws, as ${arrays[0].name} has, found ${other.shape[0]} of ${other.shape[1]}`,
    );
  const columns = new Map(arrays.flatMap((array) => elementsOf(array, chains * draws)));
  const group = file.keys().includes('sample_stats') ? file.get('sample_stats') : null;
  const statistics = group instanceof Group ? arraysOf(file, group) : [];
  const statistic = (key: string) => {
    const array = statistics.find((one) => one.name === key);
    return array !== undefined && array.values.length === chains * draws ? array.values : undefined;
  };
  const treeDepth = statistic('tree_depth');
  const cut = statistic('reached_max_treedepth');
  const found = { divergent: statistic('diverging'), energy: statistic('energy'), treeDepth };
  return {
    kind: 'ok',
    outside: outsideDraws(columns, found, chains, draws, depthOfCut(treeDepth, cut)),
  };
}

/** The doublings of the trajectories that were cut short; above all others where none was. */
function depthOfCut(depths: Float64Array | undefined, cut: Float64Array | undefined): number | null {
  if (depths === undefined || cut === undefined) return null;
  const reached = depths.filter((_, i) => cut[i] !== 0);
  return reached.length === 0 ? Number.POSITIVE_INFINITY : reached.reduce((a, b) => Math.min(a, b));
}

/** Arrays of numbers. */
function arraysOf(file: File, group: Group): readonly FoundArray[] {
  return group.keys().flatMap((name): FoundArray[] => {
    const array = group.get(name);
    if (!(array instanceof Dataset) || array.get_scale_name() !== null) return [];
    const values = numbersOf(array.value);
    if (values === null) return [];
    const shape = array.shape ?? [];
    const scales = shape.map((_, axis) => array.get_attached_scales(axis)[0] ?? '');
    const dims = scales.map((scale) => scale.split('/').pop() ?? '');
    const labels = scales.map((scale, axis) => labelsOf(scale === '' ? null : file.get(scale), shape[axis]));
    return [{ name, dims, shape, values, labels }];
  });
}

function numbersOf(values: unknown): Float64Array | null {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array)
    return Float64Array.from(values, Number);
  if (ArrayBuffer.isView(values) && !(values instanceof DataView))
    return Float64Array.from(values as Float64Array);
  return null;
}

/** Positions from 0, as ArviZ counts, where a dimension has no coordinate. */
function labelsOf(scale: unknown, size: number): readonly string[] {
  const positions = () => Array.from({ length: size }, (_, i) => String(i));
  if (!(scale instanceof Dataset)) return positions();
  if (scale.get_scale_name()?.startsWith('This is a netCDF dimension but not a netCDF variable'))
    return positions();
  const { value } = scale;
  if (Array.isArray(value)) return value.map(String);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, String);
  return positions();
}

function elementsOf(
  { name, values, labels }: FoundArray,
  draws: number,
): (readonly [string, Float64Array])[] {
  const elements = labels
    .slice(2)
    .reduce<string[][]>(
      (prefixes, own) => prefixes.flatMap((prefix) => own.map((label) => [...prefix, label])),
      [[]],
    );
  return elements.map((at, k) => [
    at.length === 0 ? name : `${name}[${at.join(',')}]`,
    Float64Array.from({ length: draws }, (_, draw) => values[draw * elements.length + k]),
  ]);
}
