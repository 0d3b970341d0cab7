/** Completion: what is valid at the cursor, from the text before it and the model's names. */
import { dirname, resolve } from 'node:path';
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  type Position,
  type Range,
} from 'vscode-languageserver';
import { dataSourceNames } from '../../grammar/functions/distribution-functions.ts';
import { isBlock } from '../../grammar/methods/index.ts';
import { type CursorContext, cursorContext, type OpenBracket } from '../cursor-context.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import type { Session } from '../session.ts';
import {
  constraintItems,
  distributionItems,
  functionItems,
  kernelItems,
  processItems,
  settingItems,
  statementItems,
  wordItems,
} from './completion-items.ts';
import { cellKeyItems, dataBlockItems, dataClauseItems, fileColumnItems } from './data-completion.ts';
import { distributionStatementItems } from './distribution-completion.ts';
import { endsExpression, expressionItems } from './expression-completion.ts';
import {
  columnsOfFormula,
  formulaClauseItems,
  formulaEffects,
  formulaTextItems,
  formulaUnknowns,
  formulaWordStart,
  isFormulaText,
} from './formula-completion.ts';
import { jointItems } from './joint-completion.ts';
import { labelItems, namesOf } from './name-items.ts';

export const triggerCharacters = ['~', '"', '[', ':', '@', '=', ' '] as const;

export function completions(document: ModelDocument, position: Position, session: Session): CompletionItem[] {
  const { text } = document;
  const offset = text.offsetAt(position);
  const context = cursorContext(text.getText(), offset);
  if (context.place === 'comment') return [];
  const start = isFormulaText(context) ? formulaWordStart(context) : context.wordStart;
  const replaced = rangeOf(text, { start, end: offset });
  const items = context.place === 'string' ? stringItems(document, context) : codeItems(document, context);
  return items.map((item) => finished(item, replaced, session));
}

/** With the range that it replaces; without snippets, the placeholders become plain names. */
function finished(item: CompletionItem, range: Range, { snippets, editorCommands }: Session): CompletionItem {
  const newText = item.insertText ?? item.label;
  const isSnippet = item.insertTextFormat === InsertTextFormat.Snippet;
  const plain =
    isSnippet && !snippets ? newText.replace(/\$\{\d+[:|]([^},|]*)[^}]*\}|\$\d+/g, '$1') : newText;
  const isCall = editorCommands && isSnippet && snippets && /\(\$/.test(newText);
  return {
    ...item,
    insertText: undefined,
    insertTextFormat: isSnippet && snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: plain },
    // The editor helps with arguments when `(` is typed, but not when an item brings it.
    ...(isCall && { command: { title: 'Show arguments', command: 'editor.action.triggerParameterHints' } }),
  };
}

function codeItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const { brackets, before, statement } = context;
  const inner = brackets.at(-1);
  const last = before.at(-1)?.text;
  if (statement === 'data' && inner?.callee?.text === 'at') return cellKeyItems(document, context);
  // `store = [ … ]`: what is kept.
  if (inner?.bracket === '[' && isBlock(statement) && inner.callee === undefined)
    return namesOf(document, ['param', 'deterministic', 'draw']);
  if (inner?.bracket === '{') {
    if (statement === 'data') return dataBlockItems(document, context);
    if (isBlock(statement)) {
      // `init = { … }`: values of parameters.
      if (brackets.filter(({ bracket }) => bracket === '{').length > 1) {
        const isName = last === '{' || last === ',' || context.startsLine;
        return isName ? namesOf(document, ['param']) : expressionItems(document, context);
      }
      return last === '{' || last === ',' || context.startsLine
        ? settingItems(statement)
        : expressionItems(document, context);
    }
    if (statement === 'test') {
      const isName = last === '{' || last === ',' || context.startsLine;
      return isName ? namesOf(document, ['param', 'dim']) : expressionItems(document, context);
    }
    if (statement === 'predict')
      return last === '=' ? expressionItems(document, context) : namesOf(document, ['data']);
  }
  if (statement === 'distribution') return distributionStatementItems(document, context);
  if (statement === 'data' && !context.statementTokens.some(({ text }) => text === '{'))
    return dataClauseItems(document, context);
  if (statement === 'formula') {
    const clauses = formulaClauseItems(context, {
      unknownsBefore: (end) => formulaUnknowns(document, end),
      hasData: document.program.statements.some((s) => s.kind === 'data' && s.expanded !== true),
    });
    if (clauses !== undefined) return context.startsLine ? [...statementItems(), ...clauses] : clauses;
  }
  if (last === '~')
    return [
      ...namesOf(document, ['distribution'], context.wordStart),
      ...distributionItems(),
      ...processItems(statement),
    ];
  if (inner?.callee?.text === 'HSGP' && last === '=' && context.before.at(-2)?.text === 'kernel')
    return kernelItems();
  if (last === 'by' && inner?.bracket === '(') return namesOf(document, ['data']);
  if (last === 'over' || isValueOfOver(context)) return namesOf(document, ['dim']);
  if (last === 'in' && (statement !== 'param' || (inner !== undefined && inner.bracket !== '{')))
    return namesOf(document, ['dim']);
  // In a block elements have priors of their own, which no constraint joins.
  if (statement === 'param' && last === ':' && inner?.bracket === '{') return [];
  const joint = jointItems(document, context);
  if (joint !== undefined) return joint;
  if (inner?.bracket === '[' && isIndexOfObserve(context)) return conditionOfRows(document, context);
  if (inner?.bracket === '[' && isDeclaredName(context, inner)) {
    return statement === 'param' || statement === 'draw' ? namesOf(document, ['dim']) : [];
  }
  if (statement === 'param' && last === ':') return constraintItems();
  if (statement === 'dim' && last === '=')
    return [...namesOf(document, ['data']), ...functionItems().filter(({ label }) => ofSizes.has(label))];
  if (statement === 'dim' && inner?.bracket === '(') {
    const texts = context.statementTokens.map(({ text }) => text);
    const own = texts[texts.lastIndexOf('=') - 1];
    const names = namesOf(document, inner.callee?.text === 'size' ? ['dim'] : ['data']);
    return names.filter(({ label }) => label !== own);
  }
  if (statement === 'dim' || statement === 'model') return context.startsLine ? statementItems() : [];
  if (statement === 'observe' && last === 'observe') return [...namesOf(document, ['data']), intervalItem];
  if (statement === 'observe' && inner?.callee?.text === 'interval') return namesOf(document, ['data']);
  if (statement === 'test' && last === 'test') return wordItems(['recovers']);
  // Directly after the keyword the user enters a new name.
  if (last === statement && statement !== undefined) return [];
  if (inner?.bracket === '(' && reductions.has(inner.callee?.text ?? '') && endsExpression(context))
    return wordItems(['by', 'for', 'over', 'and', 'or']);
  const isComplete = inner === undefined && endsExpression(context);
  const items = isComplete ? clausesAfter(context) : expressionItems(document, context);
  return inner === undefined && context.startsLine ? [...statementItems(), ...items] : items;
}

/** Behind `over =` or in `over = (g, `. */
function isValueOfOver({ before }: CursorContext): boolean {
  const texts = before.slice(-20).map(({ text }) => text);
  return /over=(?:\((?:[^()]*,)?)?$/.test(texts.join(''));
}

const intervalItem: CompletionItem = {
  label: 'interval',
  kind: CompletionItemKind.Function,
  detail: 'interval(lo, hi)',
  documentation: 'Values that are known only to lie between two data; a missing end is open.',
  insertText: 'interval(lo, hi)',
};

/** What takes `over`, `by` or `for` behind its terms. */
const reductions = new Set([
  ...'mean sd var sum prod min max log_sum_exp any all count'.split(' '),
  'Mixture',
]);

/** What a size is computed with. */
const ofSizes = new Set(['size', 'max', 'min', 'sum']);

/** Within the brackets of `observe y[i in row where C]`, behind the first index. */
function isIndexOfObserve({ statement, statementTokens, brackets }: CursorContext): boolean {
  const words = statementTokens.map(({ text }) => text);
  return statement === 'observe' && brackets.length === 1 && words.includes('in') && !words.includes('~');
}

function conditionOfRows(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const hasWhere = context.statementTokens.some(({ text }) => text === 'where');
  if (!endsExpression(context)) return hasWhere ? expressionItems(document, context) : [];
  return wordItems(hasWhere ? ['and', 'or'] : ['where']);
}

/** `weight` behind the distribution of an `observe`. */
function clausesAfter({ statement, statementTokens }: CursorContext): CompletionItem[] {
  const words = statementTokens.map(({ text }) => text);
  if (statement !== 'observe' || !words.includes('~') || words.includes('weight')) return [];
  return wordItems(['weight']);
}

function isDeclaredName({ statementTokens }: CursorContext, { callee }: OpenBracket): boolean {
  return callee !== undefined && statementTokens[1]?.start === callee.start;
}

function stringItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const { brackets, before, statement } = context;
  const inner = brackets.at(-1);
  if (isFormulaText(context)) {
    const groups = document.symbols.filter(
      ({ type }) => type.kind === 'array' && type.labelsOf !== null && type.labelsOf !== undefined,
    );
    const isGroup = new Set(groups.map(({ name }) => name));
    const data = namesOf(document, ['data']);
    const own = columnsOfFormula(document, context);
    if (own.length > 0) return formulaTextItems(context, { data: own, groups: own });
    return formulaTextItems(context, { data, groups: data.filter(({ label }) => isGroup.has(label)) });
  }
  if (before.at(-1)?.text === 'from') return fileItems(document, context.word);
  const callee = inner?.callee?.text;
  if (inner?.bracket === '(' && callee !== undefined && dataSourceNames.has(callee) && statement === 'data')
    return fileColumnItems(document, context);
  if (inner?.bracket === '[' && callee !== undefined) {
    const prior = statement === 'formula' ? before.findLast(({ text }) => text === 'prior') : undefined;
    if (prior !== undefined) return formulaEffects(document, prior.start, callee);
    return labelItems(document, callee, inner.commas, false);
  }
  return [];
}

function fileItems({ reader }: ModelDocument, typed: string): CompletionItem[] {
  const folder = typed.includes('/') ? typed.slice(0, typed.lastIndexOf('/') + 1) : '';
  return reader.files
    .list(resolve(dirname(reader.modelPath), folder))
    .filter((name) => /\.(?:csv|tsv|txt|json|parquet|arrow|feather)$/i.test(name))
    .map((name) => ({ label: folder + name, kind: CompletionItemKind.File }));
}
