/** What it costs that a discrete parameter is summed out of the density. */
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';

/** A line for discrete parameters, none for others. */
export function summedOutText(symbol: SymbolInfo): readonly string[] {
  const {
    type,
    bounds: { lo, hi },
  } = symbol;
  if (type.kind !== 'array' || type.element !== 'int') return [];
  const values = lo !== null && hi !== null && Number.isFinite(hi - lo) ? hi - lo + 1 : null;
  const times = values === null ? 'once for each of its values' : `${values} times, once for each value`;
  const draws = 'Its draws are recovered; `prob` and `viterbi` tell more of it.';
  if (!isChain(symbol))
    return [
      `Summed out: what depends on an element is evaluated ${times}, and for each combination where elements meet in one density. ${draws}`,
    ];
  const steps = values === null ? 'the square of its number of values' : `${values}² = ${values ** 2} sums`;
  return [
    `A chain, summed out by the forward recursion: ${steps} for each element, linear in its length; what depends on an element alone is evaluated ${times}. ${draws}`,
  ];
}

/** Whether its elements depend on earlier ones. */
function isChain({ statement, uses, span: own }: SymbolInfo): boolean {
  const { start, end } = statement.span;
  return uses.some(({ span }) => span.start > own.end && start <= span.start && span.end <= end);
}
