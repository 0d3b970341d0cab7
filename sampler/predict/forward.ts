/**
 * Walks a model forward: draws the parameters that are not given, from their priors, level by level of the
 * hierarchy; then what follows from them: deterministic quantities and the observations.
 *
 * The prior predictive is given no parameter, a posterior draw at new data all but those of new labels.
 */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import {
  type ForwardInstance,
  type ForwardModel,
  type ForwardObservation,
  type ForwardParam,
  instantiateForward,
} from '../compile/compile-forward.ts';
import type { OutputArray, OutputDistribution } from '../compile/compiled-model.ts';
import { sizeOf } from '../compile/passes/working-program.ts';
import type { Rng } from '../distributions/sampler.ts';
import { createDrawer, type Drawer } from './draw-distribution.ts';
import { createParamDrawer, type ParamDrawable } from './draw-param.ts';
import { problem } from './problem.ts';

/** A part of a datum that one `observe` statement predicts. */
export interface Replicate {
  readonly datum: string;
  /** Where each value belongs in the datum, row-major. */
  readonly at: Int32Array;
  /** The last draw. */
  readonly values: Float64Array;
  /** What was observed at the same places; imputed values differ from draw to draw. */
  readonly observed: Float64Array;
}

export interface Forward {
  readonly model: ForwardModel;
  /** The parameters, one after another in order of declaration. */
  readonly params: Float64Array;
  /** Whether draws of parameters have weights. */
  readonly isWeighted: boolean;
  readonly replicates: readonly Replicate[];
  /**
   * Draws the parameters where `given` is 0 (all of them without it).
   * @returns the logarithm of the weight that the draw has: other than 0 only where a flat prior between
   * limits that depend on parameters, which is not normalised, is among them.
   */
  drawParams(rng: Rng, given?: Uint8Array): number;
  /** Computes the deterministic quantities and draws the observations. */
  drawRest(rng: Rng, given?: Uint8Array): void;
  /** The value of a deterministic quantity, after `drawRest`. */
  deterministic(k: number): Float64Array;
  /** The value of an argument of an observation, after `drawRest`. */
  read(place: OutputArray): Float64Array;
  /** Parameters whose draw failed, and how often. */
  readonly failed: ReadonlyMap<string, number>;
}

export type ForwardResult =
  | { readonly kind: 'ok'; readonly forward: Forward }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

interface DrawnParam {
  readonly param: ForwardParam;
  readonly level: number;
  readonly drawer: Extract<ParamDrawable, { kind: 'ok' }>;
  readonly block: Float64Array;
  readonly isWeighted: boolean;
}

/** @param needed the parameters that will have to be drawn; those whose prior has no draws are errors. */
export function createForward(
  model: ForwardModel,
  data: LoadedData,
  needed: (param: ForwardParam) => boolean,
): ForwardResult {
  const instance = instantiateForward(model);
  const diagnostics: Diagnostic[] = [];
  const drawn: DrawnParam[] = [];
  for (const param of model.params) {
    const { prior } = param;
    if (prior === null || !needed(param)) continue;
    const drawer = createParamDrawer(param, prior, instance.read);
    if (drawer.kind === 'problem') {
      diagnostics.push(problem('prior-draw', `\`${param.name}\`: ${drawer.message}`, param.origin.span));
      continue;
    }
    const isWeighted = drawer.width !== undefined && prior.dependsOn.length > 0;
    drawn.push({ param, level: prior.level, drawer, block: new Float64Array(drawer.block), isWeighted });
  }
  const observations: Observed[] = [];
  for (const observation of model.observations) {
    const { name, shape, datum, origin } = observation;
    const count = sizeOf(shape);
    const made = createDrawer(observation.distribution, count, instance.read);
    if (made.kind === 'problem') {
      diagnostics.push(problem('prior-draw', `\`${name}\`: ${made.message}`, origin.span));
      continue;
    }
    const size = sizeOf(datum.shape);
    const missing = missingPositions(data, observation, model.params);
    observations.push({
      replicate: {
        datum: name,
        at: places(data, observation),
        values: new Float64Array(size),
        observed: instance.read(datum),
      },
      drawer: made.drawer,
      count,
      event: new Float64Array(count === 0 ? 0 : size / count),
      missing,
    });
  }
  if (diagnostics.length > 0) return { kind: 'invalid', diagnostics };
  return { kind: 'ok', forward: forwardOf(model, instance, drawn, observations) };
}

interface Observed {
  readonly replicate: Replicate;
  readonly drawer: Drawer;
  readonly count: number;
  readonly event: Float64Array;
  readonly missing: Missing | null;
}

interface Missing {
  /** The imputed parameter, and which of its elements stands at a place of the datum. */
  readonly param: ForwardParam;
  readonly elementAt: ReadonlyMap<number, number>;
  /** Whether a value lies in the range that the datum declares at a place. */
  readonly isInRange: (place: number, value: number) => boolean;
  /** Arguments of the distribution of the datum. */
  readonly args: readonly OutputArray[];
  /** Whether they depend on the datum's own missing values; known after the first draw. */
  isOwnPast: boolean | null;
}

/** Found by trying: with other values in the gaps, are the distribution's arguments others? */
function isOwnPast({ inputs, run, read }: ForwardInstance, missing: Missing): boolean {
  const { param, args } = missing;
  if (missing.isOwnPast !== null) return missing.isOwnPast;
  const now = () => args.map((place) => Float64Array.from(read(place)));
  const kept = inputs.slice(param.offset, param.offset + param.size);
  const before = now();
  for (const [i, value] of kept.entries()) inputs[param.offset + i] = value + 1;
  run('rest');
  missing.isOwnPast = now().some((array, k) => array.some((value, i) => !Object.is(value, before[k][i])));
  inputs.set(kept, param.offset);
  run('rest');
  return missing.isOwnPast;
}

function forwardOf(
  model: ForwardModel,
  instance: ForwardInstance,
  drawn: readonly DrawnParam[],
  observations: readonly Observed[],
): Forward {
  const { inputs } = instance;
  const failed = new Map<string, number>();
  const isGiven = (given: Uint8Array | undefined, first: number, length: number): boolean => {
    if (given === undefined) return false;
    for (let i = 0; i < length; i++) if (given[first + i] === 0) return false;
    return true;
  };
  return {
    model,
    params: inputs,
    isWeighted: drawn.some((d) => d.isWeighted),
    replicates: observations.map(({ replicate }) => replicate),
    failed,
    drawParams(rng, given) {
      let logWeight = 0;
      for (const [level, name] of model.levels.entries()) {
        const own = drawn.filter((d) => d.level === level);
        if (own.every(({ param }) => isGiven(given, param.offset, param.size))) continue;
        instance.run(name);
        for (const { param, drawer, block, isWeighted } of own) {
          const length = block.length;
          let bad = false;
          for (let b = 0; b * length < param.size; b++) {
            const first = param.offset + b * length;
            if (isGiven(given, first, length)) continue;
            drawer.drawBlock(b, rng, block);
            inputs.set(block, first);
            bad ||= block.some(Number.isNaN);
            if (!isWeighted || drawer.width === undefined) continue;
            for (let i = 0; i < length; i++) logWeight += Math.log(drawer.width(b * length + i));
          }
          if (bad) failed.set(param.name, (failed.get(param.name) ?? 0) + 1);
        }
      }
      return logWeight;
    },
    drawRest(rng, given) {
      instance.run('rest');
      for (const { replicate, drawer, count, event, missing } of observations) {
        const { values } = replicate;
        const isMissing = missing !== null && !isGiven(given, missing.param.offset, missing.param.size);
        const isSeries = isMissing && isOwnPast(instance, missing);
        let isStale = false;
        for (let b = 0; b < count; b++) {
          // What follows in a series is drawn from what was drawn before it.
          if (isSeries && isStale) instance.run('rest');
          isStale = false;
          drawer(b, rng, event);
          if (isMissing) redrawUntilInside(missing, replicate.at, b, event, () => drawer(b, rng, event));
          values.set(event, b * event.length);
          if (!isMissing) continue;
          // What was not observed is drawn like the rest, and later lines may use it.
          for (let i = b * event.length; i < (b + 1) * event.length; i++) {
            const element = missing.elementAt.get(replicate.at[i]);
            if (element === undefined) continue;
            inputs[missing.param.offset + element] = values[i];
            isStale = true;
          }
        }
        if (isMissing) instance.run('rest');
      }
    },
    deterministic: (k) => instance.read(model.deterministics[k]),
    read: instance.read,
  };
}

/** The missing values of a datum became a parameter named after it. */
function missingPositions(
  data: LoadedData,
  { name, distribution }: ForwardObservation,
  params: readonly ForwardParam[],
): Missing | null {
  const param = params.find((p) => p.name === `${name}_missing` && p.prior === null);
  const array = data.arrays.get(name);
  if (param === undefined || array === undefined) return null;
  const places = [...array.values.keys()].filter((i) => Number.isNaN(array.values[i]));
  const elementAt = new Map(places.map((place, element) => [place, element]));
  const { range } = array;
  const isInRange = (place: number, value: number) =>
    range === undefined || !(value < range.lower[place] || value > range.upper[place]);
  return { param, elementAt, isInRange, args: argumentsOf(distribution), isOwnPast: null };
}

/** A range so far out that so many draws miss it is left: the draw stands as it is. */
const MOST_REDRAWS = 10_000;

/** What is imputed lies within the declared range. */
function redrawUntilInside(
  { elementAt, isInRange }: Missing,
  at: Int32Array,
  block: number,
  event: Float64Array,
  redraw: () => void,
): void {
  const isOutside = () =>
    event.some((value, i) => {
      const place = at[block * event.length + i];
      return elementAt.has(place) && !isInRange(place, value);
    });
  for (let tries = 0; tries < MOST_REDRAWS && isOutside(); tries++) redraw();
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

/** Flat places in the whole datum of the elements of a part of it that may begin further on. */
function places(data: LoadedData, { name, datum, from }: ForwardObservation): Int32Array {
  const window = datum.shape;
  const array = data.arrays.get(name);
  const whole = array === undefined ? window : array.dims.map((dim) => dim.size);
  const at = new Int32Array(sizeOf(window));
  for (let flat = 0; flat < at.length; flat++) {
    let rest = flat;
    let place = 0;
    let stride = 1;
    for (let axis = window.length - 1; axis >= 0; axis--) {
      const first = array === undefined ? 0 : (from[axis] ?? 0);
      place += stride * ((rest % window[axis]) + first);
      rest = Math.floor(rest / window[axis]);
      stride *= whole[axis];
    }
    at[flat] = place;
  }
  return at;
}
