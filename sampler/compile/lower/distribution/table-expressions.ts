/** Expressions of the language in the table of distributions, each parsed once. */

import type { Span } from '../../../../grammar/span.ts';
import type { Expr } from '../../../../grammar/syntax/ast.ts';
import { parseExpression } from '../../../../grammar/syntax/parse.ts';
import type { Context } from '../context.ts';
import { evaluate, evaluateArray } from '../evaluate.ts';
import { childScope, type Scope } from '../scope.ts';
import type { ArrayValue, Value } from '../value.ts';

type Names = ReadonlyMap<string, Value>;

/** What the text belongs to: where it is used, and where its functions are found if it is the program's own. */
interface TextOf {
  readonly span: Span;
  readonly scope?: Scope;
}

/** Evaluates text of the table with only `names` in scope; errors are reported at `span`. */
export function evaluateText(ctx: Context, text: string, names: Names, { span, scope }: TextOf): ArrayValue {
  return reportedAt(ctx, span, () => evaluateArray(ctx, childScope(scope, names), parsed(ctx, text)));
}

export function evaluateTextValue(ctx: Context, text: string, names: Names, span: Span): Value {
  return reportedAt(ctx, span, () => evaluate(ctx, childScope(undefined, names), parsed(ctx, text)));
}

function reportedAt<T>(ctx: Context, span: Span, body: () => T): T {
  const outer = ctx.spanOverride;
  ctx.spanOverride = outer ?? span;
  try {
    return body();
  } finally {
    ctx.spanOverride = outer;
  }
}

function parsed(ctx: Context, text: string): Expr {
  const known = ctx.texts.get(text);
  if (known !== undefined) return known;
  const { expr, diagnostics } = parseExpression(text);
  if (diagnostics.length > 0) throw new Error(`the table of distributions has a mistake: ${text}`);
  ctx.texts.set(text, expr);
  return expr;
}
