import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const recursionOrder: Check = {
  code: 'recursion-order',
  severity: 'error',
  title: 'Recursion not on earlier elements',
  doc: 'In `let x[t in d] = …` an element may use elements of `x` with a strictly smaller first index, as `x[t - 1]`, and likewise in `param x[t in d] ~ …` and `draw x[t in d] ~ …`, there along whichever index. The index of a recurrence comes first: `x[t in d, k in state]` may use `x[t - 1, k]`. Anything else would need values that are not computed yet.',
};

export function notEarlier(symbol: SymbolInfo, index: string, span: Span, found: string): Diagnostic {
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${symbol.name}\` may only use earlier elements, as \`${symbol.name}[${index} - 1]\`, found ${found}`,
    { related: [{ message: `\`${symbol.name}\` is being defined here`, span: symbol.span }] },
  );
}

/** Of elements that are drawn. @param isKnown whether other uses say that it goes back along this index */
export function notEarlierDrawn(
  symbol: SymbolInfo,
  index: string,
  span: Span,
  found: string,
  isKnown: boolean,
): Diagnostic {
  const along = isKnown ? `, along \`${index}\` as its other uses` : '';
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${symbol.name}\` may only depend on earlier ones, as at \`${index} - 1\`${along}: found ${found}, which need not be earlier`,
    { related: [{ message: `\`${symbol.name}\` is declared here`, span: symbol.span }] },
  );
}

/** `r[i, j - 1]` together with `r[i - 1, j]`: no order of the indices makes both earlier along the first. */
export function alongTwoIndices(symbol: SymbolInfo, found: string, span: Span): Diagnostic {
  const { name } = symbol;
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${name}\` may only use earlier elements along its first index: ${found} goes back along another, and \`${name}\` goes back along the first too; a recurrence goes back along one index`,
    { related: [{ message: `\`${name}\` is being defined here`, span: symbol.span }] },
  );
}

/** `r[i, j - 1]`: earlier along another index than the first. */
export function indexComesLast(
  symbol: SymbolInfo,
  found: string,
  span: Span,
  instead: { readonly order: string; readonly use: string },
): Diagnostic {
  const { name } = symbol;
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${name}\` may only use earlier elements, found along its first index the element itself: ${found} goes back along another; the index of a recurrence comes first; write \`let ${name}[${instead.order}] = …\` and \`${name}[${instead.use}]\``,
    { related: [{ message: `\`${name}\` is being defined here`, span: symbol.span }] },
  );
}
