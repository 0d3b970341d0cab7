/** Values of expressions during lowering: arrays given element by element, distributions, functions and others. */

import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import type { Distribution, Parameterisation } from '../../../grammar/distributions/distribution.ts';
import type { ArrayId, ScalarExpr } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import type { Arg, Expr, FunStatement } from '../../../grammar/syntax/ast.ts';
import type { Axis } from './axes.ts';
import type { ExprPool } from './expression-pool.ts';
import type { Scope } from './scope.ts';

export type Element = 'real' | 'int' | 'bool';

export interface ArrayValue {
  readonly kind: 'array';
  readonly element: Element;
  /** The dimension whose 1-based positions the elements are. */
  readonly labelsOf: string | null;
  readonly dims: readonly Axis[];
  /** The element at 0-based positions, one per axis. */
  at(positions: readonly ScalarExpr[]): ScalarExpr;
  /** Set where the value is exactly this array. */
  readonly array?: ArrayId;
}

interface StringValue {
  readonly kind: 'string';
  readonly value: string;
}

/** A dimension by its name, as in `size(home)`. */
interface DimensionValue {
  readonly kind: 'dimension';
  readonly axis: Axis;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly statement: FunStatement;
  readonly scope: Scope;
}

/** A distribution that the program defines, by its name. */
interface FamilyValue {
  readonly kind: 'family';
  readonly entry: Distribution;
  /** Where the names in its lines are looked up. */
  readonly scope: Scope;
}

/** A name whose own statement could not be lowered; its uses fail silently. */
export interface PoisonedValue {
  readonly kind: 'poisoned';
  /** Reported at its first use only. */
  readonly why?: Diagnostic;
}

export type DistributionValue =
  | PlainDistribution
  | {
      readonly kind: 'distribution';
      readonly form: 'truncated' | 'censored';
      readonly base: DistributionValue;
      readonly lower?: ArrayValue;
      readonly upper?: ArrayValue;
      readonly span: Span;
    }
  | {
      readonly kind: 'distribution';
      readonly form: 'mixture';
      /** Components along the last axis. */
      readonly weights: ArrayValue;
      readonly components: readonly DistributionValue[];
      readonly span: Span;
    };

export interface PlainDistribution {
  readonly kind: 'distribution';
  readonly form: 'plain';
  readonly entry: Distribution;
  /** Absent for the canonical arguments. */
  readonly parameterisation?: Parameterisation;
  readonly args: ReadonlyMap<string, ArrayValue | DistributionValue>;
  /** The arguments as written in the program. */
  readonly given?: ReadonlyMap<string, Arg>;
  /** Dimensions along which a draw sums to zero, as written. */
  readonly over?: Expr;
  /** Of a distribution of the program: where its lines look up functions. */
  readonly scope?: Scope;
  readonly span: Span;
}

export type Value =
  | ArrayValue
  | StringValue
  | DimensionValue
  | FunctionValue
  | FamilyValue
  | PoisonedValue
  | DistributionValue;

export interface ArrayType {
  readonly element?: Element;
  readonly labelsOf?: string | null;
  readonly array?: ArrayId;
}

/** An array value whose elements are cached by position. */
export function arrayValue(
  pool: ExprPool,
  dims: readonly Axis[],
  at: (positions: readonly ScalarExpr[]) => ScalarExpr,
  type: ArrayType = {},
): ArrayValue {
  const made = new Map<string, ScalarExpr>();
  return {
    kind: 'array',
    element: type.element ?? 'real',
    labelsOf: type.labelsOf ?? null,
    dims,
    ...(type.array === undefined ? {} : { array: type.array }),
    at: (positions) => {
      const key = pool.key(positions);
      const known = made.get(key);
      if (known !== undefined) return known;
      const element = at(positions);
      made.set(key, element);
      return element;
    },
  };
}

export function scalarValue(pool: ExprPool, expr: ScalarExpr, element: Element = 'real'): ArrayValue {
  return arrayValue(pool, [], () => expr, { element });
}

export function constantValue(pool: ExprPool, value: number): ArrayValue {
  return scalarValue(pool, pool.constant(value), Number.isInteger(value) ? 'int' : 'real');
}

/** The number of a scalar value, if constant. */
export function knownNumber(value: Value | undefined): number | undefined {
  if (value?.kind !== 'array' || value.dims.length > 0) return undefined;
  const expr = value.at([]);
  return expr.op === 'const' ? expr.value : undefined;
}
