/** `mo(x)`: the levels of an ordered predictor, as the number of steps above the first. */
import type { LoadedData } from '../data.ts';
import type { DataEntry } from '../syntax/ast.ts';
import { type Column, type DesignColumn, monotonicDatum } from './design.ts';

/** Labels are levels in the order of their dimension; whole numbers are those from the least to the greatest. */
export function monotonicColumn(
  datum: string,
  entry: DataEntry | undefined,
  data: LoadedData | undefined,
): Column {
  if (entry?.type.name === 'int') {
    const values = [...(data?.arrays.get(datum)?.values ?? [0, 1])];
    const least = values.reduce((a, b) => Math.min(a, b), Infinity);
    const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
    const steps = Array.from({ length: Math.max(0, greatest - least) || 0 }, (_, i) => String(least + 1 + i));
    const score = least === 0 ? datum : `(${datum} ${least < 0 ? '+' : '-'} ${Math.abs(least)})`;
    return { kind: 'monotonic', datum, steps, score };
  }
  const [, ...steps] = data?.dims.get(entry?.type.name ?? '')?.labels ?? [];
  const parts = steps.map((level, i) => {
    const is = `(${datum} == ${JSON.stringify(level)})`;
    return i === 0 ? is : `${i + 1} * ${is}`;
  });
  return { kind: 'monotonic', datum, steps, score: `(${parts.join(' + ')})` };
}

/** What keeps a factor from having a monotonic effect. */
export function monotonicProblem(
  factor: string,
  {
    entries,
    data,
  }: { readonly entries: ReadonlyMap<string, DataEntry>; readonly data: LoadedData | undefined },
): string | undefined {
  if (!/^mo\(/.test(factor)) return undefined;
  const datum = monotonicDatum(factor);
  if (datum === undefined)
    return `expected the name of an ordered datum in \`mo(…)\`, found \`${factor.slice(3, -1)}\``;
  const entry = entries.get(datum);
  if (entry === undefined) return undefined;
  if (['real', 'bool'].includes(entry.type.name))
    return `\`${datum}\` is \`${entry.type.name}\`: \`mo(…)\` takes a datum of labels in their order, or of \`int\``;
  const column = monotonicColumn(datum, entry, data);
  if (data !== undefined && column.kind === 'monotonic' && column.steps.length === 0)
    return `\`${datum}\` has one level: expected two or more`;
  return undefined;
}

/** The columns of effects by group, whose steps are those of the same column without groups; null where it lacks. */
export function sharedSteps(column: DesignColumn, population: readonly DesignColumn[]): DesignColumn | null {
  if (column.monotonic === undefined) return column;
  return population.find(({ name }) => name === column.name) ?? null;
}
