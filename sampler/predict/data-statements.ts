/** Statements of the language that declare new data for the loader. */
import type { DimInfo } from '../../grammar/data.ts';
import type { Span } from '../../grammar/span.ts';
import type {
  DataEntry,
  DataStatement,
  DimEntry,
  Expr,
  JoinKey,
  Statement,
  StringLiteral,
} from '../../grammar/syntax/ast.ts';

export const noSpan: Span = { start: 0, end: 0 };

export function dimStatement(entries: readonly DimEntry[]): Statement {
  return { kind: 'dim', entries, span: noSpan };
}

export function dimEntry(name: string): DimEntry {
  return { name: { name, span: noSpan }, span: noSpan };
}

export function listed(name: string, labels: readonly string[]): DimEntry {
  const elements = labels.map((value): Expr => ({ kind: 'string', value, span: noSpan }));
  return { ...dimEntry(name), value: { kind: 'list', elements, span: noSpan } };
}

/** Declares a dimension with the size and labels of the fit. */
export function pinned(dim: DimInfo): DimEntry {
  if (dim.labelled) return listed(dim.name, dim.labels);
  return { ...dimEntry(dim.name), value: number(dim.size, noSpan) };
}

export function number(value: number, span: Span): Expr {
  return { kind: 'number', value, isInteger: true, span };
}

/** @param replaced `source` is null for values written in the model. */
export function block({
  entry,
  source,
  by,
}: {
  readonly entry: DataEntry;
  readonly source: StringLiteral | null;
  readonly by?: JoinKey;
}): DataStatement {
  const statement = { kind: 'data' as const, entries: [entry], span: entry.span };
  if (source === null) return statement;
  return { ...statement, source, ...(by === undefined ? {} : { by }) };
}

export function nested(value: Expr, sizes: readonly number[]): Expr {
  return sizes.reduceRight<Expr>(
    (inner, size) => ({
      kind: 'list',
      elements: Array.from({ length: size }, () => inner),
      span: value.span,
    }),
    value,
  );
}
