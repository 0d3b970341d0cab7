/** Discrete unknowns, and what depends on them. */
import type { ArrayId, Origin, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Span } from '../../../../grammar/span.ts';
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

/** What is told of an unknown beside its draws: the probability of each value, or the most probable values together. */
export interface DiscreteSummary {
  readonly kind: 'probabilities' | 'path';
  readonly unknown: DiscreteUnknown;
  /** Of `path` over the unknown's axes, of `probabilities` with the values as one more; defined after the density. */
  readonly array: ArrayId;
  /** Where it is first used. */
  readonly span: Span;
}

/** The array of a summary, declared where it is first used. */
export function summaryOf(
  ctx: Context,
  unknown: DiscreteUnknown,
  kind: DiscreteSummary['kind'],
  span: Span,
): ArrayId {
  const known = ctx.discreteSummaries.find((one) => one.unknown === unknown && one.kind === kind);
  if (known !== undefined) return known.array;
  const { name, shape, lo, hi } = unknown;
  const isPath = kind === 'path';
  const array = ctx.declare(
    isPath ? `most probable ${name}` : `probabilities of ${name}`,
    isPath ? shape : [...shape, hi - lo + 1],
  );
  ctx.valueIntervals.set(array, isPath ? { lo, hi } : { lo: 0, hi: 1 });
  ctx.discreteSummaries.push({ kind, unknown, array, span });
  return array;
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
