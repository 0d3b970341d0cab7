import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const recursionOrder: Check = {
  code: 'recursion-order',
  severity: 'error',
  title: 'Recursion not on earlier elements',
  doc: 'In `let x[t in d] = …` an element may use elements of `x` with a strictly smaller first index, as `x[t - 1]`. Anything else would need values that are not computed yet.',
};

export function notEarlier(symbol: SymbolInfo, index: string, span: Span, found: string): Diagnostic {
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${symbol.name}\` may only use earlier elements, as \`${symbol.name}[${index} - 1]\`, found ${found}`,
    { related: [{ message: `\`${symbol.name}\` is being defined here`, span: symbol.span }] },
  );
}
