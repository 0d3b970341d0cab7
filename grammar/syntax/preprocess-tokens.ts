/**
 * Between lexer and parser: turns names into keywords. Errors with a clear meaning (a keyword used as a name, operators
 * of other languages, an unterminated string) are reported here once and replaced by the tokens the parser expects.
 */
import type { IToken, TokenType } from 'chevrotain';
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import {
  asciiOf,
  badCharacter,
  badEscapes,
  become,
  foreignComment,
  fullWidthSigns,
  isFaithful,
  misusedKeyword,
  openString,
  quote,
  strayPoint,
  syntaxError,
  translate,
  unquotedGroups,
  validName,
} from './lexical-errors.ts';
import * as T from './tokens.ts';

interface Prepared {
  readonly tokens: IToken[];
  readonly diagnostics: Diagnostic[];
  /** Those of them that restore the intended meaning. */
  readonly understood: ReadonlySet<Diagnostic>;
  readonly semicolons: readonly IToken[];
  /** First tokens of statements whose error is reported here, so that the parser does not report it again. */
  readonly tainted: ReadonlySet<IToken>;
}

const statementTypes: ReadonlySet<TokenType> = new Set(T.statementKeywords.values());

export function beginsStatement(token: IToken): boolean {
  return statementTypes.has(token.tokenType);
}

// ── Keywords ──────────────────────────────────────────────────────────────────────────────────

const wantsName: ReadonlySet<TokenType> = new Set([
  T.Model,
  T.Dim,
  T.Param,
  T.Let,
  T.Deterministic,
  T.Draw,
  T.Observe,
  T.Potential,
  T.Fun,
  T.Distribution,
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

/** Whether `next` can follow the keyword that begins a statement. */
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
    case T.Test:
    case T.Draw:
    case T.Param:
      return type === T.Name || type === T.LeftBrace;
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
  const starts = canFollowKeyword(type, next);
  if (type === T.Draw || type === T.Test || type === T.Distribution) {
    // Elsewhere it may be a name: models have dimensions of draws, and of tests.
    const canBegin = prev === undefined || firstOnLine || canEndStatement.has(prev.tokenType);
    return starts && canBegin ? 'statement' : 'name';
  }
  if (prev === undefined) return 'statement';
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

// ── The pass ──────────────────────────────────────────────────────────────────────────────────

export function prepareTokens(text: string, raw: readonly IToken[]): Prepared {
  const tokens: IToken[] = [];
  const diagnostics: Diagnostic[] = [];
  const tainted = new Set<IToken>();
  const misused = new Map<string, IToken[]>();
  const semicolons: IToken[] = [];
  const fullWidth: { readonly span: Span; readonly found: string; readonly newText: string }[] = [];
  const understood = new Set<Diagnostic>();
  let first: IToken | undefined;
  // The keyword of the block `{ … }` that is open, if one is.
  let block: TokenType | undefined;

  // Whether something was reported before the first token that is kept.
  let startTainted = false;

  const isTainted = (): boolean => (first === undefined ? startTainted : tainted.has(first));
  const understand = (diagnostic: Diagnostic): void => {
    understood.add(diagnostic);
    diagnostics.push(diagnostic);
  };
  /** A full-width form of one of our signs, as in Chinese and Japanese text. */
  const readFullWidth = (token: IToken): boolean => {
    const ascii = asciiOf(token);
    if (ascii === undefined) return false;
    fullWidth.push({ span: T.spanOfToken(token), found: token.image, newText: ascii.image });
    become(token, ascii.type, ascii.image);
    return true;
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
          if (!readFullWidth(token)) taint(badCharacter(token));
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
          diagnostics.push(syntaxError(T.spanOfToken(token), message));
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
        } else if (token.image.startsWith('/*')) {
          // Only a comment looks like this: the text around it is parsed unchanged.
          understand(foreignComment(token));
          keep = false;
        } else if (/^\|\|?$/.test(token.image) && first?.tokenType === T.Formula) {
          taint(unquotedGroups(token, lineOfTerms(tokens)));
        } else if (!readFullWidth(token)) {
          const faithful = isFaithful(token);
          const translated = translate(token);
          if (translated === undefined) {
            taint(badCharacter(token));
            keep = false;
          } else if (!faithful) taint(translated);
          else if (!isTainted()) understand(translated);
        }
        break;
      case T.Unknown:
        keep = false;
        if (token.image === '.') {
          const before = tokens.slice(-2);
          const point = strayPoint(token, before, raw[i + 1], raw[i + 2], (joined) => {
            const [head, tail] = [before.at(-1)?.image, raw[i + 1]?.image];
            const isDeclared = wantsName.has(before[0]?.tokenType) || raw[i + 2]?.tokenType === T.Colon;
            return isDeclared || text.includes(joined) || text.split(`${head}.${tail}`).length > 2;
          });
          taint(point.diagnostic);
          if (point.joined) i += 1;
        } else if (token.image.startsWith('%') && isAlone(text, token)) {
          understand(foreignComment(token));
          const end = lineEnd(text, token);
          while (i + 1 < raw.length && raw[i + 1].startOffset < end) i += 1;
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
  for (const [name, uses] of misused) understand(misusedKeyword(name, uses));
  if (fullWidth.length > 0) understand(fullWidthSigns(fullWidth));
  return { tokens, diagnostics, understood, semicolons, tainted };
}

/** From the name before the last `~`. */
function lineOfTerms(tokens: readonly IToken[]): readonly IToken[] {
  return tokens.slice(Math.max(0, tokens.findLastIndex(({ tokenType }) => tokenType === T.Tilde) - 1));
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

/** The token at `i`, skipping tokens that will be dropped; not yet a keyword token. */
function peek(raw: readonly IToken[], i: number): IToken | undefined {
  let at = i;
  while (at < raw.length && raw[at].image === ';') at += 1;
  const token = raw[at];
  if (token?.tokenType !== T.Name) return token;
  const keyword = T.keywords.get(token.image);
  return keyword === undefined ? token : { ...token, tokenType: keyword };
}

/** Whether the token is the first on its line. */
function isAlone(text: string, { startOffset }: IToken): boolean {
  return text.slice(text.lastIndexOf('\n', startOffset - 1) + 1, startOffset).trim() === '';
}

function lineEnd(text: string, { startOffset }: IToken): number {
  const end = text.indexOf('\n', startOffset);
  return end < 0 ? text.length : end;
}
