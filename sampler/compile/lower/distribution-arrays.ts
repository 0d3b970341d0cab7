/** The arrays of a distribution's arguments, including those of nested distributions. */
import type { ArrayId, ObservedDistribution } from '../../../grammar/ir.ts';

export function distributionArrays(d: ObservedDistribution): readonly ArrayId[] {
  switch (d.kind) {
    case 'plain':
      return [...Object.values(d.args), ...Object.values(d.inner ?? {}).flatMap(distributionArrays)];
    case 'mixture':
      return [d.weights, ...d.components.flatMap(distributionArrays)];
    case 'truncated':
    case 'censored':
      return [...distributionArrays(d.base), ...[d.lower, d.upper].filter((id) => id !== undefined)];
  }
}
