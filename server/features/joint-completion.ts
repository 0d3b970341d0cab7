/** Completion within `let { … }`, `deterministic { … }`, `draw { … }` and `param { … }`: each line may use elements of all of them. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { CursorContext } from '../cursor-context.ts';
import type { ModelDocument } from '../documents.ts';
import { endsExpression, expressionItems } from './expression-completion.ts';

/** Undefined outside of such a block. */
export function jointItems(document: ModelDocument, context: CursorContext): CompletionItem[] | undefined {
  const { brackets, before, statement, statementTokens, startsLine } = context;
  const [block] = brackets;
  const takesBlock = ['let', 'deterministic', 'draw', 'param'].includes(statement ?? '');
  if (!takesBlock || block?.bracket !== '{' || statementTokens[1]?.text !== '{') return undefined;
  const inner = brackets[brackets.length - 1];
  if (inner === block) {
    const last = before.at(-1)?.text;
    // A name that is being made up, or an operator.
    if (last === '{' || last === ',' || endsExpression(context)) return [];
  }
  const named = before.findIndex((token) => token.start === inner.callee?.start);
  const isLineStart = named > 0 && ['{', ','].includes(before[named - 1].text);
  if (inner.bracket === '[' && (isLineStart || (startsNewLine(document, inner.callee?.start) && !startsLine)))
    return [];
  const items = expressionItems(document, context);
  const known = new Set(items.map(({ label }) => label));
  return [
    ...items,
    ...namesOfBlock(document.text.getText(), block.start)
      .filter((name) => !known.has(name))
      .map((name) => ({ label: name, kind: CompletionItemKind.Variable, sortText: `1${name}` })),
  ];
}

/** Whether only spaces stand before it on its line. */
function startsNewLine(document: ModelDocument, offset: number | undefined): boolean {
  return offset !== undefined && /(?:^|[\r\n])[^\S\r\n]*$/.test(document.text.getText().slice(0, offset));
}

/** From the text, since a line that is being typed does not parse. */
function namesOfBlock(text: string, start: number): readonly string[] {
  const end = text.indexOf('}', start);
  const block = text.slice(start, end < 0 ? text.length : end);
  const names = block.matchAll(
    /[{,\r\n]\s*([\p{L}_][\p{L}\p{N}_]*)\s*\[[^\]]*\bin\b[^\]]*\]\s*(?::\s*\w+\s*)?(?:~|=(?!=))/gu,
  );
  return [...new Set([...names].map(([, name]) => name))];
}
