/**
 * The type of a part of an expression. Recursion goes through the context, so that the files of each kind of
 * expression do not import the dispatcher over kinds of expressions (`infer.ts`).
 */
import { wrongType } from '../checks/type-mismatch.ts';
import { dimSize } from '../shapes/dim-table.ts';
import { type ArrayType, type Dim, formatDim, type Type } from '../shapes/type.ts';
import type { Expr } from '../syntax/ast.ts';
import type { Context, Env } from './context.ts';

export function inferExpr(ctx: Context, env: Env, expr: Expr): Type {
  return ctx.inferExpression(ctx, env, expr);
}

/** The type as an array, or null after reporting that it is not one. */
export function asArray(ctx: Context, expr: Expr, type: Type, where?: string): ArrayType | null {
  if (type.kind === 'array') return type;
  if (type.kind === 'unknown') return null;
  const dimension = type.kind === 'dimension';
  ctx.report(
    wrongType({
      span: expr.span,
      expected: 'a number or an array',
      found: type,
      where,
      advice: dimension
        ? `write \`size(${type.name})\` for its size`
        : type.kind === 'distribution'
          ? `write \`logpdf(${type.name}(…), x)\` for its log density`
          : type.kind === 'string'
            ? 'text is compared with labels alone, each time by `==` or `!=`, as in `e == "a" or e == "b"`'
            : undefined,
      fixes: dimension
        ? [
            {
              title: `Change to \`size(${type.name})\``,
              edits: [{ span: expr.span, newText: `size(${type.name})` }],
            },
          ]
        : undefined,
    }),
  );
  return null;
}

export function inferArray(ctx: Context, env: Env, expr: Expr, where?: string): ArrayType | null {
  return asArray(ctx, expr, inferExpr(ctx, env, expr), where);
}

/** `` `home` (919)`` or `3`. */
export function axisInWords(ctx: Context, dim: Dim): string {
  if (dim.kind === 'anonymous') return formatDim(dim);
  const size = dimSize(dim, ctx.table);
  return size === null ? `\`${dim.name}\`` : `\`${dim.name}\` (${size})`;
}
