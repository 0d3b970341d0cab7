/** Statements in the syntax of other languages, with advice on what to write instead. */
import type { IToken } from 'chevrotain';
import type { Fix } from '../diagnostic.ts';
import { isTypeWord } from './foreign-keywords.ts';
import { closerOf, isCloser } from './syntax-messages.ts';
import * as T from './tokens.ts';

interface ForeignStatement {
  /** What to do, for the end of a message. */
  readonly advice: string;
  readonly fixes?: readonly Fix[];
  /** Index of its last token. */
  readonly end?: number;
}

const blockWords: ReadonlySet<string> = new Set([
  'parameters',
  'transformed',
  'generated',
  'functions',
  'model',
]);
const moduleWords: ReadonlySet<string> = new Set(['import', 'from', 'library', 'require', 'with', 'using']);

/** @param tokens of the whole text. */
export function foreignStatement(
  tokens: readonly IToken[],
  at: number,
  text: string,
): ForeignStatement | undefined {
  const { image } = tokens[at];
  const block = blockWords.has(image) ? blockAfter(tokens, at, 2) : undefined;
  if (block !== undefined) {
    const advice =
      'there are no such blocks: each statement is written on its own, as in param mu ~ Normal(0, 1)';
    return { advice, end: block };
  }
  if (image === 'for' || image === 'while') {
    const advice =
      'there are no loops: an array is defined by its elements, as in let x[i in d] = … or observe y[i in d] ~ …';
    return { advice, end: blockAfter(tokens, at, 16) ?? indentedEnd(tokens, at, text) };
  }
  if (isTypeWord(tokens[at])) {
    const advice =
      'an unknown is written with its prior, as in param mu ~ Normal(0, 1); a datum is declared in a data block';
    return { advice };
  }
  if (image === 'increment_log_prob')
    return {
      advice: 'write "potential NAME = …" to add to the log density',
      end: closing(tokens, at + 1) + 1,
    };
  if (moduleWords.has(image) && tokens[at + 1]?.tokenType !== T.Tilde)
    return { advice: 'nothing needs to be imported: distributions and functions are there' };
  return namedStatement(tokens, at, text);
}

/** `y ~ …`, `y[i] ~ …`, `z = …`, `z <- …`, `z += …` without a statement keyword. */
function namedStatement(tokens: readonly IToken[], at: number, text: string): ForeignStatement | undefined {
  const name = tokens[at];
  if (name.tokenType !== T.Name) return undefined;
  const sign = tokens[at + 1]?.tokenType === T.LeftBracket ? closing(tokens, at + 1) + 1 : at + 1;
  const [first, second] = [tokens[sign], tokens[sign + 1]];
  if (first === undefined) return undefined;
  const start = { start: name.startOffset, end: name.startOffset };
  const begin = (word: string): Fix => ({
    title: `Write "${word} ${name.image} …"`,
    edits: [{ span: start, newText: `${word} ` }],
  });
  if (first.tokenType === T.Tilde) {
    const advice = `write "param ${name.image} ~ …" for an unknown, "observe ${name.image} ~ …" for a datum`;
    if (sign > at + 1) return { advice };
    const isDatum = tokens.some(
      (token, i) => token.image === name.image && tokens[i + 1]?.tokenType === T.Colon,
    );
    return { advice, fixes: [begin(isDatum ? 'observe' : 'param')] };
  }
  if (first.image === '+' && second?.tokenType === T.Equals) {
    const advice =
      name.image === 'target'
        ? 'write "potential NAME = …" to add to the log density'
        : 'names are not changed: give the sum a name of its own with let';
    return { advice };
  }
  const isArrow = first.image === '<' && second?.tokenType === T.Minus;
  const isWalrus = first.tokenType === T.Colon && second?.tokenType === T.Equals;
  if (first.tokenType !== T.Equals && !isArrow && !isWalrus) return undefined;
  const value = first.tokenType === T.Equals ? sign + 1 : sign + 2;
  const isDistribution =
    /^[A-Z][a-z]/.test(tokens[value]?.image ?? '') && tokens[value + 1]?.tokenType === T.LeftParen;
  if (isDistribution) return { advice: `write "param ${name.image} ~ …"` };
  const instead =
    first.tokenType === T.Equals ? '' : ` in place of "${name.image} ${isArrow ? '<-' : ':='} …"`;
  const advice = `write "let ${name.image} = …"${instead}`;
  if (sign > at + 1) return { advice };
  const isEquals = first.tokenType === T.Equals;
  const { title, edits } = begin('let');
  const arrow = { start: first.startOffset, end: T.endOf(isEquals ? first : second) };
  const isOurs = text.slice(arrow.start, arrow.end) === '=';
  return { advice, fixes: [{ title, edits: isOurs ? edits : [...edits, { span: arrow, newText: '=' }] }] };
}

/** The index of what closes the bracket at `open`; the last token where nothing does. */
function closing(tokens: readonly IToken[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i += 1) {
    if (closerOf(tokens[i].tokenType) !== undefined) depth += 1;
    else if (isCloser(tokens[i])) {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return tokens.length - 1;
}

/** The index after a `{ … }` that begins within `within` tokens. */
function blockAfter(tokens: readonly IToken[], at: number, within: number): number | undefined {
  const open = tokens.findIndex((token, i) => i > at && token.tokenType === T.LeftBrace);
  return open < 0 || open > at + within ? undefined : closing(tokens, open) + 1;
}

/** The index after the lines that are indented deeper than the token's line. */
function indentedEnd(tokens: readonly IToken[], at: number, text: string): number {
  const lineStart = (offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;
  const first = lineStart(tokens[at].startOffset);
  const indentOf = (start: number): number =>
    /[^\S\n]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  const own = indentOf(first);
  let end = at + 1;
  while (end < tokens.length) {
    const line = lineStart(tokens[end].startOffset);
    if (line !== first && indentOf(line) <= own) break;
    end += 1;
  }
  return end;
}
