/** From values of a parameter to its unconstrained ones, by the suffix of their names. */

import { statedTransforms, type Transform } from './index.ts';
import { intervalToFree } from './interval.ts';
import { aboveToFree, belowToFree } from './one-sided-bound.ts';
import { real } from './real.ts';

/** Of elements between bounds, which may depend on other parameters. */
export const boundedInverses: ReadonlyMap<string, Transform['unconstrain']> = new Map([
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
