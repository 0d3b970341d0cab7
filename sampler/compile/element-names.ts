/** The names of a quantity's elements: `mu`, `a[Anoka]`, `theta[1,2]`. */
import type { Quantity } from '../../grammar/ir.ts';

export function elementNames(quantity: Pick<Quantity, 'name' | 'dims'>): string[] {
  if (quantity.dims.length === 0) return [quantity.name];
  const positions = quantity.dims.reduce<string[][]>(
    (prefixes, dim) => prefixes.flatMap((prefix) => dim.labels.map((label) => [...prefix, label])),
    [[]],
  );
  return positions.map((labels) => `${quantity.name}[${labels.join(',')}]`);
}
