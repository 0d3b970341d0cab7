/** Names and labels by position: what the cursor stands on, and everywhere the same thing is meant. */
import type { SymbolInfo } from '../grammar/scope/symbol.ts';
import type { Span } from '../grammar/span.ts';
import type { Expr, IndexExpr, Program, StringLiteral } from '../grammar/syntax/ast.ts';
import { walk } from '../grammar/syntax/walk.ts';
import type { ModelDocument } from './documents.ts';
import { touches } from './ranges.ts';

export interface SymbolUse {
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
    ...symbol.uses.map(({ span }) => ({ symbol, span, isDeclaration: false })),
  ];
  return uses.sort((a, b) => a.span.start - b.span.start);
}

/** A label of a dimension where the text writes it. */
export interface LabelUse {
  readonly dim: string;
  readonly label: string;
  readonly literal: StringLiteral;
  readonly role: 'declaration' | 'index' | 'value';
}

export function labelAt(document: ModelDocument, offset: number): LabelUse | undefined {
  return labelUses(document).find(({ literal }) => literal.span.start < offset && offset < literal.span.end);
}

/** Every label in the text: in `dim d = ["…"]`, in `a["…"]`, and in label data written inline. */
export function labelUses(document: ModelDocument): LabelUse[] {
  const uses: LabelUse[] = [];
  const add = (dim: string, role: LabelUse['role'], literal: StringLiteral): void => {
    uses.push({ dim, label: literal.value, literal, role });
  };
  for (const statement of document.program.statements) {
    if (statement.kind === 'dim') {
      for (const { name, value } of statement.entries) {
        for (const literal of literals(value)) add(name.name, 'declaration', literal);
      }
    }
    if (statement.kind === 'data') {
      for (const { type, value } of statement.entries) {
        const isLabelData = !['real', 'int', 'bool'].includes(type.name);
        if (isLabelData && value?.kind === 'list') {
          for (const literal of literals(value)) add(type.name, 'value', literal);
        }
      }
    }
  }
  for (const expr of indexExprs(document.program)) {
    expr.args.forEach((arg, axis) => {
      const dim = arg.kind === 'string' ? indexedDim(document, expr, axis) : undefined;
      if (arg.kind === 'string' && dim !== undefined) add(dim, 'index', arg);
    });
  }
  return uses.sort((a, b) => a.literal.span.start - b.literal.span.start);
}

/** The named dimension of one axis of an indexed array. */
export function indexedDim(
  { analysis }: ModelDocument,
  { target }: IndexExpr,
  axis: number,
): string | undefined {
  const type = analysis.types.get(target);
  const dim = type?.kind === 'array' ? type.dims.at(axis) : undefined;
  return dim?.kind === 'named' ? dim.name : undefined;
}

function literals(value: Expr | undefined): StringLiteral[] {
  if (value?.kind === 'string') return [value];
  return value?.kind === 'list' ? value.elements.flatMap(literals) : [];
}

function indexExprs(program: Program): IndexExpr[] {
  const found: IndexExpr[] = [];
  walk(program, (node) => {
    if ('kind' in node && node.kind === 'index') found.push(node);
  });
  return found;
}
