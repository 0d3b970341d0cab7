/** Inlay hints: inferred shapes, posterior means after a run, argument names. Each kind has its switch. */
import { type InlayHint, InlayHintKind, MarkupKind, type Range } from 'vscode-languageserver';
import { distributions } from '../../grammar/distributions/index.ts';
import { bindArguments } from '../../grammar/distributions/lookup.ts';
import type { SymbolInfo } from '../../grammar/scope/symbol.ts';
import { formatType } from '../../grammar/shapes/type.ts';
import { walk } from '../../grammar/syntax/walk.ts';
import type { ModelDocument } from '../documents.ts';
import { posteriorOf, posteriorTable, posteriorText } from '../posterior-summary.ts';
import type { Session } from '../session.ts';

export function inlayHints(document: ModelDocument, range: Range, session: Session): InlayHint[] {
  const { text, symbols } = document;
  const { inlayHints: wanted } = session.settings;
  const from = text.offsetAt(range.start);
  const to = text.offsetAt(range.end);
  const visible = symbols.filter(({ span }) => span.start >= from && span.end <= to);
  const hints: InlayHint[] = [];
  if (wanted.shapes) hints.push(...visible.flatMap((symbol) => shapeHint(document, symbol) ?? []));
  if (wanted.posterior)
    hints.push(...visible.flatMap((symbol) => posteriorHint(document, symbol, session) ?? []));
  if (wanted.argumentNames) {
    hints.push(...argumentHints(document, from, to));
  }
  return hints;
}

/** After a name whose declaration does not state its shape. */
function shapeHint({ text }: ModelDocument, symbol: SymbolInfo): InlayHint | undefined {
  const { kind, type, statement, span } = symbol;
  const inferred = kind === 'let' || kind === 'deterministic';
  // What a formula stands for is not in the text.
  if (!inferred || type.kind !== 'array' || statement.expanded === true) return undefined;
  // `let K[i in obs]` already shows its axes, and a scalar needs no hint.
  const written =
    (statement.kind === 'let' || statement.kind === 'deterministic') && statement.indices.length > 0;
  if (written || type.dims.length === 0) return undefined;
  return {
    position: text.positionAt(span.end),
    label: `: ${formatType(type)}`,
    kind: InlayHintKind.Type,
    paddingLeft: false,
  };
}

/** At the end of the line that declares a sampled quantity. */
function posteriorHint(document: ModelDocument, symbol: SymbolInfo, session: Session): InlayHint | undefined {
  if (symbol.kind !== 'param' && symbol.kind !== 'deterministic' && symbol.kind !== 'draw') return undefined;
  const posterior = posteriorOf(document, symbol, session.runs.get(document.uri));
  if (posterior === undefined) return undefined;
  const { text } = document;
  const { name, statement } = symbol;
  return {
    position: text.positionAt(statement.span.end),
    // A formula has several unknowns in one line.
    label: `${statement.expanded === true ? `${name} ` : ''}${posteriorText(posterior)}`,
    paddingLeft: true,
    tooltip: { kind: MarkupKind.Markdown, value: posteriorTable(posterior) },
  };
}

function argumentHints({ text, program }: ModelDocument, from: number, to: number): InlayHint[] {
  const hints: InlayHint[] = [];
  walk(program, (node) => {
    if (node.span.end < from || node.span.start > to) return false;
    if (!('kind' in node) || node.kind !== 'call') return;
    const distribution = distributions.get(node.callee.name);
    const bound =
      distribution &&
      bindArguments(
        distribution,
        node.args.map(({ name }) => ({ name: name?.name })),
      );
    if (bound?.kind !== 'ok') return;
    bound.order.forEach((at, i) => {
      if (at === null || node.args[at].name !== undefined) return;
      const position = text.positionAt(node.args[at].span.start);
      hints.push({
        position,
        label: `${bound.signature[i].name}:`,
        kind: InlayHintKind.Parameter,
        paddingRight: true,
      });
    });
  });
  return hints;
}
