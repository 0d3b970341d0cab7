/** Shared by the transforms that work element by element. */
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import { align } from '../lower/axes.ts';
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import type { ArrayValue } from '../lower/value.ts';
import { freeElement, sizes, type Target } from './transform.ts';

/** Defines `value` of each unconstrained element and adds `logJacobian` of it. */
export function elementByElement(
  target: Target,
  bounds: readonly ArrayValue[],
  value: (u: ScalarExpr, bounds: readonly ScalarExpr[]) => ScalarExpr,
  logJacobian: (u: ScalarExpr, bounds: readonly ScalarExpr[]) => ScalarExpr,
): ArrayId {
  const { ctx, name, batch } = target;
  const shape = sizes(batch);
  const array = ctx.declare(name, shape);
  const boundsAt = bounds.map((bound) => boundElement(target, bound));
  const value1 = ctx.freshLoop(shape);
  const elements = (at: readonly ScalarExpr[]) => boundsAt.map((bound) => bound(at));
  defineArray(ctx, array, value1.indices, value(freeElement(target, value1.at), elements(value1.at)));
  const term = ctx.freshLoop(shape);
  emitTerm(ctx, 'jacobian', term.indices, logJacobian(freeElement(target, term.at), elements(term.at)));
  return array;
}

/** The bound of the element at a position of the parameter. */
function boundElement(target: Target, bound: ArrayValue): (at: readonly ScalarExpr[]) => ScalarExpr {
  const aligned = align([target.batch, bound.dims]);
  if ('kind' in aligned || aligned.dims.length > target.batch.length) {
    return target.ctx.fail(
      'shape-mismatch',
      `a bound of ${target.name} has dimensions that the parameter does not have`,
      target.ctx.origin.span,
    );
  }
  return (at) => bound.at(aligned.maps[1].map((position) => at[position]));
}
