/** A dimension's name where an array has several axes of that name. */
import { whichAxis } from '../checks/ambiguous-axis.ts';
import type { Scope } from '../scope/symbol.ts';
import type { Dim } from '../shapes/type.ts';
import type { Expr, Ident } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import { type Context, type Env, excerpt } from './context.ts';

export function axesNamed(dims: readonly Dim[], name: string): number {
  return dims.filter((dim) => dim.kind === 'named' && dim.name === name).length;
}

interface Ambiguous {
  readonly callee: string;
  readonly call: Expr;
  /** The reduced expression, and the name after `over`. */
  readonly value: Expr;
  readonly ident: Ident;
  readonly dims: readonly Dim[];
  /** Whether other dimensions are reduced in the same call, which no edit offered here would do. */
  readonly isOneOfSeveral: boolean;
}

export function reportAmbiguous(
  ctx: Context,
  env: Env,
  { callee, call, value, ident, dims, isOneOfSeveral }: Ambiguous,
): void {
  const before = ctx.text.slice(0, ident.span.start);
  const over = /\bover\s+$/.exec(before);
  const span = { start: over === null ? ident.span.start : over.index, end: ident.span.end };
  const text = excerpt(ctx, value.span) || callee;
  const isOperand = value.kind === 'binary' || value.kind === 'unary' || value.kind === 'if';
  const isEditable =
    !isOneOfSeveral && ctx.text !== '' && !text.endsWith('…') && !usesLocals(env.scope, value);
  ctx.report(
    whichAxis({
      span,
      callSpan: call.span,
      callee,
      dim: ident.name,
      array: isOperand ? `(${text})` : text,
      dims,
      statement: isEditable ? ctx.statement.current : null,
      taken: (name) => ctx.all.has(name) || isLocal(env.scope, name),
    }),
  );
}

function isLocal(scope: Scope, name: string): boolean {
  for (let s: Scope | null = scope; s !== null; s = s.parent) if (s.names.has(name)) return true;
  return false;
}

/** Whether an expression mentions an index or an argument, which a statement before it could not. */
function usesLocals(scope: Scope, value: Expr): boolean {
  let found = false;
  walk(value, (node) => {
    if ('kind' in node && node.kind === 'name' && isLocal(scope, node.name)) found = true;
  });
  return found;
}
