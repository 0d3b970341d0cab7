/** Reads test/golden/distributions.json, whose infinities are strings. */
import { readFileSync } from 'node:fs';
import type { Value } from '../../../sampler/distributions/evaluate-expression.ts';

export type GoldenNumber = number | 'inf' | '-inf' | 'nan';
export type GoldenArgs = Readonly<Record<string, Value>>;

export interface GoldenCase {
  readonly args: GoldenArgs;
  readonly x: readonly number[];
  readonly logDensity: readonly GoldenNumber[];
  readonly cdf?: readonly GoldenNumber[];
  readonly mean?: GoldenNumber;
  readonly sd?: GoldenNumber;
}
export interface GoldenEvent {
  readonly args: GoldenArgs;
  readonly x: readonly Value[];
  readonly logDensity: readonly GoldenNumber[];
}
export interface Golden {
  readonly scalar: Readonly<Record<string, { readonly cases: readonly GoldenCase[] }>>;
  readonly alternatives: readonly (GoldenCase & { readonly name: string })[];
  readonly special: {
    readonly gammaP: readonly { readonly a: number; readonly x: number; readonly P: number }[];
  };
  readonly multivariate: Readonly<Record<string, readonly GoldenEvent[]>>;
}

export const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/distributions.json', import.meta.url), 'utf8'),
);

export function toNumber(v: GoldenNumber): number {
  return v === 'inf' ? Number.POSITIVE_INFINITY : v === '-inf' ? Number.NEGATIVE_INFINITY : Number(v);
}

/** Whether `found` is `expected` within `relative * max(scale, |expected|)`; infinities and NaN exactly. */
export function isNear(found: Value, expected: GoldenNumber, relative: number, scale = 1): boolean {
  const e = toNumber(expected);
  if (typeof found !== 'number') return false;
  if (!Number.isFinite(e)) return Object.is(found, e);
  return Math.abs(found - e) <= relative * Math.max(scale, Math.abs(e));
}

/** Cases with NaN as "undefined" read as such. */
export function show(args: GoldenArgs, x?: Value): string {
  return JSON.stringify(args) + (x === undefined ? '' : ` at ${JSON.stringify(x)}`);
}
