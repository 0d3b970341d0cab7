/**
 * The tokens of the language. Keywords are lexed as names and distinguished afterwards (`preprocess-tokens.ts`), where a
 * keyword that can only have been meant as a name is recognised too.
 */
import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';
import type { Span } from '../span.ts';

// Any character beyond ASCII that is not white space counts as a letter here, so that a word stays one
// token; whether it really is a letter is checked once, in `preprocess-tokens.ts`, where a message can be given.
// Excludes look-alike signs of other alphabets and of typesetting: they are tokens of another type (`Foreign`).
const wide =
  '\\u0080-\\u009f\\u00a1-\\u00ab\\u00ad-\\u00b6\\u00b8-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u167f\\u1681-\\u1fff\\u200b-\\u2012\\u2014-\\u2027\\u202a-\\u202e\\u2030-\\u205e\\u2060-\\u218f\\u2191-\\u2207\\u2209-\\u2211\\u2213-\\u2216\\u2218-\\u2226\\u2229-\\u223b\\u223d-\\u225f\\u2261-\\u2263\\u2266-\\u22c4\\u22c6-\\u2fff\\u3002-\\ufefe\\uff10-\\uff19\\uff21-\\uff3a\\uff41-\\uff5a\\uff66-\\uffff';

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_';
/** A character of each group that the lexer distinguishes beyond ASCII, as numbers. */
const BEYOND_ASCII: readonly number[] = [
  ...Array.from({ length: 128 }, (_, k) => 128 + k),
  ...Array.from({ length: 257 }, (_, k) => Math.min(256 + 255 * k, 0xffff)),
];

/** Control characters but white space. */
const CONTROL: readonly number[] = [...Array.from({ length: 32 }, (_, k) => k), 0x7f];

/**
 * What a token may begin with, and some characters more. The lexer would find it by parsing the pattern, which takes
 * a tenth of the time from the start of a command to its first draw; so it would for a pattern that is not sticky.
 */
function beginsWith(ascii: string, beyond: readonly number[] = []) {
  return { start_chars_hint: [...Array.from(ascii, (c) => c.charCodeAt(0)), ...beyond] };
}

const WhiteSpace = createToken({
  name: 'WhiteSpace',
  pattern: /\s+/y,
  group: Lexer.SKIPPED,
  ...beginsWith('\t\n\v\f\r ', BEYOND_ASCII),
});
const Comment = createToken({
  name: 'Comment',
  pattern: /#[^\n\r]*/y,
  group: 'comments',
  ...beginsWith('#'),
});

export const Name = createToken({
  name: 'Name',
  pattern: new RegExp(`[A-Za-z_${wide}][A-Za-z0-9_${wide}]*`, 'y'),
  ...beginsWith(LETTERS, BEYOND_ASCII),
});
// `2..5` is a range, so a point followed by a second one does not belong to the number.
export const NumberToken = createToken({
  name: 'Number',
  pattern: /(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y,
  ...beginsWith(`${DIGITS}.`),
});
export const StringToken = createToken({
  name: 'String',
  pattern: /"(?:[^"\\\r\n]|\\.)*"/y,
  ...beginsWith('"'),
});
export const OpenString = createToken({
  name: 'OpenString',
  pattern: /"(?:[^"\\\r\n]|\\.)*\\?/y,
  ...beginsWith('"'),
});

/** Operators of other languages and look-alike signs, each with the sign of this language in its message. */
export const Foreign = createToken({
  name: 'Foreign',
  pattern:
    /\*\*|&&?|\|\|?|%\*%|!(?!=)|\.[*/^](?!\.)|\/\/[^\n\r]*|\/\*(?:[^*]|\*(?!\/))*\*\/|'[^'\n\r]*'|[“„][^“”„"\n\r]*[“”]|;|[\u2039\u3008][-\u2212\u2013]|[\u00ac\u00b7\u00d7\u00f7\u02dc\u2013\u2190\u21d0\u2208\u2212\u2217\u2227\u2228\u223c\u2260\u2264\u2265\u22c5\u27f5\u3001\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]/y,
  line_breaks: true,
  ...beginsWith("*&|%!./';", BEYOND_ASCII),
});
export const Unknown = createToken({
  name: 'Unknown',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be caught
  pattern: /[\x00-\x08\x0e-\x1f$%'\\`\x7f]+|\./y,
  ...beginsWith("$%'\\`.", CONTROL),
});

export const LeftParen = createToken({ name: '(', pattern: '(' });
export const RightParen = createToken({ name: ')', pattern: ')' });
export const LeftBracket = createToken({ name: '[', pattern: '[' });
export const RightBracket = createToken({ name: ']', pattern: ']' });
export const LeftBrace = createToken({ name: '{', pattern: '{' });
export const RightBrace = createToken({ name: '}', pattern: '}' });
export const Comma = createToken({ name: ',', pattern: ',' });
export const Colon = createToken({ name: ':', pattern: ':' });
export const Tilde = createToken({ name: '~', pattern: '~' });
export const Question = createToken({ name: '?', pattern: '?' });
export const DotDot = createToken({ name: '..', pattern: '..' });
export const Minus = createToken({ name: '-', pattern: '-' });
/** Every binary operator but `-`, `and` and `or` included. */
export const Infix = createToken({
  name: 'Infix',
  pattern: /==|!=|<=|>=|[<>+*/@^]/y,
  ...beginsWith('=!<>+*/@^'),
});
export const Equals = createToken({ name: '=', pattern: '=' });

/** Placeholder for a missing expression; never lexed from text. */
export const Missing = createToken({ name: 'Missing', pattern: Lexer.NA });

function keyword(name: string): TokenType {
  return createToken({ name, pattern: Lexer.NA });
}
export const Model = keyword('Model');
export const Dim = keyword('Dim');
export const Data = keyword('Data');
export const Param = keyword('Param');
export const Let = keyword('Let');
export const Deterministic = keyword('Deterministic');
export const Draw = keyword('Draw');
export const Observe = keyword('Observe');
export const Potential = keyword('Potential');
export const Fun = keyword('Fun');
export const Distribution = keyword('Distribution');
export const Predict = keyword('Predict');
export const Formula = keyword('Formula');
export const Sample = keyword('Sample');
export const Advi = keyword('Advi');
export const Pathfinder = keyword('Pathfinder');
export const Test = keyword('Test');

export const If = keyword('if');
export const Then = keyword('then');
export const Else = keyword('else');
export const In = keyword('in');
export const Over = keyword('over');
export const For = keyword('for');
export const Not = keyword('not');
export const Bool = keyword('Bool');

/** The words that begin a statement. */
export const statementKeywords: ReadonlyMap<string, TokenType> = new Map(
  [
    Model,
    Dim,
    Data,
    Param,
    Let,
    Deterministic,
    Draw,
    Observe,
    Potential,
    Fun,
    Distribution,
    Predict,
    Formula,
    Sample,
    Advi,
    Pathfinder,
    Test,
  ].map((type) => [type.name.toLowerCase(), type]),
);

/** Every reserved word with its token; all others, `from` and `family` among them, are names. */
export const keywords: ReadonlyMap<string, TokenType> = new Map([
  ...statementKeywords,
  ...[If, Then, Else, In, Over, For, Not].map((type): [string, TokenType] => [type.name, type]),
  ['and', Infix],
  ['or', Infix],
  ['true', Bool],
  ['false', Bool],
]);

// In the order in which the lexer tries them.
export const lexedTokens: readonly TokenType[] = [
  WhiteSpace,
  Comment,
  // Before names: the lexer accepts a curly quote as the start of a name.
  Foreign,
  Name,
  NumberToken,
  StringToken,
  OpenString,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Comma,
  Colon,
  Tilde,
  Question,
  DotDot,
  Minus,
  Infix,
  Equals,
  Unknown,
];

export const allTokens: TokenType[] = [
  ...lexedTokens,
  Missing,
  ...statementKeywords.values(),
  If,
  Then,
  Else,
  In,
  Over,
  For,
  Not,
  Bool,
];

const lexerOptions = { positionTracking: 'onlyOffset', ensureOptimizations: true } as const;

let lexer: Lexer | undefined;

/** @throws where the token definitions are inconsistent, which a test excludes. */
export function validateTokens(): void {
  new Lexer([...lexedTokens], lexerOptions);
}

/** Splits a text; white space is dropped, comments are returned separately, and every other character belongs to a token. */
export function tokenize(text: string): { tokens: IToken[]; comments: IToken[] } {
  lexer ??= new Lexer([...lexedTokens], { ...lexerOptions, skipValidations: true });
  const result = lexer.tokenize(text);
  return { tokens: result.tokens, comments: result.groups.comments ?? [] };
}

/** Offset after the token's last character. Chevrotain's own `endOffset`, which counts that character in, is set
 * only where a token's image is no longer the text it was read from. */
export function endOf(token: IToken): number {
  return token.endOffset === undefined ? token.startOffset + token.image.length : token.endOffset + 1;
}

export function spanOfToken(token: IToken): Span {
  return { start: token.startOffset, end: endOf(token) };
}
