/** What it costs that a discrete parameter is summed out of the density. */
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';

/** A line for discrete parameters, none for others. */
export function summedOutText({ type, bounds: { lo, hi } }: SymbolInfo): readonly string[] {
  if (type.kind !== 'array' || type.element !== 'int') return [];
  const isKnown = lo !== null && hi !== null && Number.isFinite(hi - lo);
  const times = isKnown ? `${hi - lo + 1} times, once for each value` : 'once for each of its values';
  return [`Summed out: what depends on an element is evaluated ${times}. Its draws are recovered.`];
}
