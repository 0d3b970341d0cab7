/** A prior whose arguments are known numbers: its moments and density exactly, by the table's own formulas. */
import type { Distribution } from '../../grammar/distributions/distribution.ts';
import { distributions } from '../../grammar/distributions/index.ts';
import { bindArguments } from '../../grammar/distributions/lookup.ts';
import type { CallExpr, Expr, ParamStatement } from '../../grammar/syntax/ast.ts';
import { walkExpr } from '../../grammar/syntax/walk.ts';
import { evaluateExpression, evaluateText } from '../../sampler/distributions/evaluate.ts';
import { samplers } from '../../sampler/distributions/index.ts';
import type { ScalarSampler } from '../../sampler/distributions/sampler.ts';
import type { ModelDocument } from '../documents.ts';
import type { Curve } from '../sketch.ts';
import type { PriorNumbers } from './prior-text.ts';

/** Undefined where an argument is not a known number, or one draw is not a number. */
export function fixedPrior(
  document: ModelDocument,
  { prior, range }: ParamStatement,
): PriorNumbers | undefined {
  if (prior.kind !== 'call') return undefined;
  const distribution = distributions.get(prior.callee.name);
  const sampler = samplers.get(prior.callee.name);
  const args = distribution && canonicalValues(document, distribution, prior);
  if (distribution === undefined || sampler?.kind !== 'scalar' || args === undefined) return undefined;
  const lo = range?.lo && knownValue(document, range.lo);
  const hi = range?.hi && knownValue(document, range.hi);
  if ((range?.lo !== undefined && lo === undefined) || (range?.hi !== undefined && hi === undefined))
    return undefined;
  const quantile = truncated(sampler, args, lo, hi);
  const interval: [number, number] = [quantile(0.03), quantile(0.97)];
  if (!interval.every(Number.isFinite)) return undefined;
  const curve = densityCurve(distribution, args, quantile, interval);
  if (range === undefined && distribution.mean !== undefined && distribution.sd !== undefined) {
    const environment = environmentOf(distribution, args);
    const mean = Number(evaluateText(distribution.mean, environment));
    const sd = Number(evaluateText(distribution.sd, environment));
    return { mean, sd, interval, curve };
  }
  return { ...momentsByQuantiles(quantile), interval, curve };
}

function canonicalValues(
  document: ModelDocument,
  distribution: Distribution,
  call: CallExpr,
): number[] | undefined {
  const bound = bindArguments(
    distribution,
    call.args.map(({ name }) => ({ name: name?.name })),
  );
  if (bound.kind !== 'ok') return undefined;
  const given = new Map<string, number>();
  for (const [i, argument] of bound.signature.entries()) {
    const at = bound.order[i];
    const value =
      at === null
        ? Number(evaluateText(argument.default ?? '', new Map()))
        : knownValue(document, call.args[at].value);
    if (value === undefined) return undefined;
    given.set(argument.name, value);
  }
  const rewrite = bound.parameterisation?.rewrite;
  const values = distribution.arguments.map(({ name }) =>
    rewrite === undefined
      ? (given.get(name) ?? Number.NaN)
      : Number(evaluateText(rewrite[name] ?? '', given)),
  );
  return values.every((value) => !Number.isNaN(value)) ? values : undefined;
}

/** The value of an expression of numbers, scalar data and constants. */
function knownValue({ analysis, data }: ModelDocument, expr: Expr): number | undefined {
  const environment = new Map<string, number>();
  walkExpr(expr, (inner) => {
    if (inner.kind !== 'name') return;
    const symbol = analysis.references.get(inner);
    const array = symbol?.kind === 'data' ? data.arrays.get(symbol.name) : undefined;
    const value = symbol?.constant ?? (array?.dims.length === 0 ? array.values[0] : undefined);
    if (value !== undefined) environment.set(inner.name, value);
  });
  const result = evaluateExpression(expr, environment);
  return result.kind === 'ok' && typeof result.value === 'number' && !Number.isNaN(result.value)
    ? result.value
    : undefined;
}

function environmentOf(distribution: Distribution, args: readonly number[]): Map<string, number> {
  return new Map(distribution.arguments.map(({ name }, i) => [name, args[i]]));
}

type Quantile = (p: number) => number;

function truncated(sampler: ScalarSampler, args: readonly number[], lo?: number, hi?: number): Quantile {
  if (lo === undefined && hi === undefined) return (p) => sampler.quantile(p, args);
  const from = lo === undefined ? 0 : sampler.cdf(lo, args);
  const to = hi === undefined ? 1 : sampler.cdf(hi, args);
  return (p) => {
    const x = sampler.quantile(from + p * (to - from), args);
    return Math.max(lo ?? Number.NEGATIVE_INFINITY, Math.min(hi ?? Number.POSITIVE_INFINITY, x));
  };
}

/**
 * Mean and sd from the quantile function Q: E[f(X)] = ∫ f(Q(p)) dp with p = 1 / (1 + exp(-t)), which spreads
 * the tails out, by the trapezoid rule. Undefined moments are NaN; those of tails that are too heavy for this
 * rule, though they exist, are left out.
 */
function momentsByQuantiles(quantile: Quantile): Pick<PriorNumbers, 'mean' | 'sd'> {
  // In the upper tail 1 - p must be told from 0.
  const reach = 34;
  const step = 0.05;
  const index = tailIndex(quantile);
  let total = 0;
  let sum = 0;
  let squares = 0;
  const center = quantile(0.5);
  for (let t = -reach; t <= reach; t += step) {
    const p = 1 / (1 + Math.exp(-t));
    const weight = p / (1 + Math.exp(t));
    const x = quantile(p) - center;
    total += weight;
    sum += weight * x;
    squares += weight * x * x;
  }
  const mean = sum / total;
  const sd = Math.sqrt(squares / total - mean * mean);
  return {
    mean: index <= 1.01 ? Number.NaN : index < 1.5 ? undefined : center + mean,
    sd: index <= 2.01 ? Number.NaN : index < 3 ? undefined : sd,
  };
}

/** The exponent a of the heavier tail, P(|X| > x) ~ x^-a: moments below it exist. Infinite for light tails. */
function tailIndex(quantile: Quantile): number {
  const tail = (near: number, far: number): number => {
    const growth = Math.log(Math.abs(quantile(far)) / Math.abs(quantile(near)));
    return growth > 0 ? Math.log(1e4) / growth : Number.POSITIVE_INFINITY;
  };
  return Math.min(tail(1e-6, 1e-10), tail(1 - 1e-6, 1 - 1e-10));
}

const POINTS = 121;

function densityCurve(
  distribution: Distribution,
  args: readonly number[],
  quantile: Quantile,
  interval: readonly [number, number],
): Curve | undefined {
  const environment = environmentOf(distribution, args);
  const density = (x: number): number =>
    Math.exp(Number(evaluateText(distribution.logDensity, environment.set('x', x))));
  const [low, high] = [quantile(0.005), quantile(0.995)];
  if (distribution.type === 'discrete') {
    const count = Math.min(60, high - low + 1);
    const x = Array.from({ length: count }, (_, i) => low + i);
    return { kind: 'mass', x, y: x.map(density), interval };
  }
  // A little beyond the quantiles, so that a bounded density is seen to end, but not far into a heavy tail.
  const [first, last] = plotRange(quantile, low, high, interval);
  const x = Array.from({ length: POINTS }, (_, i) => first + ((last - first) * i) / (POINTS - 1));
  return { kind: 'density', x, y: x.map(density), interval };
}

function plotRange(
  quantile: Quantile,
  low: number,
  high: number,
  [left, right]: readonly [number, number],
): readonly [number, number] {
  const width = right - left;
  const [bottom, top] = [quantile(0), quantile(1)];
  const first =
    Number.isFinite(bottom) && left - bottom < 0.5 * width ? bottom : Math.max(low, left - 0.5 * width);
  const last = Number.isFinite(top) && top - right < 0.5 * width ? top : Math.min(high, right + 0.5 * width);
  return [first, last];
}
