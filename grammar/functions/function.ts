/**
 * A built-in function: one entry of the table read by the checker, completion, hover, signature help and the
 * reference page. `rule` gives the type of a call from the types of its arguments.
 */
import type { DimTable } from '../shapes/dim-table.ts';
import type { Dim, Type } from '../shapes/type.ts';
import type { Need } from '../shapes/vector-matrix-kind.ts';

export type FunctionGroup =
  | 'scalar'
  | 'reduction'
  | 'linear-algebra'
  | 'array'
  | 'kernel'
  | 'distribution'
  | 'solver'
  | 'data-source';

export interface FunctionArgument {
  readonly name: string;
  readonly doc: string;
  readonly optional?: boolean;
  /** May be repeated: `concat(a, b, …)`. */
  readonly rest?: boolean;
  /** Given by name alone: `rtol = 1e-6`. */
  readonly keyword?: boolean;
  /** Requirement on a matrix beyond its shape. */
  readonly need?: Need;
}

export interface BuiltinFunction {
  readonly name: string;
  readonly group: FunctionGroup;
  /** One line of Markdown. */
  readonly doc: string;
  /** Call signatures, the usual one first. */
  readonly signatures: readonly (readonly FunctionArgument[])[];
  /** The result's type in words: `real, dims of the arguments`. */
  readonly result: string;
  readonly rule: Rule;
}

/** One argument of a call as the rule sees it, in the order of the signature. */
export interface RuleArgument {
  readonly type: Type;
  /** The value where it is known before sampling, as in `identity(3)`. */
  readonly constant: number | null;
  /** The dimension that the argument names, also through a datum: `identity(T)` with `T : int`. */
  readonly dimension: string | null;
}

export interface RuleContext {
  readonly table: DimTable;
  /** Types the body of a function value with these arguments; unknown where it fails. */
  readonly callFunction: (fn: Type, args: readonly Type[]) => Type;
}

export type Rule = (args: readonly RuleArgument[], context: RuleContext) => RuleResult;

export type RuleResult =
  | { readonly ok: true; readonly type: Type }
  | { readonly ok: false; readonly problem: RuleProblem };

export type RuleProblem =
  /** Two arguments whose axes cannot be aligned. */
  | {
      readonly kind: 'clash';
      readonly left: number;
      readonly right: number;
      readonly leftDim: Dim;
      readonly rightDim: Dim;
    }
  /** An argument of the wrong shape; `expected` reads like `a square matrix`. */
  | { readonly kind: 'shape'; readonly arg: number; readonly expected: string }
  /** An argument of the wrong kind; `expected` reads like `a distribution`. `found` is what a function returns. */
  | {
      readonly kind: 'type';
      readonly arg: number;
      readonly expected: string;
      readonly found?: Type;
      readonly advice?: string;
    }
  /** An argument that must not depend on unknowns; `reason` says why, after a colon. */
  | { readonly kind: 'needs-data'; readonly arg: number; readonly reason?: string };

export function ok(type: Type): RuleResult {
  return { ok: true, type };
}

export function problem(p: RuleProblem): RuleResult {
  return { ok: false, problem: p };
}

/** `name(a, b, lo = …)` as shown in signature help; `rest` arguments end with an ellipsis. */
export function signatureText(fn: BuiltinFunction, signature: readonly FunctionArgument[]): string {
  const parts = signature.map((a) => {
    const name = a.rest ? `${a.name}…` : a.keyword ? `${a.name} = …` : a.name;
    return a.optional && !a.keyword ? `${name}?` : name;
  });
  return `${fn.name}(${parts.join(', ')})`;
}
