/** Quantities whose values are labels, since means of their positions would be meaningless. */
import type { LoadedData } from '../../grammar/data.ts';

/** By the declared name of the quantity; the value 1 is the first label. */
export type QuantityLabels = ReadonlyMap<string, readonly string[]>;

export const noLabels: QuantityLabels = new Map();

interface Quantity {
  readonly name: string;
  readonly labelsOf?: string;
}

/** Labels that are the positions 1, 2, 3… are numbers like others. */
export function quantityLabels(quantities: readonly Quantity[], { dims }: LoadedData): QuantityLabels {
  const found = quantities.flatMap(({ name, labelsOf }) => {
    const labels = labelsOf === undefined ? undefined : dims.get(labelsOf)?.labels;
    return labels?.some((label, i) => label !== String(i + 1)) === true ? [[name, labels] as const] : [];
  });
  return new Map(found);
}

/** Labels of an element, `g[1]`; undefined where its values are numbers. */
export function labelsOfElement(labels: QuantityLabels, element: string): readonly string[] | undefined {
  return labels.size === 0 ? undefined : labels.get(element.split('[')[0]);
}

/** `P(g[1] = north)`. */
export function labelRowName(element: string, label: string): string {
  return `P(${element} = ${label})`;
}
