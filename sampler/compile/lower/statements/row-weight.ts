/** `observe y ~ D weight w`: the log density of each row times its weight, which data determine. */
import { supportMismatch } from '../../../../grammar/checks/support-mismatch.ts';
import type { Expr } from '../../../../grammar/syntax/ast.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { elementwise } from '../elementwise.ts';
import { evaluateArray } from '../evaluate.ts';
import { rowInWords, rowsOfValue } from '../rows-of-value.ts';
import type { Scope } from '../scope.ts';
import { someRow } from '../some-row.ts';
import type { ArrayValue } from '../value.ts';

/** A row of weight 0 adds nothing, also where its density is 0. */
export function weighted(ctx: Context, scope: Scope, density: ArrayValue, weight: Expr): ArrayValue {
  const value = evaluateArray(ctx, scope, weight);
  const hasZero = checkWeights(ctx, value, weight);
  const { pool } = ctx;
  const { span } = weight;
  return elementwise(
    ctx,
    [
      { value: density, span },
      { value, span },
    ],
    ([logDensity, factor]) => {
      const product = pool.binary('mul', factor, logDensity);
      const isCounted = pool.binary('gt', factor, pool.constant(0));
      return hasZero ? pool.select(isCounted, product, pool.constant(0)) : product;
    },
    span,
    'real',
  );
}

/** Reports the first weight that is negative or no number. @returns whether one of them is 0. */
function checkWeights(ctx: Context, value: ArrayValue, { span }: Expr): boolean {
  const at = ctx.placeholders(value.dims.map(({ size }) => size));
  const element = value.at(at);
  const rows = rowsOfValue(ctx, value, element, at);
  const evaluate = createEvaluator(ctx);
  let hasZero = false;
  someRow(rows, (env) => {
    const found = evaluate(element, env);
    hasZero ||= found === 0;
    if (found === null || (found >= 0 && Number.isFinite(found))) return false;
    const place = rowInWords(ctx, rows, env, evaluate);
    ctx.report(
      supportMismatch.code,
      `expected weights from 0 on, found ${found}${place === '' ? '' : ` in ${place}`}: a weight counts how often a row is observed; leave rows out by a weight of 0`,
      span,
    );
    return true;
  });
  return hasZero;
}
