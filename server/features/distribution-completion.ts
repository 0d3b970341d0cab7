/** Completion within a `distribution` statement. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import { drawnNumbers } from '../../grammar/distributions/own.ts';
import type { CursorContext } from '../cursor-context.ts';
import type { ModelDocument } from '../documents.ts';
import {
  distributionItems,
  expressionWords,
  functionItems,
  statementItems,
  wordItems,
} from './completion-items.ts';
import { endsExpression, takesDistributions } from './expression-completion.ts';
import { namesOf } from './name-items.ts';

/** Its head: a name, arguments, the support; then its lines, over its arguments and functions alone. */
export function distributionStatementItems(
  document: ModelDocument,
  context: CursorContext,
): CompletionItem[] {
  const { statementTokens, brackets, before, wordStart } = context;
  const last = before.at(-1)?.text;
  const isOpen = statementTokens.some(({ text }) => text === '{');
  if (isOpen && brackets.length === 0) return context.startsLine ? statementItems() : [];
  if (isOpen && brackets.length === 1 && (last === '{' || (context.startsLine && endsExpression(context))))
    return distributionLines;
  if (!isOpen && (brackets.length > 0 || statementTokens.length < 2 || last === 'distribution')) return [];
  if (!isOpen && last === ')') return wordItems(['in']);
  if (!isOpen && endsExpression(context)) return wordItems(['discrete']);
  const words = statementTokens.map(({ text }) => text);
  const draws = words.lastIndexOf('draw') > words.lastIndexOf('logpdf') && words.includes('draw');
  const inner = brackets.at(-1);
  return [
    ...(draws ? drawnNumberItems : []),
    ...(inner?.callee !== undefined && takesDistributions.has(inner.callee.text)
      ? [...namesOf(document, ['distribution'], wordStart), ...distributionItems()]
      : []),
    ...namesOf(document, ['argument', 'fun'], wordStart),
    ...functionItems(),
    ...expressionWords(),
  ];
}

const distributionLines: CompletionItem[] = [
  {
    label: 'logpdf',
    insertText: 'logpdf(x) = ',
    detail: 'the log density at x',
    kind: CompletionItemKind.Keyword,
  },
  {
    label: 'draw',
    insertText: 'draw = ',
    detail: 'a draw, from uniform() and normal()',
    kind: CompletionItemKind.Keyword,
  },
];

const drawnNumberItems: CompletionItem[] = [...drawnNumbers].map(([name, detail]) => ({
  label: name,
  insertText: `${name}()`,
  detail,
  kind: CompletionItemKind.Function,
  sortText: `1${name}`,
}));
