/** Keywords of other languages, which reveal the intention. */
import type { IToken } from 'chevrotain';
import * as T from './tokens.ts';

const typeWords: ReadonlySet<string> = new Set(
  'real int bool float double vector row_vector matrix array simplex ordered unit_vector corr_matrix cov_matrix cholesky_factor_corr cholesky_factor_cov'.split(
    ' ',
  ),
);

/** Words that declare a type in other languages, written before the name. */
export function isTypeWord(token: IToken | undefined): boolean {
  return token?.tokenType === T.Name && typeWords.has(token.image);
}

/** `elif`, `elseif`, `elsif`. */
export function isElseIf(token: IToken | undefined): boolean {
  return token?.tokenType === T.Name && ['elif', 'elseif', 'elsif'].includes(token.image);
}
