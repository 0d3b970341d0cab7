/** What it costs that a discrete parameter is summed out of the density. */
import type { SummedOut } from '../../grammar/ir.ts';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';

/**
 * A line for discrete parameters, none for others.
 * @param summedOut what the compiler says of the model; without it, what the parameter alone tells
 */
export function summedOutText(symbol: SymbolInfo, summedOut: readonly SummedOut[]): readonly string[] {
  const compiled = summedOut.find(({ names }) => names.includes(symbol.name));
  return compiled === undefined ? foreseen(symbol) : [costText(compiled, symbol.name)];
}

const RECOVERED = 'Its draws are recovered; `prob` and `viterbi` tell more of it.';

/** Of a parameter, or of the missing values of a datum (`x_missing`). */
export function costText({ names, how, elements, together, combinations }: SummedOut, name: string): string {
  const others = names.filter((other) => other !== name).map((other) => `\`${other}\``);
  const way = {
    independent: 'Summed out element by element',
    chain: 'A chain, summed out by the forward recursion',
    graph: 'Summed out by variable elimination',
  }[how];
  const joined = others.length === 0 ? '' : `, together with ${others.join(', ')}`;
  const meet = together === 1 ? '' : `, at most ${together} of them at once`;
  return `${way}${joined}: ${elements} element${elements === 1 ? '' : 's'}${meet}, ${combinations} combinations of values in each evaluation of the density. ${RECOVERED}`;
}

function foreseen(symbol: SymbolInfo): readonly string[] {
  const {
    type,
    bounds: { lo, hi },
  } = symbol;
  if (type.kind !== 'array' || type.element !== 'int') return [];
  const values = lo !== null && hi !== null && Number.isFinite(hi - lo) ? hi - lo + 1 : null;
  const times = values === null ? 'once for each of its values' : `${values} times, once for each value`;
  if (!isChain(symbol))
    return [
      `Summed out: what depends on an element is evaluated ${times}, and for each combination where elements meet in one density. ${RECOVERED}`,
    ];
  const steps = values === null ? 'the square of its number of values' : `${values}² = ${values ** 2} sums`;
  return [
    `A chain, summed out by the forward recursion: ${steps} for each element, linear in its length; what depends on an element alone is evaluated ${times}. ${RECOVERED}`,
  ];
}

/** Whether its elements depend on earlier ones. */
function isChain({ statement, uses, span: own }: SymbolInfo): boolean {
  const { start, end } = statement.span;
  return uses.some(({ span }) => span.start > own.end && start <= span.start && span.end <= end);
}
