/** Symbols of all open models whose name contains the letters of the query in order. */
import { type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { SymbolKind as Kind } from '../../grammar/scope/symbol.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';

const kinds: Readonly<Record<Kind, SymbolKind | undefined>> = {
  model: SymbolKind.Module,
  dim: SymbolKind.Enum,
  data: SymbolKind.Field,
  param: SymbolKind.Variable,
  let: SymbolKind.Constant,
  deterministic: SymbolKind.Constant,
  draw: SymbolKind.Constant,
  potential: SymbolKind.Event,
  fun: SymbolKind.Function,
  distribution: SymbolKind.Class,
  predict: SymbolKind.Interface,
  argument: undefined,
  index: undefined,
};

export function workspaceSymbols(documents: readonly ModelDocument[], query: string): SymbolInformation[] {
  const wanted = query.toLowerCase();
  return documents.flatMap(({ symbols, text, uri, program }) => {
    const model = program.statements.find((s) => s.kind === 'model')?.name.name;
    return symbols.flatMap(({ name, kind, span }) => {
      const symbolKind = kinds[kind];
      if (symbolKind === undefined || !holdsInOrder(name.toLowerCase(), wanted)) return [];
      return [
        { name, kind: symbolKind, location: { uri, range: rangeOf(text, span) }, containerName: model },
      ];
    });
  });
}

function holdsInOrder(name: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
