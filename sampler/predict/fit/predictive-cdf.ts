/** Cumulative probabilities of observed values under their distributions at the present draw. */
import { distributions } from '../../../grammar/distributions/index.ts';
import type { ForwardInstance } from '../../compile/compile-forward.ts';
import type { OutputArray, OutputDistribution } from '../../compile/compiled-model.ts';
import { samplers } from '../../distributions/index.ts';

/** P(Y < y) and P(Y <= y) at a position of the batch, after `rest`. */
export interface CdfAt {
  /** Then both are equal everywhere but at zero, where a hurdle has an atom. */
  readonly isContinuous: boolean;
  below(position: number, y: number): number;
  upTo(position: number, y: number): number;
}

/** @returns null where the outcome is not one number, or no cdf is known. @param count size of the batch */
export function predictiveCdf(
  distribution: OutputDistribution,
  count: number,
  read: ForwardInstance['read'],
): CdfAt | null {
  switch (distribution.kind) {
    case 'plain':
      return ofPlain(distribution, count, read);
    case 'mixture': {
      const components = distribution.components
        .map((component) => predictiveCdf(component, count, read))
        .filter((component) => component !== null);
      if (components.length < distribution.components.length) return null;
      const weights = read(distribution.weights);
      const first = weights.length === components.length ? () => 0 : (i: number) => i * components.length;
      const mean = (position: number, of: (component: CdfAt) => number) =>
        components.reduce((sum, component, k) => sum + weights[first(position) + k] * of(component), 0);
      return {
        isContinuous: components.every(({ isContinuous }) => isContinuous),
        below: (position, y) => mean(position, (component) => component.below(position, y)),
        upTo: (position, y) => mean(position, (component) => component.upTo(position, y)),
      };
    }
    case 'truncated': {
      const base = predictiveCdf(distribution.base, count, read);
      const limits = limitsOf(distribution, count, read);
      if (base === null || limits === null) return null;
      const within = (position: number, mass: number) => {
        const [lower, upper] = [limits.lower(position), limits.upper(position)];
        const from = lower === Number.NEGATIVE_INFINITY ? 0 : base.below(position, lower);
        const to = upper === Number.POSITIVE_INFINITY ? 1 : base.upTo(position, upper);
        return Math.min(1, Math.max(0, (mass - from) / (to - from)));
      };
      return {
        isContinuous: base.isContinuous,
        below: (position, y) => within(position, base.below(position, y)),
        upTo: (position, y) => within(position, base.upTo(position, y)),
      };
    }
    // What is recorded at a limit has the mass beyond it.
    case 'censored': {
      const base = predictiveCdf(distribution.base, count, read);
      const limits = limitsOf(distribution, count, read);
      if (base === null || limits === null) return null;
      return {
        isContinuous: false,
        below: (position, y) => (y <= limits.lower(position) ? 0 : base.below(position, y)),
        upTo: (position, y) => (y >= limits.upper(position) ? 1 : base.upTo(position, y)),
      };
    }
  }
}

function ofPlain(
  { name, own: ofProgram, args }: Extract<OutputDistribution, { readonly kind: 'plain' }>,
  count: number,
  read: ForwardInstance['read'],
): CdfAt | null {
  // That of the program has no cdf.
  const sampler = ofProgram === undefined ? samplers.get(name) : undefined;
  const entry = distributions.get(name);
  if (sampler?.kind !== 'scalar' || entry === undefined) return null;
  const arrays = entry.arguments.map((argument) => args[argument.name]).map((place) => place && read(place));
  if (arrays.some((values) => values?.length !== count)) return null;
  const own = new Float64Array(arrays.length);
  const cdf = (position: number, y: number) => {
    for (let k = 0; k < own.length; k++) own[k] = arrays[k][position];
    return sampler.cdf(y, own);
  };
  if (entry.type === 'discrete')
    return { isContinuous: false, below: (position, y) => cdf(position, y - 1), upTo: cdf };
  return {
    isContinuous: true,
    below: (position, y) => cdf(position, y === 0 ? -Number.MIN_VALUE : y),
    upTo: cdf,
  };
}

interface Limits {
  lower(position: number): number;
  upper(position: number): number;
}

function limitsOf(
  distribution: { readonly lower?: OutputArray; readonly upper?: OutputArray },
  count: number,
  read: ForwardInstance['read'],
): Limits | null {
  const limit = (place: OutputArray | undefined, none: number) => {
    if (place === undefined) return () => none;
    const values = read(place);
    return values.length === count ? (position: number) => values[position] : null;
  };
  const lower = limit(distribution.lower, Number.NEGATIVE_INFINITY);
  const upper = limit(distribution.upper, Number.POSITIVE_INFINITY);
  return lower === null || upper === null ? null : { lower, upper };
}
