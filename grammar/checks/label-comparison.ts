/** `e == "t"` where `e` has no labels: what to write instead, as part of the check on types. */
import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import { diagnose, replace } from './check.ts';
import { typeMismatch } from './type-mismatch.ts';

/** A dimension itself has no value to compare; `datum` gives its labels, where one does. */
export function dimensionCompared(
  span: Span,
  dim: string,
  label: string,
  datum: SymbolInfo | undefined,
): Diagnostic {
  const instead =
    datum === undefined
      ? `compare an index over it, as in \`let z[k in ${dim}] = if k == "${label}" then … else …\``
      : `compare data with its labels, as in \`${datum.name} == "${label}"\``;
  return diagnose(
    typeMismatch,
    span,
    `\`${dim}\` is a dimension, which has no value to compare with "${label}"; ${instead}`,
    { fixes: datum === undefined ? [] : [replace(`Change to \`${datum.name}\``, span, datum.name)] },
  );
}

export function notLabels(span: Span, what: string, label: string, dims: readonly string[]): Diagnostic {
  const declared =
    dims.length === 0
      ? 'declare a dimension with these labels, and the datum with its name as type'
      : `declare it with a dimension as its type, as in \`: ${dims[0]}[…]\``;
  return diagnose(
    typeMismatch,
    span,
    `${what} has numbers, not labels, so it is never "${label}"; ${declared}`,
  );
}
