/** A distribution whose arguments are arrays of the program, as one whose arguments are places in memory. */
import type { ArrayId, ObservedDistribution } from '../../grammar/ir.ts';
import type { OutputArray, OutputDistribution } from './compiled-model.ts';

export function outputDistribution(
  d: ObservedDistribution,
  place: (id: ArrayId) => OutputArray,
): OutputDistribution {
  switch (d.kind) {
    case 'plain':
      return {
        kind: 'plain',
        name: d.name,
        ...(d.own === undefined ? {} : { own: d.own }),
        args: Object.fromEntries(Object.entries(d.args).map(([k, id]) => [k, place(id)])),
        ...(d.inner === undefined
          ? {}
          : {
              inner: Object.fromEntries(
                Object.entries(d.inner).map(([k, inner]) => [k, outputDistribution(inner, place)]),
              ),
            }),
      };
    case 'mixture':
      return {
        kind: 'mixture',
        weights: place(d.weights),
        components: d.components.map((c) => outputDistribution(c, place)),
      };
    case 'truncated':
    case 'censored':
      return {
        kind: d.kind,
        base: outputDistribution(d.base, place),
        ...(d.lower === undefined ? {} : { lower: place(d.lower) }),
        ...(d.upper === undefined ? {} : { upper: place(d.upper) }),
      };
  }
}
