/** From values of a parameter to its unconstrained ones, by the suffix of their names. */

import { statedTransforms, type Transform } from './index.ts';
import { intervalToFree } from './interval.ts';
import { aboveToFree, belowToFree } from './one-sided-bound.ts';
import { real } from './real.ts';
import type { ToFree } from './scalar.ts';

/** Of elements between bounds, which may depend on other parameters. */
export const boundedInverses: ReadonlyMap<string, ToFree> = new Map([
  ['log', aboveToFree],
  ['upper', belowToFree],
  ['interval', intervalToFree],
]);

const unbounded: ReadonlyMap<string, Transform> = new Map(
  [real, ...statedTransforms.values()].map((transform) => [transform.suffix, transform]),
);

/** Of all other transforms. */
export function transformOfSuffix(suffix: string): Transform {
  const found = unbounded.get(suffix);
  if (found === undefined) throw new Error(`no transform has the suffix \`${suffix}\``);
  return found;
}
