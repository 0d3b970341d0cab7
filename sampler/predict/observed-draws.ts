/** Draws of one `observe` statement, and the inputs of the model that its draws are written to. */
import type { DataArray, LoadedData } from '../../grammar/data.ts';
import type { ForwardInstance, ForwardObservation, ForwardParam } from '../compile/compile-forward.ts';
import type { OutputArray, OutputDistribution } from '../compile/compiled-model.ts';
import { createDrawer, type Drawer } from '../compile/draw-distribution.ts';
import { sizeOf } from '../compile/passes/pass-program.ts';
import { placesOf } from '../compile/places-of-part.ts';
import type { Rng } from '../distributions/distribution-sampler.ts';
import { elementsOf } from './datum-elements.ts';
import type { Replicate } from './forward-sampler.ts';

/** One entry for each element of the inputs: 1 if given, 0 if drawn. */
export type Given = Uint8Array | undefined;

export interface ObservedDraws {
  readonly replicate: Replicate;
  /** Number of draws: one for each position of the batch. */
  readonly count: number;
  /** The input that the draws fill: missing values of the datum, or all of it. Null if nothing uses them. */
  readonly target: Target | null;
  /** Names of the parameters, imputed and drawn data among them, that its arguments depend on. */
  readonly dependsOn: ReadonlySet<string>;
  /** Draws one of them. True where the inputs changed. */
  draw(position: number, rng: Rng, given: Given): boolean;
  /** Position of a draw along the first axis of the datum. */
  rowAt(position: number): number;
  /** Values of the arguments at a position. */
  argumentsAt(position: number): Float64Array;
}

interface Target {
  readonly param: ForwardParam;
  /** Its element at a place of the datum. */
  readonly elementAt: ReadonlyMap<number, number>;
  /** Whether a value is in the datum's declared range for a missing value at a place. */
  readonly isInRange: (place: number, value: number) => boolean;
}

type ObservedDrawsResult =
  | { readonly kind: 'ok'; readonly draws: ObservedDraws }
  | { readonly kind: 'problem'; readonly message: string };

export function createObservedDraws(
  instance: ForwardInstance,
  observation: ForwardObservation,
  data: LoadedData,
  params: readonly ForwardParam[],
): ObservedDrawsResult {
  const { name, shape, datum, distribution, dependsOn } = observation;
  const count = sizeOf(shape);
  const made = createDrawer(distribution, count, instance.read);
  if (made.kind === 'problem') return made;
  const size = sizeOf(datum.shape);
  const replicate: Replicate = {
    datum: name,
    at: placesOf(data, name, datum.shape, observation.part),
    values: new Float64Array(size),
    observed: instance.read(datum),
  };
  const target = targetOf(data, name, params);
  const args = argumentsOf(distribution);
  const eventSize = count === 0 ? 0 : size / count;
  const dims = data.arrays.get(name)?.dims.slice(1) ?? [];
  const rowSize = dims.reduce((product, dim) => product * dim.size, 1);
  return {
    kind: 'ok',
    draws: {
      replicate,
      count,
      target,
      dependsOn: new Set(dependsOn),
      draw: writer(made.drawer, replicate, eventSize, target, instance.inputs),
      rowAt: (position) => Math.floor(replicate.at[position * eventSize] / rowSize),
      argumentsAt: (position) => blocksAt(args, position, count, instance),
    },
  };
}

/** Rejections after which a range counts as unreachable: the draw is kept. */
const MOST_REDRAWS = 10_000;

/** Whether an imputed value is outside its datum's declared range. */
function isOutside(target: Target | null, at: Int32Array, first: number, event: Float64Array): boolean {
  if (target === null) return false;
  return event.some((value, i) => {
    const place = at[first + i];
    return target.elementAt.has(place) && !target.isInRange(place, value);
  });
}

function writer(
  drawer: Drawer,
  { at, values }: Replicate,
  eventSize: number,
  target: Target | null,
  inputs: Float64Array,
): ObservedDraws['draw'] {
  const event = new Float64Array(eventSize);
  return (position, rng, given) => {
    const first = position * eventSize;
    drawer(position, rng, event);
    for (let tries = 0; tries < MOST_REDRAWS && isOutside(target, at, first, event); tries++)
      drawer(position, rng, event);
    values.set(event, first);
    let changed = false;
    if (target === null) return changed;
    const { param, elementAt } = target;
    for (let i = first; i < first + eventSize; i++) {
      const element = elementAt.get(at[i]);
      if (element === undefined || given?.[param.offset + element] === 1) continue;
      inputs[param.offset + element] = values[i];
      changed = true;
    }
    return changed;
  };
}

function blocksAt(
  args: readonly OutputArray[],
  position: number,
  count: number,
  { read }: ForwardInstance,
): Float64Array {
  const blocks = args.map((place) => {
    const values = read(place);
    const length = values.length / count;
    return values.subarray(position * length, (position + 1) * length);
  });
  const all = new Float64Array(blocks.reduce((total, block) => total + block.length, 0));
  let first = 0;
  for (const block of blocks) {
    all.set(block, first);
    first += block.length;
  }
  return all;
}

/** A drawn datum is an input of the same name; its missing values alone are an input named after it. */
function targetOf(data: LoadedData, name: string, params: readonly ForwardParam[]): Target | null {
  const array = data.arrays.get(name);
  if (array === undefined) return null;
  const inputs = params.filter(({ prior }) => prior === null);
  const whole = inputs.find((p) => p.name === name);
  const param = whole ?? inputs.find((p) => p.name === `${name}_missing`);
  if (param === undefined) return null;
  const all = [...array.values.keys()];
  const places = whole === undefined ? missingPlaces(array, data, param) : all;
  const { range, values } = array;
  const isInRange = (place: number, value: number) =>
    range === undefined ||
    !Number.isNaN(values[place]) ||
    !(value < range.lower[place] || value > range.upper[place]);
  return { param, elementAt: new Map(places.map((place, element) => [place, element])), isInRange };
}

/** Missing values that are unknowns: not those of rows that no `observe` has. */
function missingPlaces(array: DataArray, data: LoadedData, { dims }: ForwardParam): readonly number[] {
  const missing = [...array.values.keys()].filter((i) => Number.isNaN(array.values[i]));
  const labels = new Set(dims[0]?.labels);
  if (labels.size === missing.length) return missing;
  const names = elementsOf(array, data);
  return missing.filter((i) => labels.has(names[i].slice(array.name.length + 1, -1)));
}

function argumentsOf(d: OutputDistribution): OutputArray[] {
  switch (d.kind) {
    case 'plain':
      return [...Object.values(d.args), ...Object.values(d.inner ?? {}).flatMap(argumentsOf)];
    case 'mixture':
      return [d.weights, ...d.components.flatMap(argumentsOf)];
    case 'truncated':
    case 'censored':
      return [...argumentsOf(d.base), ...[d.lower, d.upper].filter((bound) => bound !== undefined)];
  }
}
