/**
 * Draws from a distribution whose arguments a compiled model has computed in memory: plain, truncated,
 * censored, mixtures; one draw per position of the batch.
 */
import { mayBeByElement } from '../../grammar/distributions/by-element.ts';
import type { Domain } from '../../grammar/distributions/distribution.ts';
import type {
  ArgValue,
  InnerDistribution,
  Rng,
  ScalarSampler,
} from '../distributions/distribution-sampler.ts';
import { draw, samplers } from '../distributions/index.ts';
import { entryOf, samplerOf } from '../distributions/of-distribution.ts';
import { drawnAlone } from '../distributions/state-space-draws.ts';
import { unreachable } from '../unreachable.ts';
import type { OutputArray, OutputDistribution } from './compiled-model.ts';

/** Returns a view of an output's values, whose address does not change between draws. */
export type Read = (array: OutputArray) => Float64Array;

/** One draw at a position of the batch, into `out`; NaN where the arguments allow none. */
export type Drawer = (position: number, rng: Rng, out: Float64Array) => void;

/** Why a distribution cannot be drawn from, or its drawer. */
type Drawable =
  | {
      readonly kind: 'ok';
      readonly drawer: Drawer;
      /** Width at a position, where the density is 1 over a range and so is not normalised. */
      readonly width?: (position: number) => number;
    }
  | { readonly kind: 'problem'; readonly message: string };

/** @param count positions of the batch; each argument holds as many blocks of equal length. */
export function createDrawer(d: OutputDistribution, count: number, read: Read): Drawable {
  switch (d.kind) {
    case 'plain':
      return plain(d, count, read);
    case 'truncated':
      return truncated(d, count, read);
    case 'censored':
      return mapOk(createDrawer(d.base, count, read), (base) => censored(d, base, read));
    case 'mixture': {
      const parts = d.components.map((component) => createDrawer(component, count, read));
      const problem = parts.find((part) => part.kind === 'problem');
      if (problem !== undefined) return problem;
      const drawers = parts.flatMap((part) => (part.kind === 'ok' ? [part.drawer] : []));
      return { kind: 'ok', drawer: mixture(read(d.weights), drawers) };
    }
    default:
      return unreachable(d);
  }
}

type Plain = Extract<OutputDistribution, { kind: 'plain' }>;
type Ranged = Extract<OutputDistribution, { kind: 'truncated' | 'censored' }>;

/** Reads the canonical arguments at a position. */
type ArgumentsAt = (position: number) => readonly ArgValue[];

export function argumentsOf(d: Plain, count: number, read: Read): ArgumentsAt {
  const entry = entryOf(d);
  const parts = (entry?.arguments ?? []).map(({ name, eventDims }): ((position: number) => ArgValue) => {
    const inner = d.inner?.[name];
    if (inner !== undefined) return innerAt(inner, count, read);
    const place = d.args[name];
    if (place === undefined) return () => Number.NaN;
    const values = read(place);
    const length = values.length / count;
    const isByElement = entry !== undefined && mayBeByElement(entry, name) && length > 1;
    if (eventDims === 0 && !isByElement) return (position) => values[position];
    return (position) => values.subarray(position * length, (position + 1) * length);
  });
  return (position) => parts.map((part) => part(position));
}

function innerAt(
  inner: OutputDistribution,
  count: number,
  read: Read,
): (position: number) => InnerDistribution {
  // Anything else was rejected by `unsupported`.
  const name = inner.kind === 'plain' ? inner.name : '';
  const args = inner.kind === 'plain' ? argumentsOf(inner, count, read) : () => [];
  return (position) => ({ name, args: args(position) });
}

function plain(d: Plain, count: number, read: Read): Drawable {
  const sampler = samplerOf(d);
  const problem = unsupported(d);
  if (sampler === undefined || problem !== null) {
    const without = `${d.name} has no line \`draw = …\`, which its draws need: add one, with \`uniform()\` and \`normal()\``;
    return { kind: 'problem', message: problem ?? without };
  }
  const at = argumentsOf(d, count, read);
  const isDefined = definedAt(d, count, read);
  if (sampler.kind === 'scalar' || sampler.kind === 'drawn') {
    const own = scalarArguments(d, read);
    return {
      kind: 'ok',
      drawer: (position, rng, out) => {
        out[0] = isDefined(position) ? sampler.draw(own(position), rng) : Number.NaN;
      },
    };
  }
  if (sampler.kind === 'event' && drawnAlone.has(d.name))
    return { kind: 'ok', drawer: (position, rng, out) => sampler.draw(at(position), out, rng) };
  return {
    kind: 'ok',
    drawer: (position, rng, out) => {
      if (!isDefined(position)) {
        out.fill(Number.NaN);
        return;
      }
      const value = draw(d.name, at(position), rng, out.length);
      if (typeof value === 'number') out[0] = value;
      else out.set(value);
    },
  };
}

/** Outside of these no density has mass; at a scale or a rate of 0 a draw is the limit, as where one underflows. */
const isOutside: Partial<Record<Domain, (x: number) => boolean>> = {
  positive: (x) => x < 0,
  positiveVector: (x) => x < 0,
  nonnegative: (x) => x < 0,
  unit: (x) => x < 0 || x > 1,
  integer: (x) => !Number.isInteger(x),
  count: (x) => x < 0 || !Number.isInteger(x),
};

/** Whether the arguments at a position lie in their domains. */
function definedAt(d: Plain, count: number, read: Read): (position: number) => boolean {
  const checks = (entryOf(d)?.arguments ?? []).flatMap(({ name, domain }) => {
    const fails = isOutside[domain];
    const place = d.args[name];
    if (fails === undefined || place === undefined) return [];
    const values = read(place);
    return [{ fails, values, length: values.length / count }];
  });
  return (position) => {
    for (const { fails, values, length } of checks)
      for (let i = position * length; i < (position + 1) * length; i++) if (fails(values[i])) return false;
    return true;
  };
}

function unsupported(d: Plain): string | null {
  if (samplerOf(d)?.kind === 'improper')
    return `${d.name}() is improper: it has no draws; give it a range, as in ${d.name}() in 0..10, or a proper prior`;
  const inner = Object.values(d.inner ?? {}).find((part) => part.kind !== 'plain' || part.own !== undefined);
  if (inner === undefined) return null;
  const what = inner.kind === 'plain' ? inner.name : `a ${inner.kind} distribution`;
  return `${d.name} starts from ${what}, which cannot be drawn from there`;
}

/** The arguments of a scalar distribution, in one buffer that is used again. */
function scalarArguments(d: Plain, read: Read): (position: number) => Float64Array {
  const arrays = (entryOf(d)?.arguments ?? []).map(({ name }) =>
    d.args[name] === undefined ? null : read(d.args[name]),
  );
  const buffer = new Float64Array(arrays.length);
  return (position) => {
    for (let i = 0; i < arrays.length; i++) buffer[i] = arrays[i]?.[position] ?? Number.NaN;
    return buffer;
  };
}

/** Rejections before switching to inversion of the cdf. */
const FREE_TRIES = 50;
/** Draws outside the range of a distribution without quantiles before it counts as impossible. */
const MOST_TRIES = 10_000;

function truncated(d: Ranged, count: number, read: Read): Drawable {
  const { base } = d;
  const lower = d.lower === undefined ? null : read(d.lower);
  const upper = d.upper === undefined ? null : read(d.upper);
  const low = (position: number) => lower?.[position] ?? Number.NEGATIVE_INFINITY;
  const high = (position: number) => upper?.[position] ?? Number.POSITIVE_INFINITY;
  const accepts = (position: number, value: number) => value >= low(position) && value <= high(position);
  if (base.kind === 'plain' && samplerOf(base)?.kind === 'improper') {
    const fromZero = base.name === 'HalfFlat';
    if (upper === null || (lower === null && !fromZero)) {
      const message = `${base.name}() without ${upper === null ? 'an upper' : 'a lower'} end is improper: it has no draws; give the range both ends, or use a proper prior`;
      return { kind: 'problem', message };
    }
    const from = (position: number) => (fromZero ? Math.max(0, low(position)) : low(position));
    const width = (position: number) => high(position) - from(position);
    const drawer: Drawer = (position, rng, out) => {
      out[0] = width(position) >= 0 ? from(position) + width(position) * rng.next() : Number.NaN;
    };
    return { kind: 'ok', drawer, width };
  }
  return mapOk(createDrawer(base, count, read), (free) => {
    const invert = base.kind === 'plain' ? inverter(base, read) : null;
    const tries = invert === null ? MOST_TRIES : FREE_TRIES;
    return (position, rng, out) => {
      for (let i = 0; i < tries; i++) {
        free(position, rng, out);
        // Retrying does not help for NaN.
        if (accepts(position, out[0]) || Number.isNaN(out[0])) return;
      }
      out[0] = invert === null ? Number.NaN : invert(position, low(position), high(position), rng);
    };
  });
}

type Invert = (position: number, low: number, high: number, rng: Rng) => number;

/** A draw between two limits by inversion of the cdf; null if the distribution has no cdf. */
function inverter(base: Plain, read: Read): Invert | null {
  const sampler = samplerOf(base);
  const discrete = entryOf(base)?.type === 'discrete';
  if (sampler?.kind !== 'scalar') return null;
  const args = scalarArguments(base, read);
  if (base.name === 'Normal') return normalBetween(args);
  return (position, low, high, rng) => {
    const own = args(position);
    const from = low === Number.NEGATIVE_INFINITY ? 0 : sampler.cdf(discrete ? Math.ceil(low) - 1 : low, own);
    const to = high === Number.POSITIVE_INFINITY ? 1 : sampler.cdf(high, own);
    // The mass is below double precision: return the nearer limit.
    if (!(to > from))
      return Number.isFinite(from + to) ? nearest(sampler, own, low, high, discrete) : Number.NaN;
    const value = sampler.quantile(from + (to - from) * rng.next(), own);
    return Math.min(high, Math.max(low, value));
  };
}

function nearest(
  sampler: ScalarSampler,
  args: Float64Array,
  low: number,
  high: number,
  discrete: boolean,
): number {
  const middle = sampler.quantile(0.5, args);
  const value = Math.min(high, Math.max(low, middle));
  return discrete ? Math.round(value) : value;
}

/** The table's truncated normal, which is accurate in the far tails. */
function normalBetween(args: (position: number) => Float64Array): Invert {
  const buffer = new Float64Array(4);
  const sampler = samplers.get('TruncatedNormal');
  return (position, low, high, rng) => {
    buffer.set(args(position));
    buffer[2] = low;
    buffer[3] = high;
    return sampler?.kind === 'scalar' ? sampler.draw(buffer, rng) : Number.NaN;
  };
}

/** Values beyond a limit are recorded as the limit. */
function censored(d: Ranged, base: Drawer, read: Read): Drawer {
  const lower = d.lower === undefined ? null : read(d.lower);
  const upper = d.upper === undefined ? null : read(d.upper);
  return (position, rng, out) => {
    base(position, rng, out);
    if (lower !== null && out[0] < lower[position]) out[0] = lower[position];
    if (upper !== null && out[0] > upper[position]) out[0] = upper[position];
  };
}

function mixture(weights: Float64Array, components: readonly Drawer[]): Drawer {
  const count = components.length;
  return (position, rng, out) => {
    let total = 0;
    for (let k = 0; k < count; k++) total += weights[position * count + k];
    let rest = rng.next() * total;
    let chosen = -1;
    for (let k = 0; k < count && rest >= 0; k++) {
      const weight = weights[position * count + k];
      if (weight > 0) chosen = k;
      rest -= weight;
    }
    if (chosen < 0) out.fill(Number.NaN);
    else components[chosen](position, rng, out);
  };
}

function mapOk(made: Drawable, wrap: (drawer: Drawer) => Drawer): Drawable {
  return made.kind === 'problem' ? made : { kind: 'ok', drawer: wrap(made.drawer) };
}
