/** Completion items of the model's own names, and of the labels of its dimensions. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';
import { formatType } from '../../grammar/shapes/type.ts';
import type { ModelDocument } from '../documents.ts';

const MAX_LABELS = 500;

/** Labels of the dimension along one axis of an array. */
export function labelItems(
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
export function namesOf(
  { symbols }: ModelDocument,
  kinds: readonly Kind[],
  offset?: number,
): CompletionItem[] {
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
