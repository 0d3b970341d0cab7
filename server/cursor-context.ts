/**
 * The syntactic context of a cursor, from the tokens before it: while the user types, the syntax tree around the
 * cursor is incomplete.
 */
import { statementKeywords } from '../grammar/syntax/tokens.ts';

interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'comment' | 'symbol';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A bracket that is open at the cursor. */
export interface OpenBracket {
  readonly bracket: '(' | '[' | '{';
  readonly start: number;
  /** The name directly before it: the function called, the array indexed. */
  readonly callee?: Token;
  /** Commas at its own depth before the cursor. */
  readonly commas: number;
  /** The name before `=` in the argument at the cursor. */
  readonly argumentName?: string;
  /** Names given to earlier arguments. */
  readonly named: readonly string[];
}

export interface CursorContext {
  readonly place: 'code' | 'string' | 'comment';
  /** The word before the cursor, possibly empty; for a string its content so far. */
  readonly word: string;
  readonly wordStart: number;
  /** Whether the word is the first one on its line. */
  readonly startsLine: boolean;
  /** Tokens before the word, comments left out. */
  readonly before: readonly Token[];
  /** Innermost last. */
  readonly brackets: readonly OpenBracket[];
  /** The keyword of the statement, and its tokens before the word, keyword first. */
  readonly statement?: string;
  readonly statementTokens: readonly Token[];
}

const tokenPattern =
  /(?<comment>#[^\n\r]*)|(?<string>"(?:[^"\\\r\n]|\\.)*(?:"|\\?$|(?=[\r\n])))|(?<number>(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<symbol>\.\.|==|!=|<=|>=|[^\s])/gu;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const groups = match.groups ?? {};
    const kind = (['comment', 'string', 'number', 'name', 'symbol'] as const).find(
      (k) => groups[k] !== undefined,
    );
    const start = match.index;
    if (kind !== undefined) tokens.push({ kind, text: match[0], start, end: start + match[0].length });
  }
  return tokens;
}

export function cursorContext(source: string, offset: number): CursorContext {
  const tokens = tokensOf(source.slice(0, offset));
  const last = tokens.at(-1);
  const place = placeOf(last, offset);
  const inWord = last !== undefined && last.end === offset && (place === 'string' || last.kind === 'name');
  const before = (inWord ? tokens.slice(0, -1) : tokens).filter((token) => token.kind !== 'comment');
  const wordStart = !inWord ? offset : place === 'string' ? last.start + 1 : last.start;
  const statementAt = statementStart(before);
  return {
    place,
    word: source.slice(wordStart, offset),
    wordStart,
    startsLine: /(?:^|[\r\n])[^\S\r\n]*$/.test(source.slice(0, wordStart)),
    before,
    brackets: openBrackets(before),
    statement: before[statementAt]?.text,
    statementTokens: statementAt < 0 ? [] : before.slice(statementAt),
  };
}

function placeOf(last: Token | undefined, offset: number): CursorContext['place'] {
  if (last === undefined || last.end !== offset) return 'code';
  if (last.kind === 'comment') return 'comment';
  const closed = last.text.length > 1 && last.text.endsWith('"');
  return last.kind === 'string' && !closed ? 'string' : 'code';
}

const canBeName: ReadonlySet<string> = new Set(['draw', 'distribution']);

/** Whether it is a statement keyword; `draw` is a name behind a sign, such as the bracket of dims, and as a dimension. */
function beginsStatement(tokens: readonly Token[], i: number): boolean {
  const { kind, text } = tokens[i];
  if (kind !== 'name' || !statementKeywords.has(text)) return false;
  const before = tokens[i - 1];
  if (!canBeName.has(text)) return true;
  // `draw = …`, a line of a distribution.
  if (tokens[i + 1]?.text === '=') return false;
  if (before === undefined) return true;
  return before.kind === 'symbol' ? [')', ']', '}'].includes(before.text) : !namesFollow.has(before.text);
}

const namesFollow: ReadonlySet<string> = new Set([...statementKeywords.keys(), 'in', 'over', 'for', 'by']);

/** Position of the last statement keyword; -1 before the first one. */
function statementStart(tokens: readonly Token[]): number {
  for (let i = tokens.length - 1; i >= 0; i--) {
    if (beginsStatement(tokens, i)) return i;
  }
  return -1;
}

function openBrackets(tokens: readonly Token[]): OpenBracket[] {
  type Open = { -readonly [K in keyof OpenBracket]: OpenBracket[K] } & { named: string[] };
  const stack: Open[] = [];
  const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  tokens.forEach((token, i) => {
    const { kind, text, start } = token;
    if (beginsStatement(tokens, i)) {
      // A new statement closes brackets left open by an earlier one.
      stack.length = 0;
      return;
    }
    if (kind !== 'symbol') return;
    const top = stack.at(-1);
    if (text === '(' || text === '[' || text === '{') {
      const previous = tokens[i - 1];
      const callee = previous?.kind === 'name' && text !== '{' ? previous : undefined;
      stack.push({ bracket: text, start, callee, commas: 0, named: [] });
    } else if (text in closers) {
      if (top?.bracket === closers[text]) stack.pop();
    } else if (text === ',' && top !== undefined) {
      top.commas++;
      top.argumentName = undefined;
    } else if (text === '=' && top?.bracket === '(' && tokens[i - 1]?.kind === 'name') {
      top.argumentName = tokens[i - 1].text;
      top.named.push(tokens[i - 1].text);
    }
  });
  return stack;
}
