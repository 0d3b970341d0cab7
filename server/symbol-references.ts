/** Names and labels by position: the symbol at the cursor, and all its references. */
import type { SymbolInfo } from '../grammar/scope/symbol.ts';
import type { Span } from '../grammar/span.ts';
import type { DataEntry, Expr, IndexExpr, Node, StringLiteral } from '../grammar/syntax/ast.ts';
import { type AnyNode, walk } from '../grammar/syntax/walk.ts';
import type { ModelDocument } from './documents.ts';
import { touches } from './lsp-ranges.ts';

interface SymbolUse {
  readonly symbol: SymbolInfo;
  readonly span: Span;
  readonly isDeclaration: boolean;
}

/** The symbol whose declaration or use touches an offset. */
export function symbolAt({ symbols }: ModelDocument, offset: number): SymbolUse | undefined {
  for (const symbol of symbols) {
    const use = usesOf(symbol).find(({ span }) => touches(span, offset));
    if (use !== undefined) return use;
  }
  return undefined;
}

/** The declaration and every use, in the order of the text. */
export function usesOf(symbol: SymbolInfo): SymbolUse[] {
  const uses = [
    { symbol, span: symbol.span, isDeclaration: true },
    ...[...symbol.uses, ...symbol.starts].map(({ span }) => ({ symbol, span, isDeclaration: false })),
  ];
  // What a formula stands for has names that are nowhere in the text.
  return uses
    .filter(({ span }) => span.end - span.start === symbol.name.length)
    .sort((a, b) => a.span.start - b.span.start);
}

/** An occurrence of a label in the text. */
export interface LabelUse {
  readonly dim: string;
  readonly label: string;
  readonly literal: StringLiteral;
  readonly role: 'declaration' | 'index' | 'value';
}

export function labelAt(document: ModelDocument, offset: number): LabelUse | undefined {
  return labelUses(document).find(({ literal }) => literal.span.start < offset && offset < literal.span.end);
}

/**
 * Every label in the text: in `dim d = ["…"]`, in `a["…"]`, in label data written inline, in new values of
 * `predict`, and where label data are compared with one.
 */
export function labelUses(document: ModelDocument): LabelUse[] {
  const uses: LabelUse[] = [];
  const add = (dim: string, role: LabelUse['role'], literal: StringLiteral): void => {
    uses.push({ dim, label: literal.value, literal, role });
  };
  // What a formula stands for has no text of its own.
  const statements = document.program.statements.filter(({ expanded }) => expanded !== true);
  for (const statement of statements) {
    if (statement.kind === 'dim') {
      for (const { name, value } of statement.entries) {
        for (const literal of literals(value)) add(name.name, 'declaration', literal);
      }
    }
    if (statement.kind === 'data') {
      for (const entry of statement.entries) {
        const dim = labelsOf(entry);
        if (dim === undefined || entry.value?.kind === 'call') continue;
        for (const literal of literals(entry.value)) add(dim, 'value', literal);
      }
    }
    if (statement.kind === 'predict') {
      for (const { name, value } of statement.assignments) {
        const dim = datumLabels(document, name);
        if (dim !== undefined) for (const literal of literals(value)) add(dim, 'value', literal);
      }
    }
  }
  const inNode = (node: AnyNode): void => {
    if (!('kind' in node)) return;
    if (node.kind === 'index') {
      node.args.forEach((arg, axis) => {
        const dim = arg.kind === 'string' ? indexedDim(document, node, axis) : undefined;
        if (arg.kind === 'string' && dim !== undefined) add(dim, 'index', arg);
      });
    }
    if (node.kind === 'binary' && (node.op === '==' || node.op === '!=')) {
      for (const [side, other] of [
        [node.left, node.right],
        [node.right, node.left],
      ]) {
        const dim = datumLabels(document, other.kind === 'index' ? other.target : other);
        if (side.kind === 'string' && dim !== undefined) add(dim, 'value', side);
      }
    }
  };
  for (const statement of statements) walk(statement, inNode);
  return uses.sort((a, b) => a.literal.span.start - b.literal.span.start);
}

/** The named dimension of one axis of an indexed array. */
function indexedDim({ analysis }: ModelDocument, { target }: IndexExpr, axis: number): string | undefined {
  const type = analysis.types.get(target);
  const dim = type?.kind === 'array' ? type.dims.at(axis) : undefined;
  return dim?.kind === 'named' ? dim.name : undefined;
}

function literals(value: Expr | undefined): StringLiteral[] {
  if (value?.kind === 'string') return [value];
  return value?.kind === 'list' ? value.elements.flatMap(literals) : [];
}

/** The dimension whose labels are the values of a datum. */
function labelsOf({ type }: DataEntry): string | undefined {
  return ['real', 'int', 'bool'].includes(type.name) ? undefined : type.name;
}

/** The same for the datum that a name refers to. */
function datumLabels({ analysis, program }: ModelDocument, name: Node): string | undefined {
  const symbol = analysis.references.get(name);
  if (symbol?.kind !== 'data') return undefined;
  const entries = program.statements.flatMap((s) => (s.kind === 'data' ? s.entries : []));
  const entry = entries.find((e) => e.name.span.start === symbol.span.start);
  return entry && labelsOf(entry);
}
