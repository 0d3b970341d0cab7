/** Calls that summarise data. A separate file, so that checks can use it without the compiler. */
import type { CallExpr } from '../../../grammar/syntax/ast.ts';

const summarising: ReadonlySet<string> = new Set([
  'sum',
  'prod',
  'mean',
  'sd',
  'var',
  'min',
  'max',
  'log_sum_exp',
  'any',
  'all',
  'count',
  'dot',
]);

/** Whether a call summarises its argument (or scales it by a summary), rather than giving a value for each row. */
export function isSummary({ callee, args }: CallExpr): boolean {
  if (callee.name === 'standardize' || callee.name === 'dot') return true;
  return summarising.has(callee.name) && args.length === 1;
}
