/** Messages and corrections for single tokens that are misspelt but understood. */
import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic, TextEdit } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { decodeString } from './string-escapes.ts';
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
  ['\u2217', { type: T.Infix, image: '*', advice: 'write "*"' }],
  ['\u22c5', { type: T.Infix, image: '*', advice: 'write "*"' }],
  ['\u00f7', { type: T.Infix, image: '/', advice: 'write "/"' }],
  ['\u2227', { type: T.Infix, image: 'and', advice: 'write "and"' }],
  ['\u2228', { type: T.Infix, image: 'or', advice: 'write "or"' }],
  ['\u00ac', { type: T.Not, image: 'not', advice: 'write "not"' }],
  ['\u2208', { type: T.In, image: 'in', advice: 'write "in"' }],
  ['\u27f5', { type: T.Equals, image: '=', advice: 'write "="' }],
  ['\u21d0', { type: T.Equals, image: '=', advice: 'write "="' }],
  ['\u2190', { type: T.Equals, image: '=', advice: 'write "="' }],
  ['\u223c', { type: T.Tilde, image: '~', advice: 'write "~"' }],
  ['\u02dc', { type: T.Tilde, image: '~', advice: 'write "~"' }],
]);

/** `‹-`: `<-` after typographic replacement. */
const arrow: Translation = { type: T.Equals, image: '=', advice: 'write "="' };

/** `|` separates arguments in Stan and groups in R; reading it as "or" would be wrong there. */
export function isFaithful({ image }: Pick<IToken, 'image'>): boolean {
  return image !== '|';
}

/** `|` and `||` in terms without quotes, as in `sigma ~ x + (1 | g)` behind a formula; `before` are the tokens since `~`. */
export function unquotedGroups(token: IToken, before: readonly IToken[]): Diagnostic {
  const parameter = before[0]?.image ?? 'sigma';
  const [span, found] = [T.spanOfToken(token), token.image];
  become(token, T.Infix, 'or');
  return syntaxError(
    span,
    `expected terms in quotes where effects vary by group, found "${found}": write ${parameter} ~ "… + (1 | g)"`,
  );
}

export function translate(token: IToken): Diagnostic | undefined {
  const found = token.image;
  const span = T.spanOfToken(token);
  if (/^['\u201c\u201e]/.test(found)) {
    const image = `"${found.slice(1, -1).replaceAll('"', '\\"')}"`;
    become(token, T.StringToken, image);
    const kind = found.startsWith("'") ? '' : 'straight ';
    return syntaxError(span, `expected text in ${kind}double quotes, found ${quote(found)}`, {
      fixes: [{ title: 'Use double quotes', edits: [{ span, newText: image }] }],
    });
  }
  const translation = /^[\u2039\u3008]/.test(found) ? arrow : translations.get(found);
  if (translation === undefined) return undefined;
  become(token, translation.type, translation.image);
  const write = [
    { title: `Write "${translation.image}"`, edits: [{ span, newText: padded(translation.image) }] },
  ];
  return syntaxError(span, `expected an operator of this language, found "${found}": ${translation.advice}`, {
    fixes: isFaithful({ image: found }) ? write : [],
  });
}

function padded(image: string): string {
  return /^[a-z]/.test(image) ? (image === 'not' ? `${image} ` : ` ${image} `) : image;
}

// ── Characters ────────────────────────────────────────────────────────────────────────────────

export const validName = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;
const validPart = /^[\p{L}\p{M}\p{N}_]$/u;

/** A piece of the user's text for a message: shortened, and without unprintable characters. */
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
        ? ': text is written in straight double quotes'
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

/** The fix closes the text before the first bracket or comma, which few names of files and labels hold. */
export function openString(token: IToken): Diagnostic {
  const length =
    /^"[^\s{}()[\],]+(?=\s*[{}()[\],])/.exec(token.image)?.[0].length ?? token.image.trimEnd().length;
  const end = token.startOffset + length;
  return syntaxError(
    T.spanOfToken(token),
    'expected a closing double quote on the same line, found the end of the line',
    { fixes: [{ title: 'Close the text here', edits: [{ span: { start: end, end }, newText: '"' }] }] },
  );
}

export function foreignComment(token: IToken): Diagnostic {
  const { image, startOffset } = token;
  const opener = image.startsWith('%') ? '%' : image.slice(0, 2);
  const span = { start: startOffset, end: startOffset + opener.length };
  const edits =
    opener !== '/*'
      ? [{ span, newText: '#' }]
      : [{ span: T.spanOfToken(token), newText: hashed(image.slice(2, -2)) }];
  return syntaxError(
    span,
    `expected an operator or a new statement, found "${opener}": a comment begins with "#"`,
    { fixes: [{ title: 'Begin the comment with #', edits }] },
  );
}

/** The text of a block comment, each line after a `#`. */
function hashed(body: string): string {
  const lines = body.split(/\r?\n/).map((line) => line.replace(/^\s*\*?\s*/, '').trimEnd());
  return lines
    .filter((line, i) => line !== '' || (i > 0 && i < lines.length - 1))
    .map((line) => `# ${line}`.trimEnd())
    .join('\n');
}

/** Prefixes of modules in which other languages keep their distributions and functions. */
const modules: ReadonlySet<string> = new Set(
  'pm pymc pymc3 np numpy jnp pt tt at math stats scipy dist distributions numpyro pyro tfd tfp torch'.split(
    ' ',
  ),
);

/** A point that belongs to no number. `log.radon` is read as one name, `np.exp` as `exp`. */
export function strayPoint(
  token: IToken,
  before: readonly IToken[],
  right: IToken | undefined,
  next: IToken | undefined,
  isName: (joined: string) => boolean,
): { diagnostic: Diagnostic; joined: boolean } {
  const span = T.spanOfToken(token);
  const left = before.at(-1);
  if (
    left?.tokenType !== T.Name ||
    right?.tokenType !== T.Name ||
    T.endOf(left) !== token.startOffset ||
    right.startOffset !== T.endOf(token)
  ) {
    const message = 'expected a number or a range such as 0..1, found "."';
    return { diagnostic: syntaxError(span, message), joined: false };
  }
  const isFile = before.length > 1 && before[0].image === 'from';
  const diagnostic = isFile
    ? fileWithoutQuotes(left, right)
    : pointBetween(left, right, next?.tokenType === T.LeftParen, isName);
  const name = modules.has(left.image) ? right.image : `${left.image}_${right.image}`;
  left.endOffset = T.endOf(right) - 1;
  left.image = name;
  return { diagnostic, joined: true };
}

function fileWithoutQuotes(left: IToken, right: IToken): Diagnostic {
  const span = { start: left.startOffset, end: T.endOf(right) };
  const name = `${left.image}.${right.image}`;
  return syntaxError(span, `expected a file name in double quotes, found "${name}"`, {
    fixes: [{ title: `Put "${name}" in quotes`, edits: [{ span, newText: `"${name}"` }] }],
  });
}

function pointBetween(
  left: IToken,
  right: IToken,
  isCall: boolean,
  isName: (joined: string) => boolean,
): Diagnostic {
  const whole = { start: left.startOffset, end: T.endOf(right) };
  const found = `"${left.image}.${right.image}"`;
  if (modules.has(left.image)) {
    const span = { start: left.startOffset, end: right.startOffset };
    return syntaxError(whole, `expected a name without a prefix, found ${found}: write "${right.image}"`, {
      fixes: [{ title: `Leave out "${left.image}."`, edits: [{ span, newText: '' }] }],
    });
  }
  if (isCall && /^(?:read_)?(?:csv|table)$/.test(right.image)) {
    const message = `expected a file and its columns, found ${found}: write data from "file.csv" { … }`;
    return syntaxError(whole, message);
  }
  if (isCall) {
    const message = `expected a function with its arguments, found ${found}: write "${right.image}(${left.image})"`;
    return syntaxError(whole, message);
  }
  const joined = `${left.image}_${right.image}`;
  const span = { start: T.endOf(left), end: right.startOffset };
  const fix = { title: 'Write "_" instead of the point', edits: [{ span, newText: '_' }] };
  // Otherwise the point was meant as field access, which does not exist.
  const message = isName(joined)
    ? `expected a name without points, found ${found}: write "${joined}"`
    : `expected a name without points, found ${found}: values have no fields; declare "${joined}" and use that`;
  return syntaxError(whole, message, isName(joined) ? { fixes: [fix] } : {});
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

export function needlessSemicolons(first: IToken, all: readonly IToken[]): Diagnostic {
  const edits = all.map((token): TextEdit => ({ span: T.spanOfToken(token), newText: '' }));
  return syntaxError(T.spanOfToken(first), 'expected no ";": statements need nothing between them', {
    fixes: [{ title: all.length > 1 ? 'Remove every ";"' : 'Remove the ";"', edits }],
  });
}

// ── Full width ────────────────────────────────────────────────────────────────────────────────

const asciiSigns: ReadonlyMap<string, TokenType> = new Map([
  ['(', T.LeftParen],
  [')', T.RightParen],
  ['[', T.LeftBracket],
  [']', T.RightBracket],
  ['{', T.LeftBrace],
  ['}', T.RightBrace],
  [',', T.Comma],
  [':', T.Colon],
  ['~', T.Tilde],
  ['?', T.Question],
  ['-', T.Minus],
  ['=', T.Equals],
  ...['+', '*', '/', '^', '@', '<', '>'].map((sign): [string, TokenType] => [sign, T.Infix]),
]);

/** The ASCII sign or number for a full-width one. */
export function asciiOf({ image }: IToken): { readonly type: TokenType; readonly image: string } | undefined {
  const narrow = image === '\u3001' ? ',' : image.normalize('NFKC');
  if (narrow === image) return undefined;
  const type = /^[\uff10-\uff19]+$/.test(image) ? T.NumberToken : asciiSigns.get(narrow);
  return type === undefined ? undefined : { type, image: narrow };
}

export function fullWidthSigns(
  all: readonly { readonly span: Span; readonly found: string; readonly newText: string }[],
): Diagnostic {
  const [{ span, found, newText }] = all;
  const edits = all.map((one): TextEdit => ({ span: one.span, newText: one.newText }));
  return syntaxError(span, `expected "${newText}", found the full-width ${quote(found)}`, {
    fixes: [{ title: all.length > 1 ? 'Write all signs in ASCII' : `Write "${newText}"`, edits }],
  });
}
