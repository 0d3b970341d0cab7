/**
 * Error recovery: repairs the tokens of one statement where the parser stopped, so that it can continue. Missing
 * tokens are inserted with zero width, unparsable ones are removed. The tree then has `error` nodes and empty names in
 * their place.
 */
import type { IToken, TokenType } from 'chevrotain';
import { isElseIf, isTypeWord } from './foreign-keywords.ts';
import {
  closerOf,
  isCloser,
  isReserved,
  openBrackets,
  type Stop,
  startsExpression,
} from './syntax-messages.ts';
import * as T from './tokens.ts';

const byName: ReadonlyMap<string, TokenType> = new Map(T.allTokens.map((type) => [type.name, type]));

/** Tokens that are often confused. */
const alike: ReadonlySet<string> = new Set(['=', '~', ':', '==', '<']);

/** Before these tokens a missing expression is inserted. */
const endsGap: ReadonlySet<TokenType> = new Set([
  T.Comma,
  T.RightParen,
  T.RightBracket,
  T.RightBrace,
  T.Then,
  T.Else,
  T.For,
  T.Over,
  T.In,
  T.Equals,
  T.Tilde,
  T.DotDot,
  T.Infix,
]);

/** The token after the name at the beginning of a block's line, by the statement's keyword. */
const entrySign: ReadonlyMap<TokenType, TokenType> = new Map([
  [T.Data, T.Colon],
  [T.Predict, T.Equals],
  [T.Distribution, T.Equals],
  [T.Sample, T.Equals],
  [T.Advi, T.Equals],
  [T.Pathfinder, T.Equals],
]);

function synthetic(type: TokenType, image: string, start: number, end: number): IToken {
  return {
    image,
    startOffset: start,
    endOffset: end - 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
  };
}

function splice(tokens: readonly IToken[], at: number, remove: number, put: readonly IToken[]): IToken[] {
  return [...tokens.slice(0, at), ...put, ...tokens.slice(at + remove)];
}

/** The tokens that the parser should try next; `undefined` when there is nothing left to try. */
export function repair(tokens: readonly IToken[], stop: Stop): IToken[] | undefined {
  const { at, expected } = stop;
  const found = tokens[at];
  const prev = tokens[at - 1];
  // Place of zero-width insertions: after the last token read.
  const here = prev === undefined ? (found?.startOffset ?? 0) : T.endOf(prev);
  const put = (type: TokenType, image: string): IToken[] =>
    splice(tokens, at, 0, [synthetic(type, image, here, here)]);
  const replace = (type: TokenType, image: string): IToken[] =>
    splice(tokens, at, 1, [synthetic(type, image, found.startOffset, T.endOf(found))]);

  switch (expected) {
    case 'end':
      return tokens.slice(0, at);
    case 'Missing':
      return undefined;
    case 'alternative':
      return repairAlternative(tokens, stop, { put, replace });
    case 'Name':
      if (found === undefined || isCloser(found)) return put(T.Name, '');
      if (isReserved(found)) return replace(T.Name, found.image);
      if (found.tokenType === T.NumberToken || found.tokenType === T.StringToken) return replace(T.Name, '');
      return put(T.Name, '');
    case ')':
    case ']':
      return repairClose(tokens, stop, put);
    case '}':
      return repairBlock(tokens, at, put);
    default: {
      const type = byName.get(expected);
      if (type === undefined) return undefined;
      // `param real m ~ …`: the name comes after a type of another language.
      if (at === 2 && isTypeWord(prev) && found?.tokenType === T.Name) return splice(tokens, 1, 1, []);
      if (expected === 'else' && isElseIf(found)) {
        const [start, end] = [found.startOffset, T.endOf(found)];
        return splice(tokens, at, 1, [
          synthetic(T.Else, 'else', start, end),
          synthetic(T.If, 'if', start, end),
        ]);
      }
      if (expected === ':' && found?.tokenType === T.Equals && tokens[0].tokenType === T.Data)
        return splice(tokens, at, 0, [
          synthetic(T.Colon, ':', here, here),
          synthetic(T.Name, '', here, here),
        ]);
      // `let z ~ D` becomes a parameter, so that its uses are not reported too.
      if (expected === '=' && found?.tokenType === T.Tilde && at === 2 && tokens[0].tokenType === T.Let)
        return [synthetic(T.Param, 'param', tokens[0].startOffset, T.endOf(tokens[0])), ...tokens.slice(1)];
      if (expected === ':' && isTypeWord(prev)) return withTypeBehind(tokens, at);
      if (expected === '=' && found?.tokenType === T.Colon && tokens[0].tokenType === T.Predict)
        return withoutType(tokens, at);
      if (expected === '{' && tokens[0].tokenType === T.Data && found?.tokenType === T.StringToken) {
        return put(T.Name, 'from');
      }
      if (found !== undefined && alike.has(expected) && alike.has(found.image)) {
        // `<-` is one sign in the language it comes from.
        const isArrow = found.image === '<' && tokens[at + 1]?.tokenType === T.Minus;
        const sign = synthetic(type, expected, found.startOffset, T.endOf(found));
        return splice(tokens, at, isArrow ? 2 : 1, [sign]);
      }
      return put(type, expected === 'String' ? '""' : expected);
    }
  }
}

/** `x : real[row] = …` in a prediction: the type is left out. */
function withoutType(tokens: readonly IToken[], at: number): IToken[] {
  const equals = tokens.findIndex(
    ({ tokenType }, i) => i > at && (tokenType === T.Equals || tokenType === T.RightBrace),
  );
  const sign = synthetic(T.Equals, '=', tokens[at].startOffset, T.endOf(tokens[at]));
  if (tokens[equals]?.tokenType !== T.Equals) return splice(tokens, at, 1, [sign]);
  return splice(tokens, at, equals - at, []);
}

interface Edits {
  readonly put: (type: TokenType, image: string) => IToken[];
  readonly replace: (type: TokenType, image: string) => IToken[];
}

function repairAlternative(tokens: readonly IToken[], stop: Stop, edits: Edits): IToken[] | undefined {
  const found = tokens[stop.at];
  const rule = stop.rules.at(-1);
  if (rule === 'statement') return undefined;
  if (rule === 'predict') return edits.put(T.LeftBrace, '{');
  if (rule === 'dim') return edits.put(T.Name, '');
  if (
    rule === 'dims' ||
    rule === 'indices' ||
    rule === 'observedIndices' ||
    rule === 'dimArg' ||
    rule === 'observe'
  ) {
    const isPlaced = found === undefined || isCloser(found) || endsGap.has(found.tokenType);
    return isPlaced ? edits.put(T.Name, '') : edits.replace(T.Name, '');
  }
  const isNextLine = isEntryStart(tokens, stop.at) && stop.at > 1;
  if (found === undefined || isNextLine || endsGap.has(found.tokenType)) return edits.put(T.Missing, '');
  return edits.replace(T.Missing, '');
}

function repairClose(tokens: readonly IToken[], stop: Stop, put: Edits['put']): IToken[] {
  const { at, expected } = stop;
  const found = tokens[at];
  const prev = tokens[at - 1];
  const open = openBrackets(tokens, at);
  const inner = open.at(-1);
  const type = expected === ')' ? T.RightParen : T.RightBracket;
  const close = (): IToken[] => put(type, expected);
  if (found === undefined) return close();
  if (found.tokenType === T.Comma && prev === inner?.token) return put(T.Missing, '');
  if (isCloser(found)) {
    const belongsOutside = open.some(({ token }) => closerOf(token.tokenType) === found.tokenType);
    if (belongsOutside) return close();
    const sign = synthetic(type, expected, found.startOffset, T.endOf(found));
    return splice(tokens, at, 1, [sign]);
  }
  // `x[1..3]`: a size written as a range.
  const isSizeAsRange =
    prev?.image === '1' &&
    inner?.what.startsWith('the dimensions') === true &&
    (found.tokenType === T.DotDot || found.tokenType === T.Colon);
  if (isSizeAsRange) return splice(tokens, at - 1, 2, []);
  const isClosedLater = findCloser(tokens, at, type) !== undefined;
  if (!isClosedLater) return close();
  const isParenthesis = stop.rules.at(-1) === 'parenthesised' || stop.rules.at(-1) === 'observe';
  if (startsExpression(found) && !isParenthesis && prev?.tokenType !== T.Comma) return put(T.Comma, ',');
  // Remove everything up to the next comma or the closing bracket.
  let depth = 0;
  let to = at;
  for (; to < tokens.length; to += 1) {
    const token = tokens[to];
    if (depth === 0 && (isCloser(token) || (token.tokenType === T.Comma && !isParenthesis))) break;
    if (closerOf(token.tokenType) !== undefined) depth += 1;
    else if (isCloser(token)) depth -= 1;
  }
  return to > at ? splice(tokens, at, to - at, []) : close();
}

/** The index of the closer that belongs to the bracket open at `at`, looked for within the same line of a block. */
function findCloser(tokens: readonly IToken[], at: number, type: TokenType): number | undefined {
  let depth = 0;
  for (let i = at; i < tokens.length; i += 1) {
    const token = tokens[i];
    if (depth === 0 && i > at && isEntryStart(tokens, i)) return undefined;
    if (closerOf(token.tokenType) !== undefined) depth += 1;
    else if (isCloser(token)) {
      if (depth === 0) return token.tokenType === type ? i : undefined;
      depth -= 1;
    }
  }
  return undefined;
}

/** Whether a line of a block begins here: `NAME :` in data, `NAME[INDEX in` in `let`, `draw` and `param`, `NAME =` elsewhere. */
export function isEntryStart(tokens: readonly IToken[], i: number): boolean {
  if (tokens.length === 0) return false;
  if ([T.Let, T.Deterministic, T.Draw, T.Param].includes(tokens[0].tokenType)) {
    if (tokens[1]?.tokenType !== T.LeftBrace || tokens[i]?.tokenType !== T.Name) return false;
    return tokens[i + 1]?.tokenType === T.LeftBracket && tokens[i + 3]?.tokenType === T.In;
  }
  const sign = entrySign.get(tokens[0].tokenType);
  if (sign === undefined) return false;
  return tokens[i]?.tokenType === T.Name && tokens[i + 1]?.tokenType === sign;
}

/** Continues at the block's next line, or at its end. */
function repairBlock(tokens: readonly IToken[], at: number, put: Edits['put']): IToken[] {
  let depth = 0;
  let to = at;
  for (; to < tokens.length; to += 1) {
    const token = tokens[to];
    if (depth <= 0 && (token.tokenType === T.RightBrace || (to > at && isEntryStart(tokens, to)))) break;
    if (closerOf(token.tokenType) !== undefined) depth += 1;
    else if (isCloser(token)) depth -= 1;
  }
  return to > at ? splice(tokens, at, to - at, []) : put(T.RightBrace, '}');
}

/**
 * Removes an expression that is nested too deeply: from its outermost bracket to the end of the text or the next line
 * of the block.
 */
export function cutNested(tokens: readonly IToken[], at: number): IToken[] {
  const open = openBrackets(tokens, at);
  const bracket = open.find(({ token }) => token.tokenType !== T.LeftBrace)?.index ?? at;
  const branch = tokens.findIndex(({ tokenType }) => tokenType === T.If);
  const start = branch < 0 ? bracket : Math.min(bracket, branch);
  const isCall = tokens[start - 1]?.tokenType === T.Name && start > 2;
  const from = isCall ? start - 1 : start;
  let to = at;
  while (to < tokens.length && !isEntryStart(tokens, to)) to += 1;
  const gap = synthetic(T.Missing, '', tokens[from].startOffset, T.endOf(tokens[to - 1]));
  return splice(tokens, from, to - from, [gap]);
}

/** `int<lower=0> N`, `vector[N] y`: the lines of Stan's data block, as `N : int` and `y : real[N]`. */
function withTypeBehind(tokens: readonly IToken[], at: number): IToken[] {
  const type = tokens[at - 1];
  let end = at;
  let dims: readonly IToken[] = [];
  if (tokens[end]?.image === '<') {
    while (end < tokens.length && tokens[end].image !== '>' && !isCloser(tokens[end])) end += 1;
    if (tokens[end]?.image === '>') end += 1;
  }
  if (tokens[end]?.tokenType === T.LeftBracket) {
    const close = tokens.findIndex(({ tokenType }, i) => i > end && tokenType === T.RightBracket);
    if (close >= 0) {
      dims = tokens.slice(end, close + 1);
      end = close + 1;
    }
  }
  const name = tokens[end];
  if (name?.tokenType !== T.Name) return splice(tokens, at - 1, Math.max(1, end - at + 1), []);
  const own = type.image === 'int' || type.image === 'bool' ? type.image : 'real';
  const { startOffset } = name;
  const behind = T.endOf(name);
  return splice(tokens, at - 1, end - at + 2, [
    synthetic(T.Name, name.image, startOffset, behind),
    synthetic(T.Colon, ':', behind, behind),
    synthetic(T.Name, own, behind, behind),
    ...dims,
  ]);
}
