/** The outline: every declaration with its shape, data entries under their block, observations by name. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';
import { formatType } from '../../grammar/shapes/type.ts';
import type { Span } from '../../grammar/span.ts';
import type { Statement } from '../../grammar/syntax/ast.ts';
import { unreachable } from '../../grammar/unreachable.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';

export function outline(document: ModelDocument): DocumentSymbol[] {
  const { text, program } = document;
  const symbols: DocumentSymbol[] = [];
  let formula: { readonly span: Span; readonly children: DocumentSymbol[] } | undefined;
  for (const statement of program.statements) {
    const { span } = statement;
    const own = statementSymbols(document, statement);
    const written = text.getText().slice(span.start, span.end);
    // What a formula stands for has its place.
    const quoted = statement.kind === 'formula' ? null : /^formula\s*"([^"]*)"/.exec(written);
    if (quoted === null) symbols.push(...own);
    else if (formula?.span.start === span.start) formula.children.push(...own);
    else {
      formula = { span, children: own };
      const range = rangeOf(text, span);
      symbols.push({
        name: quoted[1].trim() === '' ? '…' : quoted[1],
        detail: 'formula',
        kind: SymbolKind.Event,
        range,
        selectionRange: range,
        children: formula.children,
      });
    }
  }
  return symbols;
}

interface Item {
  readonly name: string;
  readonly detail?: string;
  readonly kind: SymbolKind;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children?: DocumentSymbol[];
}

function statementSymbols(document: ModelDocument, statement: Statement): DocumentSymbol[] {
  const { text } = document;
  const source = text.getText();
  const item = ({ name, detail, kind, span, nameSpan, children }: Item): DocumentSymbol => ({
    // The protocol forbids empty names; while typing, a name may be missing.
    name: name.trim() === '' ? '…' : name,
    detail,
    kind,
    range: rangeOf(text, {
      start: Math.min(span.start, nameSpan.start),
      end: Math.max(span.end, nameSpan.end),
    }),
    selectionRange: rangeOf(text, nameSpan),
    children,
  });
  const shape = (at: Span): string | undefined => {
    const symbol = declaredAt(document, at);
    return symbol === undefined || symbol.type.kind === 'unknown' ? undefined : formatType(symbol.type);
  };
  const named = (
    kind: SymbolKind,
    { name, span }: { name: { name: string; span: Span }; span: Span },
  ): DocumentSymbol => item({ name: name.name, detail: shape(name.span), kind, span, nameSpan: name.span });
  switch (statement.kind) {
    case 'model':
      return [
        item({
          name: statement.name.name,
          detail: 'model',
          kind: SymbolKind.Module,
          span: statement.span,
          nameSpan: statement.name.span,
        }),
      ];
    case 'dim':
      return statement.entries.map(({ name, span }) =>
        item({
          name: name.name,
          detail: sizeOf(document, name.name),
          kind: SymbolKind.Enum,
          span,
          nameSpan: name.span,
        }),
      );
    case 'data':
      return [
        item({
          name: 'data',
          detail: statement.source?.value,
          kind: SymbolKind.Package,
          span: statement.span,
          nameSpan: {
            start: statement.span.start,
            end: Math.min(statement.span.start + 4, statement.span.end),
          },
          children: statement.entries.map((entry) => named(SymbolKind.Field, entry)),
        }),
      ];
    case 'param':
      return [named(SymbolKind.Variable, statement)];
    case 'let':
    case 'deterministic':
    case 'draw':
      return [named(SymbolKind.Constant, statement)];
    case 'potential':
      return [named(SymbolKind.Event, statement)];
    case 'fun':
      return [named(SymbolKind.Function, statement)];
    case 'distribution':
      return [named(SymbolKind.Class, statement)];
    case 'predict':
      return [named(SymbolKind.Interface, statement)];
    case 'observe': {
      const { target, distribution, span } = statement;
      const name = source.slice(target.span.start, target.span.end);
      const callee = distribution.kind === 'call' ? distribution.callee.name : '…';
      return [item({ name, detail: `~ ${callee}`, kind: SymbolKind.Event, span, nameSpan: target.span })];
    }
    case 'formula':
      return [
        item({
          name: statement.text.value,
          detail: 'formula',
          kind: SymbolKind.Event,
          span: statement.span,
          nameSpan: statement.text.span,
        }),
      ];
    case 'settings':
      return [
        item({
          name: statement.method,
          detail: 'settings',
          kind: SymbolKind.Property,
          span: statement.span,
          nameSpan: {
            start: statement.span.start,
            end: Math.min(statement.span.start + statement.method.length, statement.span.end),
          },
        }),
      ];
    case 'test':
      return [
        item({
          name: `test ${statement.what.name}`,
          detail: statement.values.entries.map(({ name }) => name.name).join(', '),
          kind: SymbolKind.Event,
          span: statement.span,
          nameSpan: statement.what.span,
        }),
      ];
    default:
      return unreachable(statement);
  }
}

function declaredAt({ symbols }: ModelDocument, { start }: Span): SymbolInfo | undefined {
  return symbols.find((symbol) => symbol.span.start === start);
}

function sizeOf({ data }: ModelDocument, name: string): string {
  const size = data.dims.get(name)?.size;
  return size === undefined ? 'dimension' : `dimension of ${size}`;
}
