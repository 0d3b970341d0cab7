/** Scalar functions, applied element by element. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { apply } from '../../../../grammar/scalar-operations/expand.ts';
import { scalarOperations } from '../../../../grammar/scalar-operations/index.ts';
import type { ScalarOperation } from '../../../../grammar/scalar-operations/operation.ts';
import { logSumExpOf } from '../../graph/log-sum-exp.ts';
import { argumentExprs, type Builtin } from '../call-arguments.ts';
import { elementwise, resultElement } from '../elementwise.ts';
import { evaluateArray } from '../evaluate.ts';
import type { ExprPool } from '../expression-pool.ts';

/** Shifts by the largest of all items: nested pairs would repeat each part in every enclosing pair. */
export function logSumExp(pool: ExprPool, items: readonly ScalarExpr[]): ScalarExpr {
  if (items.length === 1) return items[0];
  return items.length === 2 ? apply(pool, 'log_sum_exp2', items) : logSumExpOf(pool, items);
}

function builtin(name: string, row: ScalarOperation): Builtin {
  return (call) => {
    const { ctx, scope, expr } = call;
    const names = row.arguments.map((argument) => argument.name);
    const operands = argumentExprs(call, names).flatMap((arg) =>
      arg === undefined ? [] : [{ value: evaluateArray(ctx, scope, arg), span: arg.span }],
    );
    const element = resultElement(
      row.result,
      operands.map(({ value }) => value.element),
    );
    return elementwise(ctx, operands, (elements) => apply(ctx.pool, name, elements), expr.span, element);
  };
}

export const scalarBuiltins: ReadonlyMap<string, Builtin> = new Map(
  [...scalarOperations].flatMap(([name, row]) =>
    row.use === 'internal' ? [] : [[name, builtin(name, row)] as const],
  ),
);
