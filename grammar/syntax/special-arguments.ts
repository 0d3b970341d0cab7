/** Arguments with a word behind them: `sum(x over d)`, `sum(x by g)`, `sum(f(k) for k in d)`. */
import type { Arg } from './ast.ts';

export function isSpecial({ over, by, binders }: Arg): boolean {
  return over !== undefined || by !== undefined || binders !== undefined;
}

export function specialWord({ over, by }: Arg): 'over' | 'by' | 'for' {
  return over !== undefined ? 'over' : by !== undefined ? 'by' : 'for';
}
