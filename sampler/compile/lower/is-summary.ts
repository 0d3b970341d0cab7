/** Which calls summarise data; a file of its own, so that checks can use it without the compiler. */
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
  'dot',
]);

/** Whether a call makes a summary of what it is given (or scales it by one), rather than a value for each row. */
export function isSummary({ callee, args }: CallExpr): boolean {
  if (callee.name === 'standardize' || callee.name === 'dot') return true;
  return summarising.has(callee.name) && args.length === 1;
}
