/**
 * Between lexer and parser: names that are keywords become keywords, and what can be understood although it is
 * written wrongly (a keyword used as a name, the operators of other languages, an open string) is reported here
 * once and handed on in the form the parser expects.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic, TextEdit } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { decodeString } from './strings.ts';
import * as T from './tokens.ts';

export interface Prepared {
  readonly tokens: IToken[];
  readonly diagnostics: Diagnostic[];
  /** First tokens of the statements whose mistake has been reported here: the parser need not add to it. */
  readonly tainted: ReadonlySet<IToken>;
}

const statementTypes: ReadonlySet<TokenType> = new Set(T.statementKeywords.values());

export function beginsStatement(token: IToken): boolean {
  return statementTypes.has(token.tokenType);
}

/** A syntax error; the code is the same for all of them. */
export function syntaxError(span: Span, message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { code: 'syntax', severity: 'error', message, span, ...more };
}

export function spanOfToken(token: IToken): Span {
  return { start: token.startOffset, end: T.endOf(token) };
}

/** Gives a token another type, and the text that the type would have. */
export function become(token: IToken, type: TokenType, image = token.image): void {
  token.endOffset = T.endOf(token) - 1;
  token.tokenType = type;
  if (type.tokenTypeIdx !== undefined) token.tokenTypeIdx = type.tokenTypeIdx;
  token.image = image;
}

// ── Keywords ──────────────────────────────────────────────────────────────────────────────────

const wantsName: ReadonlySet<TokenType> = new Set([
  T.Model,
  T.Dim,
  T.Param,
  T.Let,
  T.Deterministic,
  T.Observe,
  T.Potential,
  T.Fun,
  T.Predict,
]);
const canEndStatement: ReadonlySet<TokenType> = new Set([
  T.Name,
  T.NumberToken,
  T.StringToken,
  T.OpenString,
  T.Bool,
  T.RightParen,
  T.RightBracket,
  T.RightBrace,
  T.DotDot,
]);
const followsName: ReadonlySet<TokenType> = new Set([
  T.Infix,
  T.Minus,
  T.RightParen,
  T.RightBracket,
  T.LeftBracket,
  T.Comma,
]);
const settingsMethods: ReadonlySet<TokenType> = new Set([T.Sample, T.Advi, T.Pathfinder]);

/** Whether `next` can stand after the keyword that begins a statement. */
export function canFollowKeyword(keyword: TokenType, next: IToken | undefined): boolean {
  const type = next?.tokenType;
  switch (keyword) {
    case T.Data:
      return type === T.LeftBrace || next?.image === 'from';
    case T.Formula:
      return type === T.StringToken || type === T.OpenString;
    case T.Sample:
    case T.Advi:
    case T.Pathfinder:
      return type === T.LeftBrace;
    case T.Observe:
      return type === T.Name || type === T.LeftParen;
    default:
      return type === T.Name;
  }
}

type Reading = 'statement' | 'misused' | 'name';

/** What a statement keyword is at this place: the beginning of a statement, or a name it may not be. */
function readKeyword(args: {
  readonly type: TokenType;
  readonly prev: IToken | undefined;
  readonly next: IToken | undefined;
  readonly firstOnLine: boolean;
  readonly block: TokenType | undefined;
}): Reading {
  const { type, prev, next, firstOnLine, block } = args;
  if (prev === undefined) return 'statement';
  const starts = canFollowKeyword(type, next);
  if (block !== undefined) {
    // `sample { init = pathfinder }`: a method's name as a setting's value.
    const isValue = prev.tokenType === T.Equals && settingsMethods.has(type) && !starts;
    if (isValue && settingsMethods.has(block)) return 'name';
    if (next?.tokenType === T.Colon || next?.tokenType === T.Equals) return 'misused';
  }
  if (wantsName.has(prev.tokenType)) {
    if (firstOnLine) return 'statement';
    return starts && next?.tokenType === T.Name ? 'statement' : 'misused';
  }
  if (canEndStatement.has(prev.tokenType)) return 'statement';
  if (firstOnLine) return next !== undefined && followsName.has(next.tokenType) ? 'misused' : 'statement';
  return starts ? 'statement' : 'misused';
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

function translate(token: IToken): Diagnostic | undefined {
  const found = token.image;
  const span = spanOfToken(token);
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

const validName = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;
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

function badCharacter(token: IToken): Diagnostic {
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
  return syntaxError(spanOfToken(token), `a name begins with a letter, found ${quote(token.image)}`);
}

// ── The pass ──────────────────────────────────────────────────────────────────────────────────

export function prepareTokens(text: string, raw: readonly IToken[]): Prepared {
  const tokens: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  const tainted = new Set<IToken>();
  const misused = new Map<string, IToken[]>();
  const semicolons: IToken[] = [];
  let first: IToken | undefined;
  // The keyword of the block `{ … }` that is open, if one is.
  let block: TokenType | undefined;

  // Whether something was reported before the first token that is kept.
  let startTainted = false;

  const isTainted = (): boolean => (first === undefined ? startTainted : tainted.has(first));
  const add = (diagnostic: Diagnostic | undefined): void => {
    if (diagnostic !== undefined && !isTainted()) diagnostics.push(diagnostic);
  };
  const taint = (diagnostic: Diagnostic): void => {
    if (isTainted()) return;
    if (first === undefined) startTainted = true;
    else tainted.add(first);
    diagnostics.push(diagnostic);
  };

  for (let i = 0; i < raw.length; i += 1) {
    const token = raw[i];
    let keep = true;
    switch (token.tokenType) {
      case T.Name: {
        const type = T.keywords.get(token.image);
        if (type === undefined) {
          if (isAscii(token.image) || validName.test(token.image)) break;
          const translated = translate(token);
          if (translated === undefined) taint(badCharacter(token));
          else add(translated);
        } else if (!statementTypes.has(type)) {
          become(token, type);
        } else {
          const prev = tokens[tokens.length - 1];
          const firstOnLine = prev === undefined || isLineBreakBetween(text, prev, token);
          const next = peek(raw, i + 1);
          const reading = readKeyword({ type, prev, next, firstOnLine, block });
          if (reading === 'statement') {
            become(token, type);
            if (first === undefined && startTainted) tainted.add(token);
            first = token;
            block = undefined;
          } else if (reading === 'misused') {
            const uses = misused.get(token.image);
            if (uses === undefined) misused.set(token.image, [token]);
            else uses.push(token);
          }
        }
        break;
      }
      case T.LeftBrace:
        block = first?.tokenType;
        break;
      case T.RightBrace:
        block = undefined;
        break;
      case T.NumberToken:
        if (!Number.isFinite(Number(token.image))) {
          const message = `expected a number below 1.8e308 in size, found ${quote(token.image)}`;
          diagnostics.push(syntaxError(spanOfToken(token), message));
        }
        break;
      case T.StringToken:
        if (token.image.includes('\\')) diagnostics.push(...badEscapes(token));
        break;
      case T.OpenString:
        become(token, T.StringToken);
        taint(openString(token));
        break;
      case T.Foreign:
        if (token.image === ';') {
          semicolons.push(token);
          keep = false;
        } else if (token.image.startsWith('//')) {
          taint(foreignComment(token));
          keep = false;
        } else {
          add(translate(token));
        }
        break;
      case T.Unknown:
        keep = false;
        if (token.image === '.') {
          const point = strayPoint(token, tokens[tokens.length - 1], raw[i + 1]);
          taint(point.diagnostic);
          if (point.joined) i += 1;
        } else {
          taint(badCharacter(token));
        }
        break;
      default:
        break;
    }
    if (keep) {
      if (first === undefined) {
        first = token;
        if (startTainted) tainted.add(token);
      }
      tokens.push(token);
    }
  }
  for (const [name, uses] of misused) diagnostics.push(misusedKeyword(name, uses));
  if (semicolons.length > 0) diagnostics.push(needlessSemicolons(semicolons));
  return { tokens, diagnostics, tainted };
}

function isAscii(image: string): boolean {
  for (let i = 0; i < image.length; i += 1) if (image.charCodeAt(i) > 127) return false;
  return true;
}

function isLineBreakBetween(text: string, left: IToken, right: IToken): boolean {
  for (let i = T.endOf(left); i < right.startOffset; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return true;
  }
  return false;
}

/** The token at `i`, past what will be dropped; its keyword is not yet known, its text is. */
function peek(raw: readonly IToken[], i: number): IToken | undefined {
  let at = i;
  while (at < raw.length && raw[at].image === ';') at += 1;
  const token = raw[at];
  if (token?.tokenType !== T.Name) return token;
  const keyword = T.keywords.get(token.image);
  return keyword === undefined ? token : { ...token, tokenType: keyword };
}

// ── Messages ──────────────────────────────────────────────────────────────────────────────────

function badEscapes(token: IToken): Diagnostic[] {
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

function openString(token: IToken): Diagnostic {
  const end = T.endOf(token);
  return syntaxError(
    spanOfToken(token),
    'expected a closing double quote on the same line, found the end of the line',
    { fixes: [{ title: 'Close the text here', edits: [{ span: { start: end, end }, newText: '"' }] }] },
  );
}

function foreignComment(token: IToken): Diagnostic {
  const span = { start: token.startOffset, end: token.startOffset + 2 };
  return syntaxError(span, 'expected an operator or a new statement, found "//": a comment begins with "#"', {
    fixes: [{ title: 'Begin the comment with #', edits: [{ span, newText: '#' }] }],
  });
}

/** A point that belongs to no number. `log.radon` goes on as the one name it was meant to be. */
function strayPoint(
  token: IToken,
  left: IToken | undefined,
  right: IToken | undefined,
): { diagnostic: Diagnostic; joined: boolean } {
  const span = spanOfToken(token);
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

function misusedKeyword(name: string, uses: readonly IToken[]): Diagnostic {
  const newText = `${name}_`;
  const edits = uses.map((token): TextEdit => ({ span: spanOfToken(token), newText }));
  return syntaxError(
    spanOfToken(uses[0]),
    `"${name}" is a word of the language and cannot be a name: choose another, such as "${newText}"`,
    { fixes: [{ title: `Rename to ${newText}`, edits }] },
  );
}

function needlessSemicolons(tokens: readonly IToken[]): Diagnostic {
  const edits = tokens.map((token): TextEdit => ({ span: spanOfToken(token), newText: '' }));
  return syntaxError(spanOfToken(tokens[0]), 'expected no ";": statements need nothing between them', {
    fixes: [{ title: tokens.length > 1 ? 'Remove every ";"' : 'Remove the ";"', edits }],
  });
}
