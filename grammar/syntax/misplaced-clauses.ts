/** Ranges and indices in the wrong place, with the right place. */
import type { IToken } from 'chevrotain';
import type { Fix, TextEdit } from '../diagnostic.ts';
import type { Stop } from './syntax-messages.ts';
import * as T from './tokens.ts';

interface Misplaced {
  /** For the end of a message, with its separator. */
  readonly advice: string;
  readonly fix?: Fix;
}

export function misplaced(stop: Stop, tokens: readonly IToken[]): Misplaced | undefined {
  const inBrackets = rangeInBrackets(stop, tokens);
  if (inBrackets !== undefined || tokens[stop.at] === undefined) return inBrackets;
  return (
    rangeOutOfPlace(stop, tokens) ?? conditionBeforeIndex(stop, tokens) ?? indexWithoutName(stop, tokens)
  );
}

// ── Ranges ────────────────────────────────────────────────────────────────────────────────────

/** The statement's name and range, if they are before `in` and before `~`. */
function behindPrior(tokens: readonly IToken[], at: number): string {
  const tilde = tokens.findIndex((token, i) => i > at && token.tokenType === T.Tilde);
  const range = tilde < 0 || tokens[at]?.tokenType !== T.In ? [] : tokens.slice(at + 1, tilde);
  const isShort = limitsOf(range) !== null && bracketed(range) === null;
  const name = isShort ? textOf(tokens.slice(1, at)) : 's';
  const limits = isShort ? textOf(range) : '0..';
  return `: a range is written after the prior and truncates it, as in param ${name} ~ Normal(0, 1) in ${limits} (as a distribution Truncated(Normal(0, 1), ${argumentsOf(isShort ? range : [])}) is the same)`;
}

function textOf(tokens: readonly IToken[]): string {
  return tokens.map(({ image, tokenType }) => (tokenType === T.Comma ? ', ' : image)).join('');
}

function argumentsOf(range: readonly IToken[]): string {
  const { lo, hi } = limitsOf(range) ?? {};
  if (lo === undefined) return hi === undefined ? '0' : `hi = ${hi.image}`;
  return hi === undefined ? lo.image : `${lo.image}, ${hi.image}`;
}

/** With the statement's distribution and limits, if any. */
function truncate(tokens: readonly IToken[], at: number): string {
  const tilde = tokens.findIndex(({ tokenType }) => tokenType === T.Tilde);
  const range = tokens.slice(at + 1, tilde > at ? tilde : tokens.length);
  const name = tokens[tilde + 1]?.image;
  const isOwn = name !== undefined && limitsOf(range) !== null;
  const written = isOwn ? `${name}(…), ${argumentsOf(range)}` : 'Normal(0, 1), 0, 5';
  return `: a likelihood has no range; truncate its distribution, as in Truncated(${written})`;
}

function rangeOutOfPlace({ at, expected }: Stop, tokens: readonly IToken[]): Misplaced | undefined {
  const [found, next] = [tokens[at], tokens[at + 1]];
  const [first] = tokens;
  if (found === undefined) return undefined;
  const isIn = found.tokenType === T.In;
  const isBound =
    /^[<>]=?$/.test(found.image) &&
    (next?.tokenType === T.NumberToken || /^(?:lower|upper)$/.test(next?.image ?? ''));
  if (first.tokenType === T.Param && expected === '~' && (isIn || isBound))
    return { advice: behindPrior(tokens, at), ...(isIn ? fixOf(moveBehind(tokens, at)) : {}) };
  if (first.tokenType === T.Param && isIn && tokens[at - 1]?.tokenType === T.Tilde)
    return { advice: behindPrior([], 0) };
  if (first.tokenType === T.Observe && isIn && (expected === '~' || expected === 'end'))
    return { advice: truncate(tokens, at), ...fixOf(truncated(tokens, at)) };
  if (first.tokenType === T.Observe && expected === 'end' && isTruncation(tokens, at))
    return { advice: truncate(tokens, at) };
  if (first.tokenType === T.Param && expected === 'end' && found.image === 'I' && isTruncation(tokens, at))
    return { advice: ': a range is written after the prior, as in Normal(0, 1) in 0..' };
  if (first.tokenType === T.Data && expected === ':' && isIn)
    return { advice: ': a range is written after the type, as in y : real[3] in 0..' };
  if (first.tokenType === T.Data && expected === '}' && isIn)
    return { advice: ': a range is written before the value, as in y : real[3] in 0.. = [1, 2, 3]' };
  const isDefinition = [T.Let, T.Deterministic, T.Potential].includes(first.tokenType);
  if (isDefinition && (expected === '=' || expected === 'end') && isIn)
    return { advice: ': what is defined has no range; a range belongs to data and parameters' };
  if (expected === ')' && isIn && isInRestricted(tokens, at))
    return { advice: ': the limits are arguments, as in Truncated(Normal(0, 1), 0, 5)' };
  return undefined;
}

/** `T[0, ]` of Stan, `I(0, )` and `T(0, )` of BUGS. */
function isTruncation(tokens: readonly IToken[], at: number): boolean {
  const next = tokens[at + 1]?.tokenType;
  return /^[IT]$/.test(tokens[at].image) && (next === T.LeftParen || next === T.LeftBracket);
}

function isInRestricted(tokens: readonly IToken[], at: number): boolean {
  const opener = tokens.findLastIndex((token, i) => i < at && /^(?:Truncated|Censored)$/.test(token.image));
  return opener >= 0 && tokens[opener + 1]?.tokenType === T.LeftParen;
}

/** The tokens of `in LO..HI`: from `in` to before `end`. */
interface Limits {
  readonly lo?: IToken;
  readonly hi?: IToken;
}

/** Ends that are single numbers or names; null for anything longer. */
function limitsOf(range: readonly IToken[]): Limits | null {
  const inBrackets = bracketed(range);
  if (inBrackets !== null) return inBrackets;
  const dots = range.findIndex(({ tokenType }) => tokenType === T.DotDot);
  if (dots < 0 || dots > 1 || range.length > dots + 2) return null;
  return { lo: range[dots - 1], hi: range[dots + 1] };
}

/** `[0, 1]`: an interval as it is written in mathematics. */
function bracketed(range: readonly IToken[]): Required<Limits> | null {
  const [open, lo, comma, hi, close] = range;
  const isInterval =
    range.length === 5 &&
    open.tokenType === T.LeftBracket &&
    comma.tokenType === T.Comma &&
    close.tokenType === T.RightBracket;
  return isInterval ? { lo, hi } : null;
}

/** `in [0, 1]`, after which the parser stops. */
function rangeInBrackets({ at, expected }: Stop, tokens: readonly IToken[]): Misplaced | undefined {
  if (expected !== '..' || tokens[at - 1]?.tokenType !== T.RightBracket) return undefined;
  const limits = bracketed(tokens.slice(at - 5, at));
  if (limits === null || tokens[at - 6]?.tokenType !== T.In)
    return { advice: ': write in 0..1, without brackets' };
  const text = `${limits.lo.image}..${limits.hi.image}`;
  const span = { start: tokens[at - 5].startOffset, end: T.endOf(tokens[at - 1]) };
  return {
    advice: `: write in ${text}, without brackets`,
    fix: { title: `Write "${text}"`, edits: [{ span, newText: text }] },
  };
}

/** `param s in 0.. ~ D` → `param s ~ D in 0..`. */
function moveBehind(tokens: readonly IToken[], at: number): Fix | undefined {
  const tilde = tokens.findIndex((token, i) => i > at && token.tokenType === T.Tilde);
  const last = tokens.at(-1);
  if (tilde < 0 || last === undefined || tokens.at(-1) === tokens[tilde]) return undefined;
  const range = tokens.slice(at + 1, tilde);
  if (limitsOf(range) === null) return undefined;
  const interval = bracketed(range);
  const written =
    interval === null
      ? range.map(({ image }) => image).join('')
      : `${interval.lo.image}..${interval.hi.image}`;
  const text = ` in ${written}`;
  return {
    title: `Write "${text.trim()}" after the prior`,
    edits: [
      { span: { start: T.endOf(tokens[at - 1]), end: T.endOf(tokens[tilde - 1]) }, newText: '' },
      { span: { start: T.endOf(last), end: T.endOf(last) }, newText: text },
    ],
  };
}

/** `observe y ~ D in 0..` and `observe y in 0.. ~ D` → `observe y ~ Truncated(D, 0)`. */
function truncated(tokens: readonly IToken[], at: number): Fix | undefined {
  const tilde = tokens.findIndex(({ tokenType }) => tokenType === T.Tilde);
  if (tilde < 0 || tokens[tilde + 1] === undefined) return undefined;
  const rangeEnd = tilde < at ? tokens.length : tilde;
  const distributionEnd = tilde < at ? at - 1 : tokens.length - 1;
  const limits = limitsOf(tokens.slice(at + 1, rangeEnd));
  if (limits === null || distributionEnd <= tilde) return undefined;
  const args = `, ${argumentsOf(tokens.slice(at + 1, rangeEnd))}`;
  const start = tokens[tilde + 1].startOffset;
  const end = T.endOf(tokens[distributionEnd]);
  const edits: readonly TextEdit[] = [
    {
      span: { start: T.endOf(tokens[at - 1]), end: T.endOf(tokens[rangeEnd - 1]) },
      newText: tilde < at ? `${args})` : '',
    },
    { span: { start, end: start }, newText: 'Truncated(' },
    ...(tilde < at ? [] : [{ span: { start: end, end }, newText: `${args})` }]),
  ];
  return { title: 'Write Truncated(…)', edits };
}

// ── Indices ───────────────────────────────────────────────────────────────────────────────────

/** The text of the tokens, any space or comment between two of them as a single space. */
function textAsWritten(tokens: readonly IToken[]): string {
  return tokens
    .map((token, i) =>
      i > 0 && T.endOf(tokens[i - 1]) < token.startOffset ? ` ${token.image}` : token.image,
    )
    .join('');
}

/** `observe y[i in row where C, j in k] ~ D`, which stops at the comma. */
function conditionBeforeIndex({ at, expected }: Stop, tokens: readonly IToken[]): Misplaced | undefined {
  const [first, name, open] = tokens;
  if (first.tokenType !== T.Observe || expected !== ']' || tokens[at].tokenType !== T.Comma) return undefined;
  const from = tokens.findIndex(({ image }, i) => i < at && image === 'where');
  const to = tokens.findIndex(({ tokenType }, i) => i > at && tokenType === T.RightBracket);
  if (open?.tokenType !== T.LeftBracket || from < 0 || to < 0) return undefined;
  const condition = textAsWritten(tokens.slice(from, at));
  const indices = textAsWritten(tokens.slice(at + 1, to));
  const before = textAsWritten(tokens.slice(3, from));
  const text = `${before}, ${indices} ${condition}`;
  return {
    advice: `: the condition comes behind all indices, as in ${name.image}[${text}]`,
    fix: {
      title: 'Write the condition behind the indices',
      edits: [{ span: { start: tokens[3].startOffset, end: T.endOf(tokens[to - 1]) }, newText: text }],
    },
  };
}

/** `observe y[1..3]` and `let z[3] = …`: an index has a name there. */
function indexWithoutName({ at, expected }: Stop, tokens: readonly IToken[]): Misplaced | undefined {
  const [first, name, open] = tokens;
  const isIndexed = [T.Observe, T.Let, T.Deterministic].includes(first.tokenType);
  if (!isIndexed || open?.tokenType !== T.LeftBracket || at > 4) return undefined;
  const [one, two, three, four] = tokens.slice(3);
  const closes = (token: IToken | undefined): boolean => token?.tokenType === T.RightBracket;
  const written = (domain: string, end: IToken): Misplaced => {
    const index = tokens.some(({ image }) => image === 'i') ? 'k' : 'i';
    return {
      advice: `: an index has a name, as in ${name.image}[${index} in ${domain}]`,
      fix: {
        title: `Write "${index} in ${domain}"`,
        edits: [{ span: { start: one.startOffset, end: T.endOf(end) }, newText: `${index} in ${domain}` }],
      },
    };
  };
  if (expected === 'in' && two !== undefined && /^(?:[<>]=?|==|!=)$/.test(two.image))
    return { advice: `: ${whereTheyAreRead(`${one.image} ${two.image} ${three?.image ?? '…'}`)}` };
  // A single letter may be an index without a range or a dimension, and data are not a dimension, so that no edit is
  // always right.
  if (expected === 'in' && closes(two) && one.tokenType === T.Name && one.image.length > 1)
    return {
      advice: `${written(one.image, one).advice} for a dimension; ${whereTheyAreRead(one.image)}`,
    };
  if (at !== 3 || one === undefined) return undefined;
  const isRange = two?.tokenType === T.DotDot || two?.tokenType === T.Colon;
  if (isRange && three !== undefined && closes(four)) return written(`${one.image}..${three.image}`, three);
  if (closes(two) && one.tokenType === T.NumberToken) return written(`${one.image}..${one.image}`, one);
  const isOpen = one.tokenType === T.DotDot || isRange;
  return isOpen
    ? { advice: `: an index has a name and a range with two ends, as in ${name.image}[i in 1..3]` }
    : undefined;
}

function whereTheyAreRead(condition: string): string {
  return `a condition chooses rows where they are read, as in data from "…" where ${condition} { … }`;
}

function fixOf(fix: Fix | undefined): { readonly fix?: Fix } {
  return fix === undefined ? {} : { fix };
}
