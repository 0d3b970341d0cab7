/** From constrained to unconstrained values, by the suffix of the unconstrained names. */

import { statedTransforms, type Transform } from './index.ts';
import { intervalToFree } from './interval.ts';
import { aboveToFree, belowToFree } from './one-sided-bound.ts';
import { real } from './real.ts';
import type { ToFree } from './scalar.ts';
import { sumToZeroOfSuffix } from './sum-to-zero.ts';

/** Inverses for elements with bounds, which may depend on other parameters. */
export const boundedInverses: ReadonlyMap<string, ToFree> = new Map([
  ['log', aboveToFree],
  ['upper', belowToFree],
  ['interval', intervalToFree],
]);

const unbounded: ReadonlyMap<string, Transform> = new Map(
  [real, ...statedTransforms.values()].map((transform) => [transform.suffix, transform]),
);

/** The transform of any other suffix. */
export function transformOfSuffix(suffix: string): Transform {
  const found = unbounded.get(suffix) ?? sumToZeroOfSuffix(suffix);
  if (found === undefined || found === null) throw new Error(`no transform has the suffix \`${suffix}\``);
  return found;
}
