import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import type { IndexExpr, LetStatement } from '../syntax/ast.ts';
import type { RecurrenceOrder } from '../syntax/recurrence.ts';
import { type Check, diagnose } from './check.ts';

export const recursionOrder: Check = {
  code: 'recursion-order',
  severity: 'error',
  title: 'Recursion not on earlier elements',
  doc: 'In `let x[t in d] = …` an element may use earlier elements of `x`, as `x[t - 1]`, or later ones, as `x[t + 1]`, not both; of several indices one is that of the steps, and all uses are earlier (or later) along it. Quantities defined together, `let { a[t in d] = …  b[t in d] = … }`, may also use one another at the same step, except in a circle. In `param x[t in d] ~ …` and `draw x[t in d] ~ …` likewise an element may use earlier ones, or later ones, and those in one block, `param { a[t in d] ~ …  b[t in d] ~ … }` or `draw { … }`, one another. A range is known without the elements. Anything else would need values that are not computed yet.',
};

/** @param indices as bound, `['i', 't']` */
export function notEarlier(
  symbol: SymbolInfo,
  indices: readonly string[],
  { along, step }: RecurrenceOrder,
  span: Span,
  found: string,
): Diagnostic {
  const [words, sign] = step === 1 ? ['earlier', '-'] : ['later', '+'];
  const use = indices.map((index, i) => (i === along ? `${index} ${sign} 1` : index)).join(', ');
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${symbol.name}\` may only use ${words} elements, as \`${symbol.name}[${use}]\`, found ${found}`,
    { related: [{ message: `\`${symbol.name}\` is being defined here`, span: symbol.span }] },
  );
}

/** Within `let { … }`, of the use of another of its quantities. */
export function notEarlierTogether(
  symbol: SymbolInfo,
  other: SymbolInfo,
  { step }: RecurrenceOrder,
  span: Span,
  found: string,
): Diagnostic {
  const words = step === 1 ? 'earlier' : 'later';
  return diagnose(
    recursionOrder,
    span,
    `\`${symbol.name}\` and \`${other.name}\` are defined together: an element may use ${words} elements and those of the same step, found ${found}`,
    { related: [{ message: `\`${other.name}\` is being defined here`, span: other.span }] },
  );
}

/** `S[t]` from `flow[t]` from `S[t]`. */
export function circularStep(
  members: readonly Pick<LetStatement, 'name' | 'indices'>[],
  circle: readonly { readonly of: number; readonly on: number; readonly use: IndexExpr }[],
): Diagnostic {
  const [{ of, use }] = circle;
  const element = (at: number): string => {
    const { name, indices } = members[at];
    return `\`${name.name}[${indices.map((index) => index.name.name).join(', ')}]\``;
  };
  const chain = circle.map(({ on }) => element(on)).join(', which uses ');
  return diagnose(
    recursionOrder,
    use.span,
    `elements of the same step use one another in a circle: ${element(of)} uses ${chain}; let one of them use an element of another step`,
    {
      related: circle.map((need) => ({
        message: `${element(need.of)} uses ${element(need.on)} here`,
        span: need.use.span,
      })),
    },
  );
}

/** Quantities that are defined together along different dimensions. */
export function otherSteps(first: SymbolInfo, other: SymbolInfo, along: number): Diagnostic {
  const place = ['first', 'second', 'third'][along] ?? `${along + 1}th`;
  return diagnose(
    recursionOrder,
    other.span,
    `expected the ${place} index of \`${other.name}\` to run over the same steps as that of \`${first.name}\`, since they are defined together`,
    { related: [{ message: `\`${first.name}\` is defined here`, span: first.span }] },
  );
}

/** Of elements that are drawn. @param isKnown whether other uses say that it goes along this index */
export function notEarlierDrawn(
  symbol: SymbolInfo,
  index: string,
  step: 1 | -1,
  span: Span,
  found: string,
  isKnown: boolean,
): Diagnostic {
  const along = isKnown ? `, along \`${index}\` as its other uses` : '';
  const [words, sign] = step === 1 ? ['earlier', '-'] : ['later', '+'];
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${symbol.name}\` may only depend on ${words} ones, as at \`${index} ${sign} 1\`${along}: found ${found}, which need not be ${words}`,
    { related: [{ message: `\`${symbol.name}\` is declared here`, span: symbol.span }] },
  );
}

/** `x[t - 1]` together with `x[t + 1]`, of elements that are drawn. */
export function bothDirections(
  symbol: SymbolInfo,
  { text, span, isLater }: { readonly text: string; readonly span: Span; readonly isLater: boolean },
  other: { readonly text: string; readonly span: Span },
): Diagnostic {
  const [own, opposite] = isLater ? ['a later', 'an earlier'] : ['an earlier', 'a later'];
  return diagnose(
    recursionOrder,
    span,
    `an element of \`${symbol.name}\` may depend on earlier ones or on later ones, not on both: found ${text}, ${own} one, and ${other.text}, ${opposite} one`,
    { related: [{ message: `${opposite} element is used here`, span: other.span }] },
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

/** `x[t in d] ~ D in y[t]..`, where `y` is the parameter itself or in the same block. */
export function rangeOfUnknown(symbol: SymbolInfo, other: SymbolInfo, span: Span): Diagnostic {
  const what = other === symbol ? 'its own elements' : `\`${other.name}\`, which is in the same block`;
  return diagnose(
    recursionOrder,
    span,
    `the range of \`${symbol.name}\` must be known before its elements: expected ends without ${what}; a prior by its distance, as of \`d[t] ~ HalfNormal(s)\`, keeps one above another`,
    { related: [{ message: `\`${other.name}\` is declared here`, span: other.span }] },
  );
}
