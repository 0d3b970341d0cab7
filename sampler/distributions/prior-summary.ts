/** A scalar prior with known arguments, in numbers and as a curve: for hovers and printed reports. */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import { evaluateText, type Value } from './evaluate-expression.ts';
import { samplers } from './index.ts';
import { integrate } from './integrate.ts';
import { exp } from './math.ts';

interface Bounds {
  readonly lower?: number;
  readonly upper?: number;
}

export type PriorSummary =
  | {
      readonly kind: 'ok';
      /** NaN where undefined, Infinity where infinite. */
      readonly mean: number;
      readonly sd: number;
      /** The 3 % and 97 % quantiles: the ends of the central 94 % interval. */
      readonly q3: number;
      readonly q97: number;
      readonly support: string;
      readonly curve: PriorCurve;
    }
  /** Flat priors: nothing to summarise. */
  | { readonly kind: 'improper' }
  /** Vectors, matrices, categories and names that are not known. */
  | { readonly kind: 'notScalar' }
  /** Arguments outside their domain, or bounds that leave no mass. */
  | { readonly kind: 'invalid' };

interface PriorCurve {
  readonly kind: 'density' | 'mass';
  /** Increasing; integers for a mass. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Prior {
  readonly distribution: Distribution;
  readonly density: (x: number) => number;
  readonly quantile: (p: number) => number;
}

/** `args` are the canonical arguments in the table's order; `bounds` those of `in LO..HI`. */
export function priorSummary(name: string, args: ArrayLike<number>, bounds: Bounds = {}): PriorSummary {
  const distribution = distributions.get(name);
  const sampler = samplers.get(name);
  if (sampler?.kind === 'improper') return { kind: 'improper' };
  if (distribution === undefined || sampler?.kind !== 'scalar') return { kind: 'notScalar' };

  const cut = bounds.lower !== undefined || bounds.upper !== undefined;
  // A discrete range includes its lower bound.
  const below = distribution.type === 'discrete' ? 1 : 0;
  const from = bounds.lower === undefined ? 0 : sampler.cdf(bounds.lower - below, args);
  const to = bounds.upper === undefined ? 1 : sampler.cdf(bounds.upper, args);
  if (!(to > from)) return { kind: 'invalid' };
  const environment = new Map<string, Value>(distribution.arguments.map((a, i) => [a.name, args[i]]));
  const prior: Prior = {
    distribution,
    density: (x) => exp(Number(evaluateText(distribution.logDensity, environment.set('x', x)))) / (to - from),
    quantile: (p) => {
      const x = sampler.quantile(from + p * (to - from), args);
      return Math.min(bounds.upper ?? Infinity, Math.max(bounds.lower ?? -Infinity, x));
    },
  };
  const [q3, q97] = [prior.quantile(0.03), prior.quantile(0.97)];
  if (!Number.isFinite(q3) || !Number.isFinite(q97)) return { kind: 'invalid' };

  const closed = (text: string | undefined) =>
    cut || text === undefined ? undefined : Number(evaluateText(text, environment));
  const mean = closed(distribution.mean) ?? numericMoment(prior, (x) => x, q97 - q3);
  const variance = () => numericMoment(prior, (x) => (x - mean) ** 2, (q97 - q3) ** 2);
  return {
    kind: 'ok',
    mean,
    sd: closed(distribution.sd) ?? Math.sqrt(variance()),
    q3,
    q97,
    support: supportText(distribution, environment, bounds),
    curve: curveOf(prior, q3, q97),
  };
}

/**
 * E[of(X)] between the quantiles 1e-10 and 1 - 1e-10; NaN where the outermost 1e-7 of the mass still moves it
 * E[|of(X)|] by a thousandth of `scale`: then the moment does not exist, or is meaningless.
 */
function numericMoment(prior: Prior, of: (x: number) => number, scale: number): number {
  const { distribution, density, quantile } = prior;
  const between = (p: number, f: (x: number) => number): number => {
    const [low, high] = [quantile(p), quantile(1 - p)];
    if (distribution.type === 'discrete') {
      if (!(high - low <= LONGEST_SUM)) return Number.NaN;
      let total = 0;
      for (let x = low; x <= high; x++) total += f(x) * density(x);
      return total;
    }
    const breaks = [1e-6, 1e-3, 0.05, 0.3, 0.5, 0.7, 0.95, 0.999, 1 - 1e-6].map(quantile);
    return integrate((x) => f(x) * density(x), low, high, breaks, 1e-9);
  };
  const size = (x: number) => Math.abs(of(x));
  const whole = between(1e-10, size);
  const exists = Math.abs(whole - between(1e-7, size)) < 1e-3 * Math.max(scale, whole * 1e-3);
  return exists ? between(1e-10, of) : Number.NaN;
}

const LONGEST_SUM = 1e5;
const POINTS = 121;

function curveOf({ distribution, density, quantile }: Prior, q3: number, q97: number): PriorCurve {
  const [low, high] = [quantile(0.005), quantile(0.995)];
  if (distribution.type === 'discrete') {
    const x = Array.from({ length: Math.min(60, high - low + 1) }, (_, i) => low + i);
    return { kind: 'mass', x, y: x.map(density) };
  }
  // The curve ends before the far part of a heavy tail, but extends to a near bound.
  const half = 0.5 * (q97 - q3);
  const [bottom, top] = [quantile(0), quantile(1)];
  const first = bottom > q3 - half ? bottom : Math.max(low, q3 - half);
  const last = top < q97 + half ? top : Math.min(high, q97 + half);
  const x = Array.from({ length: POINTS }, (_, i) => first + ((last - first) * i) / (POINTS - 1));
  // A density that is infinite on its bound is drawn from just inside.
  const inside = (last - first) / (10 * POINTS);
  const y = x.map((at, i) => {
    const value = density(at);
    return Number.isFinite(value) ? value : density(i === 0 ? at + inside : at - inside);
  });
  return { kind: 'density', x, y };
}

function supportText(
  distribution: Distribution,
  environment: ReadonlyMap<string, Value>,
  bounds: Bounds,
): string {
  const { support } = distribution;
  if (support.kind === 'circle') return 'angles, in radians';
  if (support.kind !== 'interval' && support.kind !== 'integers') return '';
  const bound = (text: string | undefined, none: number) =>
    text === undefined ? none : Number(evaluateText(text, environment));
  const lower = Math.max(bound(support.lower, -Infinity), bounds.lower ?? -Infinity);
  const upper = Math.min(bound(support.upper, Infinity), bounds.upper ?? Infinity);
  const kind = support.kind === 'integers' ? 'integers' : 'real numbers';
  if (lower === -Infinity && upper === Infinity) return `all ${kind}`;
  if (upper === Infinity)
    return lower === 0 && support.kind === 'interval' ? 'positive numbers' : `${kind} from ${lower}`;
  return lower === -Infinity ? `${kind} up to ${upper}` : `${kind} from ${lower} to ${upper}`;
}
