/** Names of the quantities that a reason concerns. */
import type { Reason, SummaryRow } from '../report/sample-report.ts';

/** Names listed with a reason, at most. */
export const MOST_NAMES = 10;

/** 0-based line of the model that declares a quantity, where known. */
export type LineOf = (name: string) => number | undefined;

export function withNames(
  worstFirst: readonly SummaryRow[],
  lineOf: LineOf | undefined,
  reason: Pick<Reason, 'code' | 'message' | 'nextStep'>,
): Reason {
  // Rows of labels count once, under the name of their quantity.
  const names = new Set<string>();
  for (const { name, element = name } of worstFirst) {
    if (names.size === MOST_NAMES) break;
    names.add(element);
  }
  const [worst] = names;
  const line = lineOf?.(worst);
  return { ...reason, names: [...names], ...(line === undefined ? {} : { line }) };
}

export function countOf(items: readonly unknown[], one: string, many: string): string {
  return items.length === 1 ? `1 ${one}` : `${items.length} ${many}`;
}
