/** Elementwise transforms of numbers with bounds, which may differ between elements. */
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import { align } from '../lower/axes.ts';
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import type { ExprPool } from '../lower/expression-pool.ts';
import type { ArrayValue } from '../lower/value.ts';
import { freeElement, type NumericBounds, sizes, type Target, type Transform } from './transform.ts';

type OfElement = (pool: ExprPool, u: ScalarExpr, bounds: readonly ScalarExpr[]) => ScalarExpr;

export type ToFree = (x: number, bounds: NumericBounds) => number;

interface ScalarTransform {
  readonly suffix: string;
  readonly bounds: readonly ArrayValue[];
  /** The constrained element of an unconstrained one. */
  readonly value: OfElement;
  readonly logJacobian: OfElement;
  /** The inverse of `value`. */
  readonly unconstrained: ToFree;
}

export function scalarTransform(transform: ScalarTransform): Transform {
  const { suffix, unconstrained } = transform;
  return {
    suffix,
    eventDims: 0,
    freeShape: (event) => event,
    constrain: (target) => constrain(target, transform),
    unconstrain: (event, _, bounds = {}) => event.map((x) => unconstrained(x, bounds)),
  };
}

/** Defines the value of each unconstrained element and adds the logarithm of its Jacobian. */
function constrain(target: Target, { bounds, value, logJacobian }: ScalarTransform): ArrayId {
  const { ctx, name, batch } = target;
  const shape = sizes(batch);
  const array = ctx.declare(name, shape);
  const boundsAt = bounds.map((bound) => boundElement(target, bound));
  const element = (of: OfElement, at: readonly ScalarExpr[]) =>
    of(
      ctx.pool,
      freeElement(target, at),
      boundsAt.map((bound) => bound(at)),
    );
  const defined = ctx.freshLoop(shape);
  defineArray(ctx, array, defined.indices, element(value, defined.at));
  const term = ctx.freshLoop(shape);
  emitTerm(ctx, 'jacobian', term.indices, element(logJacobian, term.at));
  return array;
}

/** The bound of the element at a position of the parameter. */
export function boundElement(
  target: Target,
  bound: ArrayValue,
  wrong = 'has dimensions that the parameter does not have',
): (at: readonly ScalarExpr[]) => ScalarExpr {
  const aligned = align([target.batch, bound.dims]);
  if ('kind' in aligned || aligned.dims.length > target.batch.length) {
    return target.ctx.fail('shape-mismatch', `a bound of ${target.name} ${wrong}`, target.ctx.origin.span);
  }
  return (at) => bound.at(aligned.maps[1].map((position) => at[position]));
}
