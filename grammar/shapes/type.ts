/**
 * The types of the language: arrays over named dimensions, and the few things that are not numbers.
 * Pure data with constructors and a printer; how types combine is in `broadcast.ts` and `infer.ts`.
 */
import type { Distribution } from '../distributions/distribution.ts';
import type { Expr, FunStatement } from '../syntax/ast.ts';
import { unreachable } from '../unreachable.ts';
import type { Structure } from './vector-matrix-kind.ts';

export type Element = 'real' | 'int' | 'bool';

/** An axis: a named dimension, or one known by its size alone (null if it depends on data). */
export type Dim =
  | { readonly kind: 'named'; readonly name: string }
  | { readonly kind: 'anonymous'; readonly size: number | null };

/** Whether a value is fixed once the data are known, or changes with the unknowns. */
type Depends = 'data' | 'param';

export interface ArrayType {
  readonly kind: 'array';
  readonly element: Element;
  /** The dimension whose labels the values are, as of `county_of : county[home]`. */
  readonly labelsOf: string | null;
  /** Empty for a scalar. A name may occur twice, as in a covariance over `[obs, obs]`. */
  readonly dims: readonly Dim[];
  readonly depends: Depends;
  /** Joint structure of the elements over the last axis or the last two; absent if unknown. */
  readonly structure?: Structure;
  /** True where every element is known to be above 0. */
  readonly positive?: true;
}

/** One argument of a distribution as the caller gave it. */
export interface DistributionArgument {
  readonly name: string;
  readonly expr: Expr;
  readonly type: Type;
  /** Trailing dims that belong to the argument itself. */
  readonly eventDims: number;
}

export interface DistributionType {
  readonly kind: 'distribution';
  readonly name: string;
  /** The entry of the table; null for `Mixture`, `Truncated` and `Censored`, which wrap others. */
  readonly entry: Distribution | null;
  readonly args: readonly DistributionArgument[];
  /** The components of a `Mixture`, `Truncated` or `Censored`. */
  readonly components: readonly DistributionType[];
  /** Dims of the arguments without their own event dims: one independent draw per position. */
  readonly batch: readonly Dim[];
  /** Trailing dims of one draw as far as the arguments determine them; otherwise null. */
  readonly event: readonly (Dim | null)[];
  /** Dimensions of its parameter along which it sums to zero, of elements that are otherwise independent. */
  readonly over?: readonly string[];
  readonly discrete: boolean;
  readonly depends: Depends;
}

export type Type =
  | ArrayType
  | DistributionType
  | { readonly kind: 'string' }
  /** A dimension's name, as in `size(home)`. */
  | { readonly kind: 'dimension'; readonly name: string }
  /** A function's name, as in `ode(f, …)`. */
  | { readonly kind: 'function'; readonly statement: FunStatement | null }
  /** The result of an expression with a reported error; prevents further errors. */
  | { readonly kind: 'unknown' };

export const unknownType: Type = { kind: 'unknown' };

export function named(name: string): Dim {
  return { kind: 'named', name };
}

export function anonymous(size: number | null): Dim {
  return { kind: 'anonymous', size };
}

export function arrayType(
  element: Element,
  dims: readonly Dim[] = [],
  depends: Depends = 'data',
  labelsOf: string | null = null,
): ArrayType {
  return { kind: 'array', element, labelsOf, dims, depends };
}

export function joinDepends(types: readonly Type[]): Depends {
  return types.some((t) => (t.kind === 'array' || t.kind === 'distribution') && t.depends === 'param')
    ? 'param'
    : 'data';
}

/** The element type that holds both: bool < int < real. */
export function joinElement(a: Element, b: Element): Element {
  if (a === 'real' || b === 'real') return 'real';
  return a === 'int' || b === 'int' ? 'int' : 'bool';
}

export function isScalar(type: Type): type is ArrayType {
  return type.kind === 'array' && type.dims.length === 0;
}

export function formatDim(dim: Dim): string {
  return dim.kind === 'named' ? dim.name : dim.size === null ? '?' : String(dim.size);
}

export function formatDims(dims: readonly Dim[]): string {
  return `[${dims.map(formatDim).join(', ')}]`;
}

/** As in a declaration: `real[home]`, `county[home]`, `int`, `real[3]`. */
export function formatType(type: Type): string {
  switch (type.kind) {
    case 'array': {
      const element = type.labelsOf ?? type.element;
      return type.dims.length === 0 ? element : `${element}${formatDims(type.dims)}`;
    }
    case 'distribution': {
      const dims = [...type.batch, ...type.event.map((d) => d ?? anonymous(null))];
      const over = dims.length === 0 ? '' : ` over ${formatDims(dims)}`;
      return `${type.discrete ? 'discrete' : 'continuous'} distribution${over}`;
    }
    case 'string':
      return 'text';
    case 'dimension':
      return `dimension ${type.name}`;
    case 'function':
      return 'function';
    case 'unknown':
      return 'unknown';
    default:
      return unreachable(type);
  }
}
