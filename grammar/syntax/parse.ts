/** Parses text to a syntax tree and diagnostics; every text has a tree. */
import type { IToken } from 'chevrotain';
import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import type { Comment, Expr, Program, Statement } from './ast.ts';
import { withoutGaps } from './drop-placeholders.ts';
import { cutNested, isEntryStart, repair } from './error-recovery.ts';
import { MAX_NESTING } from './expression-parser.ts';
import { foreignStatement } from './foreign-statements.ts';
import { become, needlessSemicolons, quote, syntaxError } from './lexical-errors.ts';
import { misspeltKeyword } from './misspelt-keywords.ts';
import { type Complaint, MAX_HEIGHT } from './operator-tree.ts';
import { BayesParser } from './parser.ts';
import { beginsStatement, prepareTokens } from './preprocess-tokens.ts';
import { correctionOf } from './syntax-fixes.ts';
import { advice, describeExpected, describeFound, openBrackets, type Stop } from './syntax-messages.ts';
import {
  Colon,
  Equals,
  endOf,
  keywords,
  LeftBrace,
  Model,
  spanOfToken,
  statementKeywords,
  tokenize,
} from './tokens.ts';

interface ParseResult {
  readonly program: Program;
  readonly diagnostics: Diagnostic[];
}

interface ExpressionResult {
  readonly expr: Expr;
  readonly diagnostics: Diagnostic[];
}

/** Longest text that is read, in UTF-16 units; more numbers than this belong into a data file. */
const MAX_LENGTH = 2_000_000;
/** After this many errors the rest is not parsed. */
export const MAX_DIAGNOSTICS = 50;
/** Repairs per statement, at most. */
const MAX_REPAIRS = 60;
/** Budget of tokens parsed again after repairs, for the whole text; bounds the time for garbage. */
const REPAIR_BUDGET = 400_000;

let shared: BayesParser | undefined;

/** The parser is built once, at first need (about 20 ms). */
function theParser(): BayesParser {
  shared ??= new BayesParser({ validate: false });
  return shared;
}

/** Never throws: the tree is complete, with `error` nodes and missing parts where the text could not be parsed. */
export function parse(text: string): ParseResult {
  const span = { start: 0, end: text.length };
  const empty: Program = { statements: [], comments: [], span, text };
  if (text.length > MAX_LENGTH) {
    const message = `expected a program of at most ${MAX_LENGTH} characters, found ${text.length}: keep the numbers in a file and read it with data from "file.csv"`;
    return { program: empty, diagnostics: [syntaxError({ start: 0, end: 1 }, message)] };
  }
  const { tokens: raw, comments } = tokenize(text);
  const prepared = prepareTokens(text, raw);
  const diagnostics: Diagnostic[] = [];
  const statements: Statement[] = [];
  const budget = { left: REPAIR_BUDGET };
  // Ranges of foreign text, with one message each.
  const unread: Span[] = [];
  const isIn = (spans: readonly Span[], at: number): boolean =>
    spans.some((s) => s.start <= at && at < s.end);

  let chunk = nextChunk(prepared.tokens, 0);
  let begin = 0;
  while (chunk !== undefined && diagnostics.length + prepared.diagnostics.length < MAX_DIAGNOSTICS) {
    const source: Source = { tokens: prepared.tokens, text };
    const read = readStatement(chunk, budget, source);
    const after: Chunk | undefined = read.rest ?? nextChunk(prepared.tokens, read.end ?? chunk.end);
    const end = after?.tokens[0].startOffset ?? text.length;
    const start = read.unreadFrom ?? end;
    // A message on single characters is enough, unless they are part of a foreign statement.
    const isQuiet =
      prepared.tainted.has(chunk.tokens[0]) &&
      (start === end || prepared.diagnostics.some(({ span }) => begin <= span.start && span.start <= start));
    if (!isQuiet) {
      const told = new Set(prepared.diagnostics.map(({ span }) => span.start));
      const isForeign = start < end;
      diagnostics.push(...read.diagnostics.filter(({ span }) => isForeign || !told.has(span.start)));
      if (start < end) unread.push({ start, end });
    }
    statements.push(...(read.statements ?? []));
    begin = end;
    chunk = after;
  }
  const spelling = prepared.diagnostics.filter(({ span }) => !isIn(unread, span.start));
  diagnostics.push(...spelling);
  const strays = diagnostics.filter((one) => !prepared.understood.has(one)).map(({ span }) => span);
  // A semicolon on a line of another language is part of it.
  const semicolons = prepared.semicolons.filter(
    ({ startOffset }) =>
      !isIn(unread, startOffset) &&
      !strays.some(({ start }) => start < startOffset && !text.slice(start, startOffset).includes('\n')),
  );
  if (semicolons.length > 0) diagnostics.push(needlessSemicolons(semicolons[0], prepared.semicolons));
  return {
    program: {
      statements,
      comments: comments.map(commentOf),
      span,
      text,
      ...(strays.length === 0 ? {} : { faults: strays }),
    },
    diagnostics: capped(diagnostics, chunk),
  };
}

/** One expression by itself, as in a distribution's density. */
export function parseExpression(text: string): ExpressionResult {
  const missing: Expr = { kind: 'error', span: { start: 0, end: text.length } };
  if (text.length > MAX_LENGTH) {
    const message = `expected an expression of at most ${MAX_LENGTH} characters, found ${text.length}`;
    return { expr: missing, diagnostics: [syntaxError({ start: 0, end: 1 }, message)] };
  }
  const prepared = prepareTokens(text, tokenize(text).tokens);
  const chunk: Chunk = { tokens: prepared.tokens, end: prepared.tokens.length, next: undefined };
  const read = parseWithRepair(chunk, { left: REPAIR_BUDGET }, (tokens) =>
    theParser().parseExpression(tokens),
  );
  const isQuiet = prepared.tainted.has(prepared.tokens[0]);
  const { semicolons } = prepared;
  const stray = semicolons.length === 0 ? [] : [needlessSemicolons(semicolons[0], semicolons)];
  const diagnostics = [...prepared.diagnostics, ...stray, ...(isQuiet ? [] : read.diagnostics)];
  return { expr: read.tree ?? missing, diagnostics: capped(diagnostics, undefined) };
}

function commentOf(token: IToken): Comment {
  return { text: token.image, span: spanOfToken(token) };
}

function capped(diagnostics: readonly Diagnostic[], unread: Chunk | undefined): Diagnostic[] {
  const sorted = diagnostics.toSorted((a, b) => a.span.start - b.span.start);
  if (sorted.length < MAX_DIAGNOSTICS && unread === undefined) return sorted;
  const kept = sorted.slice(0, MAX_DIAGNOSTICS - 1);
  const place = unread === undefined ? sorted[sorted.length - 1].span : spanOfToken(unread.tokens[0]);
  return [...kept, syntaxError(place, `more than ${kept.length} mistakes: the rest is not shown`)];
}

// ── Statements ────────────────────────────────────────────────────────────────────────────────

/** The tokens from one statement keyword to the next. */
interface Chunk {
  readonly tokens: IToken[];
  /** Index, among all tokens, of the first one after this chunk. */
  readonly end: number;
  readonly next: IToken | undefined;
}

function nextChunk(tokens: readonly IToken[], start: number): Chunk | undefined {
  if (start >= tokens.length) return undefined;
  let end = start + 1;
  while (end < tokens.length && !beginsStatement(tokens[end])) end += 1;
  return { tokens: tokens.slice(start, end), end, next: tokens[end] };
}

interface Budget {
  left: number;
}

interface StatementRead {
  readonly statements?: readonly Statement[];
  readonly diagnostics: readonly Diagnostic[];
  /** A statement found within the chunk, whose keyword is misspelt. */
  readonly rest?: Chunk;
  /** Start of foreign text, if any. */
  readonly unreadFrom?: number;
  /** Index, among all tokens, after the last token read, if that is not the end of the chunk. */
  readonly end?: number;
}

/** The whole text, for context beyond one chunk. */
interface Source {
  readonly tokens: readonly IToken[];
  readonly text: string;
}

function readStatement(chunk: Chunk, budget: Budget, source: Source): StatementRead {
  const [first, second] = chunk.tokens;
  const isForeignBlock = first.tokenType === Model && second?.tokenType === LeftBrace;
  if (!beginsStatement(first) || isForeignBlock) return readLoose(chunk, 0, source);
  const read = parseWithRepair(chunk, budget, (tokens) => theParser().parseStatement(tokens));
  const found = read.tree?.kind === 'joint' ? read.tree.members : present(read.tree);
  const statements = read.isRepaired ? found.flatMap((one) => present(withoutGaps(one))) : found;
  if (read.surplus === undefined) return { statements, diagnostics: read.diagnostics };
  // The rest may be a statement with a misspelt keyword.
  const loose = readLoose(chunk, read.surplus.at, source);
  if (loose.rest === undefined && !loose.isForeign) return { statements, diagnostics: read.diagnostics };
  const diagnostics = read.diagnostics.map((one) => (one === read.surplus?.diagnostic ? undefined : one));
  return {
    statements,
    ...loose,
    diagnostics: [...diagnostics.filter((one) => one !== undefined), ...loose.diagnostics],
  };
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

/** Text without a statement keyword where a statement should begin. */
function readLoose(chunk: Chunk, at: number, source: Source): StatementRead & { isForeign?: boolean } {
  const token = chunk.tokens[at];
  const unreadFrom = token.startOffset;
  const index = chunk.end - chunk.tokens.length + at;
  const keyword = misspeltKeyword(chunk.tokens, at);
  const foreign = keyword === undefined ? foreignStatement(source.tokens, index, source.text) : undefined;
  if (foreign !== undefined) {
    const { advice: instead, fixes, end } = foreign;
    const message = `expected a statement, such as data, param, let or observe, found ${quote(token.image)}: ${instead}`;
    const diagnostic = syntaxError(spanOfToken(token), message, fixes === undefined ? {} : { fixes });
    return { diagnostics: [diagnostic], unreadFrom, end, isForeign: true };
  }
  if (keyword === undefined) {
    const stop: Stop = { at, expected: 'alternative', rules: ['statement'] };
    return { diagnostics: [diagnose(stop, chunk.tokens, chunk.next)], unreadFrom };
  }
  const span = spanOfToken(token);
  const diagnostic = syntaxError(
    span,
    `expected a statement, found ${quote(token.image)}: did you mean "${keyword}"`,
    {
      fixes: [{ title: `Write "${keyword}"`, edits: [{ span, newText: keyword }] }],
    },
  );
  const type = statementKeywords.get(keyword);
  if (type !== undefined) become(token, type, keyword);
  return { diagnostics: [diagnostic], rest: { ...chunk, tokens: chunk.tokens.slice(at) } };
}

// ── Repair ────────────────────────────────────────────────────────────────────────────────────

interface Repaired<Tree> {
  readonly tree: Tree | undefined;
  readonly isRepaired: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** Where text followed a complete statement, with the message for it. */
  readonly surplus?: { readonly at: number; readonly diagnostic: Diagnostic };
}

/** Parses, and where the parser stops, repairs the tokens and parses again: one message for each line of a block. */
function parseWithRepair<Tree>(
  chunk: Chunk,
  budget: Budget,
  run: (tokens: IToken[]) => Tree | undefined,
): Repaired<Tree> {
  const diagnostics: Diagnostic[] = [];
  // Lines of a block, and tokens, with an earlier message.
  const lines = new Set<IToken | undefined>();
  const culprits = new Set<IToken | undefined>();
  let surplus: Repaired<Tree>['surplus'];
  let tokens = chunk.tokens;
  for (let round = 0; round <= MAX_REPAIRS; round += 1) {
    const tree = run(tokens);
    const stop = stopOf(tokens);
    if (stop === undefined) {
      const isNew = ({ span }: Complaint): boolean =>
        !diagnostics.some((one) => one.span.start === span.start);
      // A misplaced word in a repaired statement is part of the same mistake.
      const complaints = theParser().complaints.filter((one) => round === 0 || one.kind !== 'notWord');
      diagnostics.push(...complaints.filter(isNew).map(describeComplaint));
      return { tree, isRepaired: round > 0, diagnostics, surplus };
    }
    const line = lineOf(tokens, stop.at - 1);
    const isKnown = lines.has(line) || culprits.has(tokens[stop.at]) || closesWhatWasPutIn(tokens, stop);
    if (!isKnown) {
      const diagnostic = diagnose(stop, tokens, chunk.next);
      diagnostics.push(diagnostic);
      if (stop.expected === 'end' && round === 0) surplus = { at: stop.at, diagnostic };
    }
    lines.add(line);
    culprits.add(tokens[stop.at]);
    budget.left -= tokens.length;
    const repaired = stop.expected === 'Missing' ? cutNested(tokens, stop.at) : repair(tokens, stop);
    if (repaired === undefined || budget.left < 0) break;
    tokens = repaired;
  }
  return { tree: undefined, isRepaired: true, diagnostics };
}

function stopOf(tokens: readonly IToken[]): Stop | undefined {
  const [error] = theParser().errors;
  if (error === undefined) return undefined;
  const index = tokens.indexOf(error.token);
  const at = index < 0 ? tokens.length : index;
  const stop: Stop = { at, expected: error.message, rules: error.context.ruleStack };
  return lineLeftUnfinished(tokens, stop) ?? stop;
}

/**
 * In `w : ⏎ v : int` the parser takes `v` for the type of `w` and stops at the second colon, and likewise in
 * `x = ⏎ y = 2`; the mistake is what is missing before the second line.
 */
function lineLeftUnfinished(tokens: readonly IToken[], stop: Stop): Stop | undefined {
  const at = stop.at - 1;
  if (stop.expected !== '}' || !isEntryStart(tokens, at)) return undefined;
  const before = tokens[at - 1].tokenType;
  if (before === Colon) return { at, expected: 'Name', rules: ['dataEntry'] };
  if (before === Equals) return { at, expected: 'alternative', rules: ['primary'] };
  return undefined;
}

/** Whether the missing closing bracket belongs to an opening one that was inserted as well. */
function closesWhatWasPutIn(tokens: readonly IToken[], stop: Stop): boolean {
  if (stop.expected !== '}') return false;
  const opener = openBrackets(tokens, stop.at).at(-1)?.token;
  return opener !== undefined && endOf(opener) === opener.startOffset;
}

/** The first token of the block's line that a token belongs to; the statement's own first token outside of one. */
function lineOf(tokens: readonly IToken[], at: number): IToken | undefined {
  for (let i = at; i > 0; i -= 1) if (isEntryStart(tokens, i)) return tokens[i];
  return tokens[0];
}

function diagnose(stop: Stop, tokens: readonly IToken[], next: IToken | undefined): Diagnostic {
  if (stop.expected === 'Missing') {
    const message = `expected at most ${MAX_NESTING} brackets and branches within one another, found more: give parts of it names with let`;
    return syntaxError(spanOfToken(tokens[stop.at] ?? tokens[tokens.length - 1]), message);
  }
  const found = tokens[stop.at];
  const message = `expected ${describeExpected(stop, tokens)}, found ${isInterval(stop, tokens) ? 'a list' : describeFound(found, next)}${advice(stop, tokens)}`;
  const correction = correctionOf(stop, tokens);
  const fixes = correction === undefined ? {} : { fixes: [correction] };
  return syntaxError(spanOfStop(stop, tokens), message, { ...relatedOpener(stop, tokens), ...fixes });
}

/** `in [0, 1]` */
function isInterval({ at, expected }: Stop, tokens: readonly IToken[]): boolean {
  return expected === '..' && tokens[at - 1]?.image === ']';
}

/** The invalid token; if the statement ended too early, its last one. */
function spanOfStop(stop: Stop, tokens: readonly IToken[]): Span {
  // An interval in brackets is a range without "..".
  const opener = isInterval(stop, tokens) ? openBrackets(tokens, stop.at - 1).at(-1)?.token : undefined;
  if (opener !== undefined) return { start: opener.startOffset, end: endOf(tokens[stop.at - 1]) };
  const token = tokens[stop.at] ?? tokens[tokens.length - 1];
  return token === undefined ? { start: 0, end: 0 } : spanOfToken(token);
}

function relatedOpener(stop: Stop, tokens: readonly IToken[]): Partial<Diagnostic> {
  if (![')', ']', '}'].includes(stop.expected)) return {};
  const opener = openBrackets(tokens, stop.at).at(-1);
  if (opener === undefined) return {};
  const related = [
    { message: `"${opener.token.image}" opens ${opener.what}`, span: spanOfToken(opener.token) },
  ];
  if (stop.at < tokens.length) return { related };
  const end = endOf(tokens[tokens.length - 1]);
  const edits = [{ span: { start: end, end }, newText: stop.expected }];
  return { related, fixes: [{ title: `Insert "${stop.expected}"`, edits }] };
}

function describeComplaint(complaint: Complaint): Diagnostic {
  const { kind, span, found = '', expected = '' } = complaint;
  switch (kind) {
    case 'comparisonChain':
      return syntaxError(
        span,
        `expected "and" between two comparisons, found a second ${quote(found)}: write a < b and b < c`,
      );
    case 'dimSize':
      return syntaxError(span, `expected a whole number as the size of a dimension, found ${quote(found)}`);
    case 'tooHigh':
      return syntaxError(
        span,
        `expected at most ${MAX_HEIGHT} operators in a row or within one another, found more: use sum(…), or give parts of it names with let`,
      );
    case 'notWord':
      return syntaxError(span, `expected "${expected}", found ${quote(found)}`, {
        fixes: [{ title: `Write "${expected}"`, edits: [{ span, newText: expected }] }],
      });
  }
}

/** Words that a program cannot use as names. */
export const reservedWords: ReadonlySet<string> = new Set(keywords.keys());
