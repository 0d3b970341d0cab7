/** Statements whose first word is misspelt, or is another language's. */
import type { IToken } from 'chevrotain';
import { editDistance } from '../scope/nearest-name.ts';
import { canFollowKeyword } from './preprocess-tokens.ts';
import { Name, statementKeywords } from './tokens.ts';

/** Words of other languages for what a statement here does. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ['parameter', 'param'],
  ['parameters', 'param'],
  ['var', 'let'],
  ['const', 'let'],
  ['def', 'fun'],
  ['function', 'fun'],
  ['obs', 'observe'],
  ['dimension', 'dim'],
  ['dims', 'dim'],
  ['prediction', 'predict'],
  ['target', 'potential'],
  ['prior', 'param'],
  ['latent', 'param'],
  ['unknown', 'param'],
  ['likelihood', 'observe'],
  ['define', 'let'],
  ['derived', 'deterministic'],
  ['factor', 'potential'],
  ['nuts', 'sample'],
  ['mcmc', 'sample'],
  ['hmc', 'sample'],
]);

/** The keyword that is misspelt here, if any. */
export function misspeltKeyword(tokens: readonly IToken[], at: number): string | undefined {
  const token = tokens[at];
  if (token.tokenType !== Name || token.image.length > 20) return undefined;
  const word = token.image.toLowerCase();
  const next = tokens.at(at + 1);
  for (const [keyword, type] of statementKeywords) {
    const limit = keyword.length > 4 ? 2 : 1;
    // `parameters { … }` is a block of another language, which is told as such.
    const isOther = otherWords.get(word) === keyword && !(keyword === 'param' && next?.image === '{');
    const isNear = isOther || editDistance(word, keyword) <= limit;
    if (isNear && canFollowKeyword(type, next)) return keyword;
  }
  return undefined;
}
