/** Completion: what is valid at the cursor, from the text before it and the model's names. */
import { dirname, resolve } from 'node:path';
import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  type Position,
  type Range,
} from 'vscode-languageserver';
import { drawnNumbers } from '../../grammar/distributions/own.ts';
import { dataSourceNames } from '../../grammar/functions/distribution-functions.ts';
import { isBlock } from '../../grammar/methods/index.ts';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';
import { formatType } from '../../grammar/shapes/type.ts';
import type { DataStatement, Program } from '../../grammar/syntax/ast.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { asName } from '../../sampler/data/formula-data.ts';
import { type CursorContext, cursorContext, type OpenBracket } from '../cursor-context.ts';
import { type Column, columnsOf, columnText } from '../data-file-columns.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import type { Session } from '../session.ts';
import {
  argumentItems,
  constraintItems,
  distributionItems,
  elementTypeItems,
  expressionWords,
  functionItems,
  kernelItems,
  processItems,
  settingItems,
  statementItems,
} from './completion-items.ts';
import {
  formulaClauseItems,
  formulaEffects,
  formulaTextItems,
  formulaUnknowns,
  formulaWordStart,
  isFormulaText,
} from './formula-completion.ts';

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
      ...(statement === 'param' ? processItems() : []),
    ];
  if (inner?.callee?.text === 'HSGP' && last === '=' && context.before.at(-2)?.text === 'kernel')
    return kernelItems();
  if (last === 'by' && inner?.bracket === '(') return namesOf(document, ['data']);
  if (last === 'over') return namesOf(document, ['dim']);
  if (last === 'in' && (statement !== 'param' || inner !== undefined)) return namesOf(document, ['dim']);
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
  // Directly after the keyword the user enters a new name.
  if (last === statement && statement !== undefined) return [];
  const isComplete = inner === undefined && endsExpression(context);
  const items = isComplete ? clausesAfter(context) : expressionItems(document, context);
  return inner === undefined && context.startsLine ? [...statementItems(), ...items] : items;
}

const intervalItem: CompletionItem = {
  label: 'interval',
  kind: CompletionItemKind.Function,
  detail: 'interval(lo, hi)',
  documentation: 'Values that are known only to lie between two data; a missing end is open.',
  insertText: 'interval(lo, hi)',
};

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

/** Whether the expression before the cursor is complete, so that only an operator or a statement can follow. */
function endsExpression({ before }: CursorContext): boolean {
  const last = before.at(-1);
  if (last === undefined) return true;
  if (last.kind === 'symbol') return last.text === ')' || last.text === ']' || last.text === '}';
  return (
    last.kind === 'number' || last.kind === 'string' || (last.kind === 'name' && !operators.has(last.text))
  );
}

const operators = new Set([
  'and',
  'or',
  'not',
  'if',
  'then',
  'else',
  'in',
  'over',
  'by',
  'for',
  'where',
  'param',
  'let',
  'deterministic',
  'draw',
  'observe',
  'potential',
]);

function isDeclaredName({ statementTokens }: CursorContext, { callee }: OpenBracket): boolean {
  return callee !== undefined && statementTokens[1]?.start === callee.start;
}

/** Its head: a name, arguments, the support; then its lines, over its arguments and functions alone. */
function distributionStatementItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
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

// ── Data ──────────────────────────────────────────────────────────────────────────────────────

function dataBlockItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
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
function cellKeyItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
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
function dataClauseItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const { statementTokens, brackets } = context;
  const before = statementTokens.map(({ text }) => text);
  const last = before.at(-1);
  const where = before.indexOf('where');
  const block = blockAt(document.program, context.wordStart);
  const columns = () => (block?.source === undefined ? [] : columnsOf(block.source.value, document.reader));
  if (where >= 0)
    return conditionItems(columns(), statementTokens[statementTokens.length - 1].kind, last ?? '');
  if (last === 'by') return namesOf(document, ['dim']);
  if (last === '=') return distinctSources.filter(({ label }) => label === 'column');
  if (brackets.at(-1)?.bracket === '(') return [];
  if (before.length === 1) return wordItems(['from']);
  if (before[1] !== 'from' || before.length < 3) return [];
  return wordItems(before.includes('by') ? ['where'] : ['by', 'where']);
}

function wordItems(names: readonly string[]): CompletionItem[] {
  return names.map((label) => ({ label, kind: CompletionItemKind.Keyword }));
}

/** Columns where a value is expected; after a condition, the words that join conditions. */
function conditionItems(columns: readonly Column[], kind: string, last: string): CompletionItem[] {
  const isWord = ['where', 'and', 'or', 'not'].includes(last);
  const endsValue = last === ')' || (!isWord && kind !== 'symbol');
  if (endsValue) return wordItems(['and', 'or']);
  const names = columns.map((column) => {
    const isName = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column.name);
    return {
      label: column.name,
      kind: CompletionItemKind.Field,
      detail: columnText(column),
      insertText: isName ? column.name : `column(${JSON.stringify(column.name)})`,
    };
  });
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
      const isName = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(column.name);
      const name = isName
        ? column.name
        : column.name.replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^(?=\p{N})/u, '_');
      const type = elementTypeOf[column.type];
      const optional = column.missing > 0 && column.type !== 'text' ? '?' : '';
      const inFile = JSON.stringify(column.name);
      const source = column.type === 'date' ? ` = days(${inFile})` : isName ? '' : ` = column(${inFile})`;
      return {
        label: column.name,
        kind: CompletionItemKind.Field,
        detail: columnText(column),
        insertText: `${name} : ${type}${optional}[${rowDim === undefined ? '$' + '{2:row}' : rowDim}]${source}`,
        insertTextFormat: InsertTextFormat.Snippet,
      };
    });
}

function blockAt(program: Program, offset: number): DataStatement | undefined {
  return program.statements
    .filter((s): s is DataStatement => s.kind === 'data' && s.span.start <= offset)
    .at(-1);
}

function firstDim(program: Program): string | undefined {
  return program.statements.flatMap((s) => (s.kind === 'dim' ? s.entries : [])).at(0)?.name.name;
}

// ── Text in quotes ────────────────────────────────────────────────────────────────────────────

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
  if (inner?.bracket === '(' && callee !== undefined && dataSourceNames.has(callee) && statement === 'data') {
    const block = blockAt(document.program, context.wordStart);
    if (block?.source === undefined) return [];
    return columnsOf(block.source.value, document.reader).map((column) => ({
      label: column.name,
      kind: CompletionItemKind.Field,
      detail: columnText(column),
    }));
  }
  if (inner?.bracket === '[' && callee !== undefined) {
    const prior = statement === 'formula' ? before.findLast(({ text }) => text === 'prior') : undefined;
    if (prior !== undefined) return formulaEffects(document, prior.start, callee);
    return labelItems(document, callee, inner.commas, false);
  }
  return [];
}

/** Columns of the file of the formula's own, by the names that it has for them. */
function columnsOfFormula({ text, reader }: ModelDocument, { wordStart }: CursorContext): CompletionItem[] {
  const formula = parse(text.getText()).program.statements.find(
    (s) => s.kind === 'formula' && s.span.start <= wordStart && wordStart <= s.span.end,
  );
  if (formula?.kind !== 'formula' || formula.source === undefined) return [];
  return columnsOf(formula.source.value, reader).map((column) => ({
    label: asName(column.name),
    kind: CompletionItemKind.Field,
    detail: columnText(column),
  }));
}

function fileItems({ reader }: ModelDocument, typed: string): CompletionItem[] {
  const folder = typed.includes('/') ? typed.slice(0, typed.lastIndexOf('/') + 1) : '';
  return reader.files
    .list(resolve(dirname(reader.modelPath), folder))
    .filter((name) => /\.(?:csv|tsv|txt|json|parquet|arrow|feather)$/i.test(name))
    .map((name) => ({ label: folder + name, kind: CompletionItemKind.File }));
}

// ── Names ─────────────────────────────────────────────────────────────────────────────────────

const MAX_LABELS = 500;

/** Labels of the dimension along one axis of an array. */
function labelItems(
  { symbols, data }: ModelDocument,
  array: string,
  axis: number,
  quoted: boolean,
): CompletionItem[] {
  const type = symbols.find(({ name }) => name === array)?.type;
  const dim = type?.kind === 'array' ? type.dims.at(axis) : undefined;
  const info = dim?.kind === 'named' ? data.dims.get(dim.name) : undefined;
  if (info === undefined || !info.labelled) return [];
  return info.labels.slice(0, MAX_LABELS).map((label, i) => ({
    label,
    kind: CompletionItemKind.EnumMember,
    detail: `${info.name} ${i + 1} of ${info.size}`,
    insertText: quoted ? JSON.stringify(label) : JSON.stringify(label).slice(1, -1),
  }));
}

function expressionItems(document: ModelDocument, context: CursorContext): CompletionItem[] {
  const inner = context.brackets.at(-1);
  const labels =
    inner?.bracket === '[' && inner.callee !== undefined
      ? labelItems(document, inner.callee.text, inner.commas, true)
      : [];
  const startsArgument = ['(', ','].includes(context.before.at(-1)?.text ?? '');
  const named = inner?.bracket === '(' && startsArgument ? argumentItems(inner) : [];
  const callsDistributions = inner?.callee !== undefined && takesDistributions.has(inner.callee.text);
  return [
    ...labels,
    ...named,
    ...namesOf(
      document,
      ['data', 'param', 'let', 'deterministic', 'draw', 'fun', 'argument', 'index', 'dim'],
      context.wordStart,
    ),
    ...functionItems(),
    ...(callsDistributions
      ? [...namesOf(document, ['distribution'], context.wordStart), ...distributionItems()]
      : []),
    ...expressionWords(),
  ];
}

const takesDistributions = new Set([
  'logpdf',
  'cdf',
  'log_cdf',
  'log_ccdf',
  'Mixture',
  'Truncated',
  'Censored',
  'GaussianRandomWalk',
]);

type Kind = SymbolInfo['kind'];
const itemKinds: Readonly<Record<Kind, CompletionItemKind>> = {
  model: CompletionItemKind.Module,
  dim: CompletionItemKind.Enum,
  data: CompletionItemKind.Field,
  param: CompletionItemKind.Variable,
  let: CompletionItemKind.Constant,
  deterministic: CompletionItemKind.Constant,
  draw: CompletionItemKind.Constant,
  potential: CompletionItemKind.Event,
  fun: CompletionItemKind.Function,
  distribution: CompletionItemKind.Class,
  argument: CompletionItemKind.Variable,
  index: CompletionItemKind.Variable,
  predict: CompletionItemKind.Module,
};

/** Names of some kinds; local ones only inside their own statement, all others only after their declaration. */
function namesOf({ symbols }: ModelDocument, kinds: readonly Kind[], offset?: number): CompletionItem[] {
  const items = new Map<string, CompletionItem>();
  for (const { name, kind, type, statement, span } of symbols) {
    if (!kinds.includes(kind) || name === '') continue;
    const isLocal = kind === 'index' || kind === 'argument';
    const inside =
      offset === undefined || (statement.span.start <= offset && offset <= statement.span.end + 1);
    if (isLocal ? !inside : offset !== undefined && span.start >= offset) continue;
    items.set(name, {
      label: name,
      kind: itemKinds[kind],
      detail: type.kind === 'unknown' ? kind : formatType(type),
      sortText: `1${name}`,
    });
  }
  return [...items.values()];
}
