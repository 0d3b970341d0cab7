/** Shape rules shared by the built-in functions. */
import { broadcast, compatible } from '../shapes/broadcast.ts';
import {
  type ArrayType,
  anonymous,
  arrayType,
  type Dim,
  type Element,
  joinDepends,
  joinElement,
  unknownType,
} from '../shapes/type.ts';
import {
  ok,
  problem,
  type Rule,
  type RuleArgument,
  type RuleContext,
  type RuleProblem,
  type RuleResult,
} from './function.ts';

type Arrays =
  | { readonly kind: 'arrays'; readonly arrays: readonly ArrayType[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'problem'; readonly problem: RuleProblem };

/** All arguments as numbers or arrays, or the first that is not. */
function arraysOf(args: readonly RuleArgument[]): Arrays {
  const arrays: ArrayType[] = [];
  let unknown = false;
  for (const [i, { type }] of args.entries()) {
    if (type.kind === 'unknown') unknown = true;
    else if (type.kind !== 'array')
      return { kind: 'problem', problem: { kind: 'type', arg: i, expected: 'a number or an array' } };
    else arrays.push(type);
  }
  return unknown ? { kind: 'unknown' } : { kind: 'arrays', arrays };
}

/** A rule for arrays: anything else is reported, and unknown arguments give an unknown type. */
export function overArrays(rule: (arrays: readonly ArrayType[], context: RuleContext) => RuleResult): Rule {
  return (args, context) => {
    const given = arraysOf(args);
    if (given.kind === 'problem') return problem(given.problem);
    if (given.kind === 'unknown') return ok(unknownType);
    return rule(given.arrays, context);
  };
}

/** Elementwise over all arguments, broadcast by name. `element` null keeps the joined element type. */
export function elementwise(element: Element | null): Rule {
  return overArrays((arrays, { table }) => {
    let dims: readonly Dim[] = [];
    for (const [i, type] of arrays.entries()) {
      const joined = broadcast(dims, type.dims, table);
      if (!joined.ok)
        return problem({
          kind: 'clash',
          left: originOfDim(arrays, joined.clash.left, i),
          right: i,
          leftDim: joined.clash.left,
          rightDim: joined.clash.right,
        });
      dims = joined.dims;
    }
    const joinedElement = arrays.map((t) => t.element).reduce(joinElement, 'bool');
    return ok(
      arrayType(element ?? (joinedElement === 'bool' ? 'int' : joinedElement), dims, joinDepends(arrays)),
    );
  });
}

function originOfDim(arrays: readonly ArrayType[], dim: Dim, before: number): number {
  const at = arrays.findIndex((t, i) => i < before && t.dims.includes(dim));
  return Math.max(at, 0);
}

/** Over everything: a scalar. */
export function reduceAll(element: Element | null): Rule {
  return overArrays(([x]) => {
    const kept = x.element === 'bool' ? 'int' : x.element;
    return ok(arrayType(element ?? kept, [], x.depends));
  });
}

/** A function along the last dim, which keeps the dims; `element` null keeps the element type. */
export function alongLast(element: Element | null): Rule {
  return overArrays(([x]) => {
    if (x.dims.length === 0) return problem({ kind: 'shape', arg: 0, expected: 'a vector' });
    return ok(arrayType(element ?? x.element, x.dims, x.depends));
  });
}

/** Rejects arguments that depend on unknowns. */
export function dataOnly(rule: Rule): Rule {
  return (args, context) => {
    const at = args.findIndex(({ type }) => type.kind === 'array' && type.depends === 'param');
    return at >= 0 ? problem({ kind: 'needs-data', arg: at }) : rule(args, context);
  };
}

/** The last two dims of a square matrix, or null. */
export function squareDims(type: ArrayType, context: RuleContext): readonly [Dim, Dim] | null {
  const n = type.dims.length;
  if (n < 2) return null;
  const [a, b] = [type.dims[n - 2], type.dims[n - 1]];
  return compatible(a, b, context.table) ? [a, b] : null;
}

/** `f(A)` for a square matrix over the last two dims; `result` maps the batch and the matrix's dim to dims. */
export function ofSquare(result: (batch: readonly Dim[], dim: Dim) => readonly Dim[]): Rule {
  return overArrays(([a], context) => {
    const square = squareDims(a, context);
    if (square === null) return problem({ kind: 'shape', arg: 0, expected: 'a square matrix' });
    return ok(arrayType('real', result(a.dims.slice(0, -2), square[0]), a.depends));
  });
}

/** `solve(A, b)`: the square matrix's last dim is the vector's last dim, or the right matrix's first. */
export const solve: Rule = overArrays(([a, b], context) => {
  const square = squareDims(a, context);
  if (square === null) return problem({ kind: 'shape', arg: 0, expected: 'a square matrix' });
  if (b.dims.length === 0) return problem({ kind: 'shape', arg: 1, expected: 'a vector or a matrix' });
  if (!b.dims.some((dim) => compatible(dim, square[1], context.table)))
    return problem({
      kind: 'clash',
      left: 0,
      right: 1,
      leftDim: square[1],
      rightDim: b.dims[b.dims.length - 1],
    });
  return ok(arrayType('real', b.dims, joinDepends([a, b])));
});

/** `A @ b`: contracts the last dim of the left with the first matching dim of the right. */
export function contract(a: ArrayType, b: ArrayType, context: RuleContext): RuleResult {
  if (a.dims.length === 0) return problem({ kind: 'shape', arg: 0, expected: 'a vector or a matrix' });
  if (b.dims.length === 0) return problem({ kind: 'shape', arg: 1, expected: 'a vector or a matrix' });
  const last = a.dims[a.dims.length - 1];
  const byName = b.dims.findIndex((d) => d.kind === 'named' && last.kind === 'named' && d.name === last.name);
  const at =
    byName >= 0
      ? byName
      : b.dims.findIndex(
          (d) => !(d.kind === 'named' && last.kind === 'named') && compatible(d, last, context.table),
        );
  if (at < 0) return problem({ kind: 'clash', left: 0, right: 1, leftDim: last, rightDim: b.dims[0] });
  const dims = [...a.dims.slice(0, -1), ...b.dims.filter((_, i) => i !== at)];
  const element = joinElement(a.element, b.element);
  return ok(arrayType(element === 'bool' ? 'int' : element, dims, joinDepends([a, b])));
}

export function anonymousSum(sizes: readonly (number | null)[]): Dim {
  return anonymous(sizes.some((s) => s === null) ? null : sizes.reduce<number>((a, s) => a + (s ?? 0), 0));
}
