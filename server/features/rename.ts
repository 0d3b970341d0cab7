/** Rename of every name and of declared labels; refused, with the reason, where it would change the model. */
import type { Position, Range, WorkspaceEdit } from 'vscode-languageserver';
import { distributions } from '../../grammar/distributions/index.ts';
import { dataSourceNames } from '../../grammar/functions/distribution-functions.ts';
import { functions } from '../../grammar/functions/index.ts';
import { kindInWords, type SymbolInfo } from '../../grammar/scope/symbol.ts';
import { reservedWords } from '../../grammar/syntax/parse.ts';
import type { ModelDocument } from '../documents.ts';
import { contains, rangeOf } from '../lsp-ranges.ts';
import { type LabelUse, labelAt, labelUses, symbolAt } from '../symbol-references.ts';
import { occurrences } from './references.ts';

type RenameResult =
  | { readonly kind: 'edit'; readonly edit: WorkspaceEdit }
  | { readonly kind: 'refused'; readonly message: string };

export function prepareRename(
  document: ModelDocument,
  position: Position,
): { range: Range; placeholder: string } | null {
  const { text } = document;
  const offset = text.offsetAt(position);
  const here = occurrences(document, offset).find(({ span }) => span.start <= offset && offset <= span.end);
  if (here === undefined) return null;
  const range = rangeOf(text, here.span);
  return { range, placeholder: text.getText(range) };
}

export function rename(document: ModelDocument, position: Position, newName: string): RenameResult {
  const { text, uri } = document;
  const offset = text.offsetAt(position);
  const use = symbolAt(document, offset);
  const label = use === undefined ? labelAt(document, offset) : undefined;
  if (use === undefined && label === undefined) return refuse('nothing here can be renamed');
  const problem =
    use === undefined ? labelProblem(document, label, newName) : nameProblem(document, use.symbol, newName);
  if (problem !== undefined) return refuse(problem);
  const newText = use === undefined ? JSON.stringify(newName).slice(1, -1) : newName;
  const edits = occurrences(document, offset).map(({ span }) => ({ range: rangeOf(text, span), newText }));
  // Columns are looked up by the datum's name, so the old name becomes the explicit source.
  return { kind: 'edit', edit: { changes: { [uri]: [...edits, ...columnEdit(document, offset)] } } };
}

function refuse(message: string): RenameResult {
  return { kind: 'refused', message };
}

function nameProblem({ symbols }: ModelDocument, symbol: SymbolInfo, newName: string): string | undefined {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(newName)) {
    return `“${newName}” is not a name: expected letters, digits and _, beginning with a letter`;
  }
  if (newName === symbol.name) return undefined;
  if (symbol.statement.expanded === true)
    return `“${symbol.name}” comes from the formula: write its statements out to rename it`;
  if (reservedWords.has(newName)) return `“${newName}” is a word of the language`;
  const isBuiltIn = functions.has(newName) && !dataSourceNames.has(newName);
  if (distributions.has(newName) || isBuiltIn) return `“${newName}” is built in`;
  const taken = symbols.find((other) => other.name === newName && meet(symbol, other));
  return taken && `“${newName}” is already the name of a ${kindInWords(taken.kind)}`;
}

/** Whether two symbols would be confused under one name. */
function meet(a: SymbolInfo, b: SymbolInfo): boolean {
  const [aLocal, bLocal] = [isLocal(a), isLocal(b)];
  if (aLocal && bLocal) return a.statement === b.statement;
  if (!aLocal && !bLocal) return true;
  const [local, global] = aLocal ? [a, b] : [b, a];
  return global.uses.some(({ span }) => contains(local.statement.span, span));
}

function isLocal({ kind }: SymbolInfo): boolean {
  return kind === 'index' || kind === 'argument';
}

function labelProblem(
  document: ModelDocument,
  use: LabelUse | undefined,
  newLabel: string,
): string | undefined {
  if (use === undefined) return undefined;
  const { dim, label } = use;
  const declared = labelUses(document).filter((u) => u.dim === dim && u.role === 'declaration');
  if (!declared.some((u) => u.label === label)) {
    return `the labels of ${dim} come from the data, so “${label}” is renamed there`;
  }
  const inFile = document.program.statements
    .flatMap((s) =>
      s.kind === 'data' && s.source !== undefined
        ? s.entries.map((entry) => ({ entry, file: s.source?.value }))
        : [],
    )
    .find(
      ({ entry }) => entry.type.name === dim && (entry.value === undefined || entry.value.kind === 'call'),
    );
  if (inFile !== undefined) {
    return `${inFile.file} names the labels of ${dim} in ${inFile.entry.name.name}, so “${label}” is renamed there first`;
  }
  if (newLabel.trim() === '' || /\p{Cc}/u.test(newLabel)) {
    return `“${newLabel}” is not a label: expected at least one character that can be seen, on one line`;
  }
  if (newLabel !== label && declared.some((u) => u.label === newLabel)) {
    return `${dim} already has a label “${newLabel}”`;
  }
  return undefined;
}

function columnEdit(document: ModelDocument, offset: number): { range: Range; newText: string }[] {
  const { program, text } = document;
  const use = symbolAt(document, offset);
  if (use?.symbol.kind === 'dim') return keyEdits(document, use.symbol.name);
  if (use?.symbol.kind !== 'data') return [];
  for (const statement of program.statements) {
    if (statement.kind !== 'data' || statement.source === undefined) continue;
    const entry = statement.entries.find(({ name }) => name.span.start === use.symbol.span.start);
    if (entry !== undefined && entry.value === undefined) {
      const end = { start: entry.span.end, end: entry.span.end };
      return [{ range: rangeOf(text, end), newText: ` = column(${JSON.stringify(use.symbol.name)})` }];
    }
  }
  return [];
}

/** Rows that are joined or laid out by the column of the dimension's name keep that column. */
function keyEdits({ program, text }: ModelDocument, dim: string): { range: Range; newText: string }[] {
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'data') return [];
    const keys = [
      ...(statement.by === undefined ? [] : [statement.by]),
      ...statement.entries.flatMap(({ at = [] }) => at),
    ];
    return keys
      .filter(({ name, value }) => name.name === dim && value === undefined)
      .map(({ span }) => ({
        range: rangeOf(text, { start: span.end, end: span.end }),
        newText: ` = column(${JSON.stringify(dim)})`,
      }));
  });
}
