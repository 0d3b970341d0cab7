/** Corrections for a place where the parser stopped, where one is obvious. */
import type { IToken } from 'chevrotain';
import type { Fix, TextEdit } from '../diagnostic.ts';
import { isElseIf, isTypeWord } from './foreign-keywords.ts';
import { misplaced } from './misplaced-clauses.ts';
import { openBrackets, type Stop } from './syntax-messages.ts';
import * as T from './tokens.ts';

export function correctionOf(stop: Stop, tokens: readonly IToken[]): Fix | undefined {
  const { at, expected } = stop;
  const found = tokens[at];
  const prev = tokens[at - 1];
  const place = misplaced(stop, tokens);
  if (place?.fix !== undefined) return place.fix;
  if (found === undefined || prev === undefined) return undefined;
  const [first] = tokens;
  const isNumberTimes = prev.tokenType === T.NumberToken && T.endOf(prev) === found.startOffset;
  if (isNumberTimes && (found.tokenType === T.LeftParen || /^[\p{L}]/u.test(found.image)))
    return { title: 'Write "*" between them', edits: [insertion(T.endOf(prev), ' * ')] };
  if (at === 2 && isTypeWord(prev) && found.tokenType === T.Name)
    return { title: `Leave out "${prev.image}"`, edits: [removal(prev.startOffset, found.startOffset)] };
  const lower = found.image.toLowerCase();
  if (found.tokenType === T.Name && lower !== found.image && T.keywords.has(lower))
    return { title: `Write "${lower}"`, edits: [over(found, lower)] };
  if (
    expected === 'Name' &&
    found.tokenType === T.StringToken &&
    /^"[\p{L}_][\p{L}\p{N}_]*"$/u.test(found.image)
  )
    return { title: 'Take the quotes away', edits: [over(found, found.image.slice(1, -1))] };
  switch (expected) {
    case 'then':
      return found.tokenType === T.Equals ? { title: 'Write "=="', edits: [over(found, '==')] } : undefined;
    case '~':
      if (
        first.tokenType === T.Param &&
        tokens[1]?.tokenType !== T.LeftBrace &&
        found.tokenType === T.Equals &&
        !isDistribution(tokens, at + 1)
      )
        return at === 2 ? { title: 'Write "let"', edits: [over(first, 'let')] } : undefined;
      if (first.tokenType === T.Observe && found.tokenType === T.LeftParen && at === 2)
        return inParentheses(tokens);
      if (
        (first.tokenType === T.Draw || first.tokenType === T.Param) &&
        tokens[1]?.tokenType === T.LeftBrace &&
        !isDistribution(tokens, at + 1)
      )
        return undefined;
      return signInstead(tokens, at, '~');
    case '=':
      if (first.tokenType === T.Predict && found.tokenType === T.Colon) return withoutType(tokens, at);
      if (found.tokenType === T.Tilde && first.tokenType === T.Let && at === 2)
        return { title: 'Write "param"', edits: [over(first, 'param')] };
      // In a block of definitions a distribution would be no value either.
      if (found.tokenType === T.Tilde && isDistribution(tokens, at + 1)) return undefined;
      return signInstead(tokens, at, '=');
    case ']':
    case 'alternative':
      if (openBrackets(tokens, at).at(-1)?.what.startsWith('the dimensions')) return sizeAlone(tokens, at);
      if (found.tokenType === T.Colon) return { title: 'Write ".."', edits: [over(found, '..')] };
      return undefined;
    case 'else':
      return isElseIf(found) ? { title: 'Write "else if"', edits: [over(found, 'else if')] } : undefined;
    case 'end':
      if (found.image === ')' || found.image === ']' || found.image === '}')
        return { title: `Remove "${found.image}"`, edits: [over(found, '')] };
      return undefined;
    case '{':
      if (first.tokenType === T.Data && found.tokenType === T.StringToken)
        return { title: 'Write "from"', edits: [insertion(found.startOffset, 'from ')] };
      return undefined;
    default:
      return undefined;
  }
}

/** `x : real[row] = …` in a prediction. */
function withoutType(tokens: readonly IToken[], at: number): Fix | undefined {
  const equals = tokens.findIndex(({ tokenType }, i) => i > at && tokenType === T.Equals);
  if (equals < 0) return undefined;
  return {
    title: 'Leave out the type',
    edits: [removal(T.endOf(tokens[at - 1]), T.endOf(tokens[equals - 1]))],
  };
}

/** `x[1..5]` as the size of an array. */
function sizeAlone(tokens: readonly IToken[], at: number): Fix | undefined {
  const [one, size, close] = [tokens[at - 1], tokens[at + 1], tokens[at + 2]];
  if (one.image !== '1' || size === undefined || close?.tokenType !== T.RightBracket) return undefined;
  return { title: `Write "${size.image}"`, edits: [removal(one.startOffset, size.startOffset)] };
}

/** `=`, `<-`, `:=`, `==` or `:` where another sign belongs. */
function signInstead(tokens: readonly IToken[], at: number, sign: string): Fix | undefined {
  const [found, next] = [tokens[at], tokens[at + 1]];
  const isPair =
    next !== undefined &&
    T.endOf(found) === next.startOffset &&
    ['<-', ':=', '=='].includes(found.image + next.image);
  const isOne =
    ['=', '~', '=='].includes(found.image) || (found.image === ':' && tokens[0].tokenType !== T.Let);
  if (!isPair && !isOne) return undefined;
  const span = { start: found.startOffset, end: T.endOf(isPair ? next : found) };
  return { title: `Write "${sign}"`, edits: [{ span, newText: sign }] };
}

function isDistribution(tokens: readonly IToken[], at: number): boolean {
  return /^\p{Lu}/u.test(tokens[at]?.image ?? '') && tokens[at + 1]?.tokenType === T.LeftParen;
}

/** `observe log(y) ~ …`. */
function inParentheses(tokens: readonly IToken[]): Fix | undefined {
  const tilde = tokens.findIndex(({ tokenType }) => tokenType === T.Tilde);
  if (tilde < 2) return undefined;
  const edits = [insertion(tokens[1].startOffset, '('), insertion(T.endOf(tokens[tilde - 1]), ')')];
  return { title: 'Put the expression in parentheses', edits };
}

function over(token: IToken, newText: string): TextEdit {
  return { span: T.spanOfToken(token), newText };
}

function insertion(at: number, newText: string): TextEdit {
  return { span: { start: at, end: at }, newText };
}

function removal(start: number, end: number): TextEdit {
  return { span: { start, end }, newText: '' };
}
