/** The word of the language under the cursor: a keyword, a type, or the name of a setting. */
import type { Span } from '../../grammar/span.ts';
import { reservedWords } from '../../grammar/syntax/parse.ts';
import { type AnyNode, children } from '../../grammar/syntax/walk.ts';
import type { ModelDocument } from '../documents.ts';
import { keywordText, settingText, typeText } from './keyword-text.ts';

/** Its documentation as Markdown, for a cursor in code. */
export function wordAt(
  { text }: ModelDocument,
  path: readonly AnyNode[],
  offset: number,
): { readonly span: Span; readonly about: string } | undefined {
  const word = lettersAt(text.getText(), offset);
  if (word === undefined) return undefined;
  const { start, end } = word.span;
  const statement = path.find((node) => 'kind' in node && node.kind === 'settings');
  const isSetting =
    statement !== undefined &&
    'method' in statement &&
    statement.settings.some(({ name }) => name.span.start === start);
  const isType = path.some(
    (node) => 'type' in node && typeof node.type === 'object' && node.type?.span.start === start,
  );
  const about = isSetting
    ? settingText(statement.method, word.text)
    : isType
      ? typeText(word.text)
      : reservedWords.has(word.text) ||
          introduces(word.text, text.getText().slice(end)) ||
          path.some((node) => beginsClause(node, word) || isTested(node, word))
        ? keywordText(word.text)
        : undefined;
  return about === undefined ? undefined : { span: word.span, about };
}

/** These are words only before what they introduce. */
function introduces(word: string, after: string): boolean {
  return (
    (word === 'from' && /^\s*"/.test(after)) ||
    (word === 'family' && /^\s*[A-Z]/.test(after)) ||
    (word === 'prior' && /^\s*\w+\s*(?:\["[^"\n]*"\]\s*)?~/.test(after)) ||
    (word === 'discrete' && /^\s*\{/.test(after))
  );
}

/** These are words only where they begin a clause. */
function beginsClause(
  node: AnyNode,
  { text, span }: { readonly text: string; readonly span: Span },
): boolean {
  // The entry of a data block: `at` stands behind its other parts, in front of its keys.
  if ('at' in node && text === 'at')
    return (
      Array.isArray(node.at) && isBefore(span, node.at[0].span, children(node).slice(0, -node.at.length))
    );
  if ('by' in node && 'value' in node && text === 'by') {
    const { by, value } = node;
    return by !== undefined && value !== undefined && isBefore(span, by.span, [value]);
  }
  if (!('kind' in node)) return false;
  if (node.kind === 'observe') {
    if (text === 'weight')
      return node.weight !== undefined && isBefore(span, node.weight.span, [node.distribution]);
    if (text === 'interval')
      return node.target.kind === 'call' && node.target.callee.span.start === span.start;
    return text === 'where' && node.where !== undefined && isBefore(span, node.where.span, node.indices);
  }
  if (node.kind !== 'data') return false;
  const { source, by, where } = node;
  if (text === 'by') return by?.span.start === span.start;
  const from = by?.span.end ?? source?.span.end;
  return (
    text === 'where' &&
    where !== undefined &&
    from !== undefined &&
    from <= span.start &&
    span.end <= where.span.start
  );
}

/** Whether the word stands between the indices and the condition. */
function isBefore(span: Span, condition: Span, indices: readonly { readonly span: Span }[]): boolean {
  const from = indices.at(-1)?.span.end;
  return from !== undefined && from <= span.start && span.end <= condition.start;
}

/** `recovers` is a word only after `test`. */
function isTested(node: AnyNode, { span }: { readonly span: Span }): boolean {
  return 'kind' in node && node.kind === 'test' && node.what.span.start === span.start;
}

function lettersAt(
  source: string,
  offset: number,
): { readonly text: string; readonly span: Span } | undefined {
  const before = /[\p{L}\p{N}_]*$/u.exec(source.slice(Math.max(0, offset - 40), offset))?.[0] ?? '';
  const after = /^[\p{L}\p{N}_]*/u.exec(source.slice(offset, offset + 40))?.[0] ?? '';
  const start = offset - before.length;
  const text = before + after;
  return text === '' ? undefined : { text, span: { start, end: start + text.length } };
}
