/** An expression in words: its type, and for each axis the name that it comes from. */

import { formatDim, formatType } from '../../grammar/shapes/type.ts';
import type { Expr } from '../../grammar/syntax/ast.ts';
import { walkExpr } from '../../grammar/syntax/walk.ts';
import type { ModelDocument } from '../documents.ts';

/** Markdown; undefined where there is nothing to show. */
export function expressionText({ analysis, text, data }: ModelDocument, expr: Expr): string | undefined {
  const type = analysis.types.get(expr);
  if (type === undefined || type.kind === 'unknown' || type.kind === 'string') return undefined;
  const source = text.getText().slice(expr.span.start, expr.span.end).replace(/\s+/g, ' ');
  const shown = source.length > 60 ? `${source.slice(0, 57)}…` : source;
  const head = `\`\`\`bayes\n${shown} : ${formatType(type)}\n\`\`\``;
  if (type.kind !== 'array' || type.dims.length === 0) return head;
  const axes = type.dims.map((dim) => {
    const size = dim.kind === 'named' ? data.dims.get(dim.name)?.size : (dim.size ?? undefined);
    const name = dim.kind === 'named' ? `\`${dim.name}\`` : `an axis of ${formatDim(dim)}`;
    const elements = dim.kind === 'named' && size !== undefined ? `, ${size} elements` : '';
    const sources = carriers({ analysis, text }, expr, formatDim(dim));
    return `- ${name}${elements}${sources === '' ? '' : `, from ${sources}`}`;
  });
  return [head, ...axes].join('\n');
}

/** The names within an expression whose own type has the axis, with the lines that declare them. */
function carriers(
  { analysis, text }: Pick<ModelDocument, 'analysis' | 'text'>,
  expr: Expr,
  axis: string,
): string {
  const found = new Map<string, number>();
  walkExpr(expr, (inner) => {
    if (inner.kind !== 'name') return;
    const symbol = analysis.references.get(inner);
    if (symbol?.type.kind !== 'array') return;
    if (symbol.type.dims.some((dim) => formatDim(dim) === axis)) found.set(symbol.name, symbol.span.start);
  });
  return [...found]
    .map(([name, start]) => `\`${name}\` (line ${text.positionAt(start).line + 1})`)
    .join(', ');
}
