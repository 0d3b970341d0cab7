/** Means of the distributions of observations at the current draw, where they have a closed form. */
import type { ForwardInstance } from '../../compile/compile-forward.ts';
import type { OutputDistribution } from '../../compile/compiled-model.ts';
import { evaluateText, type Value } from '../../distributions/evaluate-expression.ts';
import { entryOf } from '../../distributions/of-distribution.ts';

/** The mean at a position of the batch, after `rest`. NaN where it does not exist. */
type MeanAt = (position: number) => number;

/** @returns null where the distribution, cut or of categories, has no closed form. @param count size of the batch */
export function predictiveMean(
  distribution: OutputDistribution,
  count: number,
  read: ForwardInstance['read'],
): MeanAt | null {
  switch (distribution.kind) {
    case 'plain':
      return meanOfPlain(distribution, count, read);
    case 'mixture': {
      const components = distribution.components.map((component) => predictiveMean(component, count, read));
      const means = components.filter((mean) => mean !== null);
      if (means.length < components.length) return null;
      const weights = read(distribution.weights);
      const first = weights.length === means.length ? () => 0 : (i: number) => i * means.length;
      return (position) =>
        means.reduce((sum, mean, k) => sum + weights[first(position) + k] * mean(position), 0);
    }
    case 'truncated':
    case 'censored':
      return null;
  }
}

function meanOfPlain(
  plain: Extract<OutputDistribution, { readonly kind: 'plain' }>,
  count: number,
  read: ForwardInstance['read'],
): MeanAt | null {
  const { args } = plain;
  const text = entryOf(plain)?.mean;
  if (text === undefined) return null;
  const arrays = Object.entries(args).map(([argument, place]) => ({ argument, values: read(place) }));
  // Vectors and matrices among the arguments: an outcome of several values, or a table of categories.
  if (arrays.some(({ values }) => values.length !== count)) return null;
  const only = arrays.find(({ argument }) => argument === text);
  if (only !== undefined) return (position) => only.values[position];
  const environment = new Map<string, Value>();
  return (position) => {
    for (const { argument, values } of arrays) environment.set(argument, values[position]);
    const mean = evaluateText(text, environment);
    return typeof mean === 'number' ? mean : Number.NaN;
  };
}
