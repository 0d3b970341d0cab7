/** What is spelt wrongly but understood: messages and corrections for single tokens. */
import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic, TextEdit } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { decodeString } from './strings.ts';
import * as T from './tokens.ts';

/** A syntax error; the code is the same for all of them. */
export function syntaxError(span: Span, message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { code: 'syntax', severity: 'error', message, span, ...more };
}

/** Gives a token another type, and the text that the type would have. */
export function become(token: IToken, type: TokenType, image = token.image): void {
  token.endOffset = T.endOf(token) - 1;
  token.tokenType = type;
  if (type.tokenTypeIdx !== undefined) token.tokenTypeIdx = type.tokenTypeIdx;
  token.image = image;
}

// ── Other languages' spellings ────────────────────────────────────────────────────────────────

interface Translation {
  readonly type: TokenType;
  readonly image: string;
  readonly advice: string;
}

const translations: ReadonlyMap<string, Translation> = new Map([
  ['**', { type: T.Infix, image: '^', advice: 'a power is written "^"' }],
  ['&&', { type: T.Infix, image: 'and', advice: 'write "and"' }],
  ['&', { type: T.Infix, image: 'and', advice: 'write "and"' }],
  ['||', { type: T.Infix, image: 'or', advice: 'write "or"' }],
  ['|', { type: T.Infix, image: 'or', advice: 'write "or", or a comma between arguments' }],
  ['!', { type: T.Not, image: 'not', advice: 'write "not"' }],
  ['%*%', { type: T.Infix, image: '@', advice: 'a matrix product is written "@"' }],
  ['.*', { type: T.Infix, image: '*', advice: '"*" is elementwise already' }],
  ['./', { type: T.Infix, image: '/', advice: '"/" is elementwise already' }],
  ['.^', { type: T.Infix, image: '^', advice: '"^" is elementwise already' }],
  ['\u2212', { type: T.Minus, image: '-', advice: 'write "-"' }],
  ['\u2013', { type: T.Minus, image: '-', advice: 'write "-"' }],
  ['\u00d7', { type: T.Infix, image: '*', advice: 'write "*"' }],
  ['\u00b7', { type: T.Infix, image: '*', advice: 'write "*"' }],
  ['\u2264', { type: T.Infix, image: '<=', advice: 'write "<="' }],
  ['\u2265', { type: T.Infix, image: '>=', advice: 'write ">="' }],
  ['\u2260', { type: T.Infix, image: '!=', advice: 'write "!="' }],
  ['\u223c', { type: T.Tilde, image: '~', advice: 'write "~"' }],
]);

export function translate(token: IToken): Diagnostic | undefined {
  const found = token.image;
  const span = T.spanOfToken(token);
  if (found.startsWith("'")) {
    const image = `"${found.slice(1, -1).replaceAll('"', '\\"')}"`;
    become(token, T.StringToken, image);
    return syntaxError(span, `expected text in double quotes, found ${quote(found)}`, {
      fixes: [{ title: 'Use double quotes', edits: [{ span, newText: image }] }],
    });
  }
  const translation = translations.get(found);
  if (translation === undefined) return undefined;
  become(token, translation.type, translation.image);
  const fixes = [
    { title: `Write "${translation.image}"`, edits: [{ span, newText: padded(translation.image, found) }] },
  ];
  return syntaxError(span, `expected an operator of this language, found "${found}": ${translation.advice}`, {
    fixes,
  });
}

function padded(image: string, found: string): string {
  return /^[a-z]/.test(image) ? (found === '!' ? `${image} ` : ` ${image} `) : image;
}

// ── Characters ────────────────────────────────────────────────────────────────────────────────

export const validName = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;
const validPart = /^[\p{L}\p{M}\p{N}_]$/u;

/** A piece of the user's text for a message: short, and nothing that does not print. */
export function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must be shown
  const unprintable = /[\x00-\x1f\x7f-\x9f\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
  const units = Array.from(text.slice(0, 64));
  const short = units.length > 30 ? `${units.slice(0, 29).join('')}…` : units.join('');
  const shown = short.replace(unprintable, (unit) => codePoint(unit));
  return shown.startsWith('"') && shown.endsWith('"') && shown.length > 1 ? shown : `"${shown}"`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

export function badCharacter(token: IToken): Diagnostic {
  let offset = 0;
  for (const character of token.image) {
    if (!validPart.test(character)) {
      const start = token.startOffset + offset;
      const span = { start, end: start + character.length };
      const hint = /[\u2018\u2019\u201c\u201d\u00ab\u00bb]/.test(character)
        ? ': text stands in straight double quotes'
        : '';
      const shown = /^[\p{L}\p{N}\p{P}\p{S}\p{M}]$/u.test(character)
        ? `${quote(character)} (${codePoint(character)})`
        : codePoint(character);
      return syntaxError(
        span,
        `the character ${shown} cannot be used outside of text in quotes and comments${hint}`,
      );
    }
    offset += character.length;
  }
  return syntaxError(T.spanOfToken(token), `a name begins with a letter, found ${quote(token.image)}`);
}

// ── Messages ──────────────────────────────────────────────────────────────────────────────────

export function badEscapes(token: IToken): Diagnostic[] {
  return decodeString(token.image.slice(1, -1)).bad.map(({ offset, text }) => {
    const start = token.startOffset + 1 + offset;
    const span = { start, end: start + text.length };
    return syntaxError(
      span,
      `expected \\", \\\\, \\n, \\t or \\uXXXX in text, found ${text}: a backslash itself is written \\\\`,
      {
        fixes: [
          { title: 'Double the backslash', edits: [{ span: { start, end: start + 1 }, newText: '\\\\' }] },
        ],
      },
    );
  });
}

export function openString(token: IToken): Diagnostic {
  const end = T.endOf(token);
  return syntaxError(
    T.spanOfToken(token),
    'expected a closing double quote on the same line, found the end of the line',
    { fixes: [{ title: 'Close the text here', edits: [{ span: { start: end, end }, newText: '"' }] }] },
  );
}

export function foreignComment(token: IToken): Diagnostic {
  const span = { start: token.startOffset, end: token.startOffset + 2 };
  return syntaxError(span, 'expected an operator or a new statement, found "//": a comment begins with "#"', {
    fixes: [{ title: 'Begin the comment with #', edits: [{ span, newText: '#' }] }],
  });
}

/** A point that belongs to no number. `log.radon` goes on as the one name it was meant to be. */
export function strayPoint(
  token: IToken,
  left: IToken | undefined,
  right: IToken | undefined,
): { diagnostic: Diagnostic; joined: boolean } {
  const span = T.spanOfToken(token);
  if (
    left?.tokenType !== T.Name ||
    right?.tokenType !== T.Name ||
    T.endOf(left) !== token.startOffset ||
    right.startOffset !== T.endOf(token)
  ) {
    const message = 'expected a number or a range such as 0..1, found "."';
    return { diagnostic: syntaxError(span, message), joined: false };
  }
  const name = `${left.image}_${right.image}`;
  const diagnostic = syntaxError(
    { start: left.startOffset, end: T.endOf(right) },
    `expected a name without points, found "${left.image}.${right.image}": write "${name}"`,
    { fixes: [{ title: 'Write "_" instead of the point', edits: [{ span, newText: '_' }] }] },
  );
  left.endOffset = T.endOf(right) - 1;
  left.image = name;
  return { diagnostic, joined: true };
}

export function misusedKeyword(name: string, uses: readonly IToken[]): Diagnostic {
  const newText = `${name}_`;
  const edits = uses.map((token): TextEdit => ({ span: T.spanOfToken(token), newText }));
  return syntaxError(
    T.spanOfToken(uses[0]),
    `"${name}" is a word of the language and cannot be a name: choose another, such as "${newText}"`,
    { fixes: [{ title: `Rename to ${newText}`, edits }] },
  );
}

export function needlessSemicolons(tokens: readonly IToken[]): Diagnostic {
  const edits = tokens.map((token): TextEdit => ({ span: T.spanOfToken(token), newText: '' }));
  return syntaxError(T.spanOfToken(tokens[0]), 'expected no ";": statements need nothing between them', {
    fixes: [{ title: tokens.length > 1 ? 'Remove every ";"' : 'Remove the ";"', edits }],
  });
}
