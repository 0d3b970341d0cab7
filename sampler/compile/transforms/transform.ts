/**
 * A map from unconstrained reals to a constrained array, with the logarithm of its Jacobian determinant.
 * Batch axes come first: each position of them is one event of its own.
 *
 * Names of the unconstrained elements: the parameter's own element name where nothing is transformed
 * (`mu`, `a[Anoka]`), else with the transform's name, `sigma__log`, `p__interval[2]`; where an event has
 * another number of unconstrained than of constrained elements they count from 1: `theta__simplex[1]`.
 */
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import type { Axis } from '../lower/axes.ts';
import type { Context } from '../lower/context.ts';

export interface Target {
  readonly ctx: Context;
  readonly name: string;
  readonly batch: readonly Axis[];
  readonly event: readonly Axis[];
  /** The unconstrained array, over `batch` and then `freeShape`. */
  readonly free: ArrayId;
}

export interface Transform {
  /** Part of the names of the unconstrained elements; empty for the identity. */
  readonly suffix: string;
  /** Number of trailing axes that are constrained together. */
  readonly eventDims: number;
  /** Bounds of an element that cannot be derived from its definition. */
  readonly interval?: { readonly lo: number; readonly hi: number };
  /** Shape of the unconstrained part of one event. */
  freeShape(event: readonly number[]): readonly number[];
  /** Emits the constrained array, over `batch` and `event`, and its Jacobian terms. */
  constrain(target: Target): ArrayId;
  /**
   * The inverse for one event: unconstrained values, row-major, of constrained ones. Bounds that depend on
   * other parameters are given as numbers.
   */
  unconstrain(event: Float64Array, shape: readonly number[], bounds?: NumericBounds): Float64Array;
}

export interface NumericBounds {
  readonly lower?: number;
  readonly upper?: number;
}

/** The element of the unconstrained array at batch and event positions. */
export function freeElement(target: Target, at: readonly ScalarExpr[]): ScalarExpr {
  return target.ctx.load(target.free, at);
}

export function sizes(axes: readonly Axis[]): number[] {
  return axes.map((axis) => axis.size);
}
