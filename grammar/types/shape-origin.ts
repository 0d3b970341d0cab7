/** Where a shape came from: the names that bring an axis into an expression. */
import type { Related } from '../diagnostic.ts';
import { type Dim, formatType, type Type } from '../shapes/type.ts';
import type { Expr } from '../syntax/ast.ts';
import { type Context, excerpt } from './context.ts';

function hasDim(type: Type | undefined, dim: Dim): boolean {
  if (type?.kind !== 'array') return false;
  return type.dims.some((d) =>
    d.kind === 'named'
      ? dim.kind === 'named' && d.name === dim.name
      : dim.kind === 'anonymous' && d.size === dim.size,
  );
}

/** The innermost part of `expr` that has the axis. */
export function carrierOf(ctx: Context, expr: Expr, dim: Dim): Expr {
  for (const child of operands(expr))
    if (hasDim(ctx.types.get(child), dim)) return carrierOf(ctx, child, dim);
  return expr;
}

function operands(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'unary':
      return [expr.operand];
    case 'binary':
      return [expr.left, expr.right];
    case 'if':
      return [expr.condition, expr.then, expr.else];
    case 'call':
      return expr.args.map((a) => a.value);
    case 'list':
      return expr.elements;
    case 'index': {
      const inside = expr.args.filter((a): a is Expr => a.kind !== 'range');
      return [...inside, expr.target];
    }
    default:
      return [];
  }
}

/** One line for the part that has the axis, and one for its declaration. */
export function shapeOrigin(ctx: Context, expr: Expr, dim: Dim): readonly Related[] {
  const carrier = carrierOf(ctx, expr, dim);
  const type = ctx.types.get(carrier) ?? { kind: 'unknown' };
  const text = excerpt(ctx, carrier.span);
  const related: Related[] = [
    { message: `${text === '' ? 'this' : `\`${text}\``} is ${formatType(type)}`, span: carrier.span },
  ];
  const symbol = ctx.references.get(carrier);
  if (symbol !== undefined && symbol.type.kind === 'array')
    related.push({
      message: `\`${symbol.name}\` is declared as ${formatType(symbol.type)}`,
      span: symbol.span,
    });
  return related;
}
