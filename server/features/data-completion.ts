/** Completion within a `data` statement: its file, conditions, entries and columns. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { inFile } from '../../grammar/formula/own-data.ts';
import type { DataStatement, Program } from '../../grammar/syntax/ast.ts';
import { reservedWords } from '../../grammar/syntax/parse.ts';
import type { CursorContext } from '../cursor-context.ts';
import { type Column, columnsOf, columnText } from '../data-file-columns.ts';
import type { ModelDocument } from '../documents.ts';
import { elementTypeItems, wordItems } from './completion-items.ts';
import { namesOf } from './name-items.ts';

/** Within the braces: entries, their types and sources. */
export function dataBlockItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const last = context.before.at(-1)?.text;
  if (last === ':') return [...elementTypeItems(), ...namesOf(document, ['dim'])];
  if (last === '=') return distinctSources;
  if (!context.startsLine && (last === ')' || last === ']'))
    return [...tableItem(context), ...columnItems(document, context)];
  if (last === 'in' || last === '..') return namesOf(document, ['data']);
  return columnItems(document, context);
}

/** `at (site, visit)` behind an entry of several dimensions. */
function tableItem(context: CursorContext): CompletionItem[] {
  const { dims, keys } = tableOf(context);
  if (dims.length < 2 || keys !== undefined) return [];
  const text = `at (${dims.join(', ')})`;
  return [{ label: 'at', kind: CompletionItemKind.Keyword, detail: text, insertText: text }];
}

/** Within `at (…)`: dimensions that have no key yet, or the column of one. */
export function cellKeyItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const last = context.before.at(-1)?.text;
  if (last === '=') return distinctSources.filter(({ label }) => label === 'column');
  if (last !== '(' && last !== ',') return [];
  const { dims, keys = [] } = tableOf(context);
  return namesOf(document, ['dim']).filter(({ label }) => dims.includes(label) && !keys.includes(label));
}

/** Dimensions and keys of the entry before the cursor, from its tokens: it is incomplete. */
function tableOf({ statementTokens }: CursorContext): {
  readonly dims: readonly string[];
  readonly keys?: readonly string[];
} {
  const entry = statementTokens.slice(statementTokens.findLastIndex(({ text }) => text === ':') + 1);
  const texts = entry.map(({ text }) => text);
  const brackets = texts.slice(texts.indexOf('[') + 1, texts.indexOf(']'));
  const dims = brackets.filter((text) => text !== ',');
  const at = texts.findIndex((text, i) => text === 'at' && texts[i + 1] === '(');
  return at < 0 ? { dims } : { dims, keys: texts.slice(at + 2) };
}

/** Between `data` and its `{`: the file, the key that its rows are joined by, and which rows are kept. */
export function dataClauseItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const { statementTokens, brackets } = context;
  const before = statementTokens.map(({ text }) => text);
  const last = before.at(-1);
  const where = before.indexOf('where');
  if (where >= 0)
    return conditionItems(
      columnsAt(document, context.wordStart),
      statementTokens[statementTokens.length - 1].kind,
      last ?? '',
    );
  if (last === 'by') return namesOf(document, ['dim']);
  if (last === '=') return distinctSources.filter(({ label }) => label === 'column');
  if (brackets.at(-1)?.bracket === '(') return [];
  if (before.length === 1) return wordItems(['from']);
  if (before[1] !== 'from' || before.length < 3) return [];
  return wordItems(before.includes('by') ? ['where'] : ['by', 'where']);
}

/** Columns where a value is expected; after a condition, the words that join conditions. */
function conditionItems(columns: readonly Column[], kind: string, last: string): CompletionItem[] {
  const isWord = ['where', 'and', 'or', 'not'].includes(last);
  const endsValue = last === ')' || (!isWord && kind !== 'symbol');
  if (endsValue) return wordItems(['and', 'or']);
  const names = columns.map((column) => ({
    label: column.name,
    kind: CompletionItemKind.Field,
    detail: columnText(column),
    insertText: inFile(column.name),
  }));
  const known: CompletionItem = {
    label: 'known',
    kind: CompletionItemKind.Function,
    detail: 'whether a column has a value in the row',
    insertText: 'known($1)',
    insertTextFormat: InsertTextFormat.Snippet,
  };
  return isWord ? [...names, known, ...wordItems(last === 'not' ? [] : ['not'])] : names;
}

const distinctSources: CompletionItem[] = [
  { label: 'column', insertText: 'column("$1")', detail: 'a column by its name in the file' },
  { label: 'columns', insertText: 'columns("$1")', detail: 'several columns as a matrix' },
  { label: 'days', insertText: 'days("$1")', detail: 'dates as days since 1970-01-01' },
  { label: 'year', insertText: 'year("$1")', detail: 'years of dates' },
  { label: 'month', insertText: 'month("$1")', detail: 'months of dates: 1 to 12, or labels' },
  { label: 'weekday', insertText: 'weekday("$1")', detail: 'days of the week: 1 to 7, or labels' },
].map((item) => ({ ...item, kind: CompletionItemKind.Function, insertTextFormat: InsertTextFormat.Snippet }));

/** A text is most often a label. */
const elementTypeOf: Readonly<Record<Column['type'], string>> = {
  real: 'real',
  int: 'int',
  text: '$' + '{1:dimension}',
  // With a time of the day, days have fractions.
  date: 'real',
};

/** Columns of the block's file that no entry reads yet, each as a whole entry. */
function columnItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const block = blockAt(document.program, context.wordStart);
  if (block?.source === undefined) return [];
  const declared = new Set(
    block.entries.filter((e) => e.name.span.start !== context.wordStart).map((e) => e.name.name),
  );
  const row = block.entries.flatMap((e) => e.dims).find((dim) => dim.kind === 'dimName');
  const rowDim = row?.kind === 'dimName' ? row.name : firstDim(document.program);
  return columnsOf(block.source.value, document.reader)
    .filter(({ name }) => !declared.has(name))
    .map((column) => {
      const isOwn = inFile(column.name) === column.name;
      const name = isOwn ? column.name : nameFor(column.name);
      const type = elementTypeOf[column.type];
      const optional = column.missing > 0 && column.type !== 'text' ? '?' : '';
      const quoted = JSON.stringify(column.name);
      const source = column.type === 'date' ? ` = days(${quoted})` : isOwn ? '' : ` = column(${quoted})`;
      return {
        label: column.name,
        kind: CompletionItemKind.Field,
        detail: columnText(column),
        insertText: `${name} : ${type}${optional}[${rowDim === undefined ? '$' + '{2:row}' : rowDim}]${source}`,
        insertTextFormat: InsertTextFormat.Snippet,
      };
    });
}

function nameFor(column: string): string {
  const name = column.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^(?=\p{N})/u, '_');
  return reservedWords.has(name) ? `${name}_` : name;
}

function columnsAt(document: ModelDocument, offset: number): readonly Column[] {
  const source = blockAt(document.program, offset)?.source;
  return source === undefined ? [] : columnsOf(source.value, document.reader);
}

function blockAt(program: Program, offset: number): DataStatement | undefined {
  return program.statements
    .filter((s): s is DataStatement => s.kind === 'data' && s.span.start <= offset)
    .at(-1);
}

function firstDim(program: Program): string | undefined {
  return program.statements.flatMap((s) => (s.kind === 'dim' ? s.entries : [])).at(0)?.name.name;
}

/** Columns of the block's file, by their names in the file, as within `column("…")`. */
export function fileColumnItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  return columnsAt(document, context.wordStart).map((column) => ({
    label: column.name,
    kind: CompletionItemKind.Field,
    detail: columnText(column),
  }));
}
