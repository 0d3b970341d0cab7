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
  for (const [keyword, type] of statementKeywords) {
    const limit = keyword.length > 4 ? 2 : 1;
    const isNear = otherWords.get(word) === keyword || editDistance(word, keyword) <= limit;
    if (isNear && canFollowKeyword(type, tokens[at + 1])) return keyword;
  }
  return undefined;
}
