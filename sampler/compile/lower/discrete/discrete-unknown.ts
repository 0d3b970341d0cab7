/** Discrete unknowns, and what depends on them. */
import type { ArrayId, Origin, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { someNode } from '../context.ts';

export interface DiscreteUnknown {
  readonly name: string;
  readonly array: ArrayId;
  readonly shape: readonly number[];
  /** Its values are whole numbers from `lo` to `hi`. */
  readonly lo: number;
  readonly hi: number;
  readonly origin: Origin;
}

/** Whether the value depends on a discrete unknown. */
export function dependsOnDiscrete(ctx: Context, expr: ScalarExpr): boolean {
  if (ctx.discretes.length === 0) return false;
  const arrays = new Set<ArrayId>(ctx.discretes.map(({ array }) => array));
  const known = new Map<ArrayId, boolean>();
  const depends = (array: ArrayId): boolean => {
    if (arrays.has(array)) return true;
    const before = known.get(array);
    if (before !== undefined) return before;
    known.set(array, false);
    const found = ctx.statements.some((s) => {
      if (s.kind === 'kernel') return s.output === array && s.inputs.some(depends);
      return s.kind === 'define' && s.array === array && loads(s.body);
    });
    known.set(array, found);
    return found;
  };
  const loads = (e: ScalarExpr): boolean => someNode(e, (node) => node.op === 'load' && depends(node.array));
  return loads(expr);
}
