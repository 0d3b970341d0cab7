/** Short names for writing IR by hand in tests. */
import type {
  ArrayDecl,
  BinaryFn,
  Index,
  IrProgram,
  IrStatement,
  KernelFn,
  Origin,
  ReduceFn,
  ScalarExpr,
  UnaryFn,
} from '../../../grammar/ir.ts';

export const num = (value: number): ScalarExpr => ({ op: 'const', value });
export const idx = (index: number): ScalarExpr => ({ op: 'index', index });
export const at = (array: number, ...position: (ScalarExpr | number)[]): ScalarExpr => ({
  op: 'load',
  array,
  at: position.map((p) => (typeof p === 'number' ? num(p) : p)),
});
export const un = (fn: UnaryFn, x: ScalarExpr): ScalarExpr => ({ op: 'unary', fn, x });
export const bin = (fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr => ({ op: 'binary', fn, x, y });
export const when = (cond: ScalarExpr, yes: ScalarExpr, no: ScalarExpr): ScalarExpr => ({
  op: 'select',
  cond,
  then: yes,
  else: no,
});
export const loop = (id: number, to: number, from = 0): Index => ({ id, from, to });
export const reduce = (fn: ReduceFn, index: Index, body: ScalarExpr): ScalarExpr => ({
  op: 'reduce',
  fn,
  index,
  body,
});

export const origin = (label: string): Origin => ({ span: { start: 0, end: 0 }, label });

export function define(
  array: number,
  indices: readonly Index[],
  body: ScalarExpr,
  recurrent = false,
): IrStatement {
  return { kind: 'define', array, indices, body, recurrent, origin: origin(`let a${array}`) };
}
export function kernel(
  fn: KernelFn,
  inputs: readonly number[],
  output: number,
  batch: readonly number[] = [],
): IrStatement {
  return { kind: 'kernel', fn, inputs, output, batch, origin: origin(fn) };
}
export function term(indices: readonly Index[], body: ScalarExpr, label = 'observe y'): IrStatement {
  return { kind: 'term', role: 'likelihood', indices, body, origin: origin(label) };
}

export const unknown = (id: number, name: string, shape: readonly number[], offset: number): ArrayDecl => ({
  id,
  name,
  shape,
  role: 'unconstrained',
  offset,
});
export const known = (id: number, name: string, shape: readonly number[]): ArrayDecl => ({
  id,
  name,
  shape,
  role: 'data',
});
export const local = (id: number, name: string, shape: readonly number[]): ArrayDecl => ({
  id,
  name,
  shape,
  role: 'intermediate',
});

export function program(
  dimension: number,
  arrays: readonly ArrayDecl[],
  constants: Readonly<Record<number, readonly number[]>>,
  statements: readonly IrStatement[],
  generated: readonly IrStatement[] = [],
): IrProgram {
  return {
    dimension,
    unconstrainedNames: Array.from({ length: dimension }, (_, i) => `x[${i + 1}]`),
    arrays,
    constants: new Map(Object.entries(constants).map(([id, v]) => [Number(id), Float64Array.from(v)])),
    statements,
    generated,
    quantities: [],
    observations: [],
    priors: [],
  };
}

/** Central differences with one Richardson step: error O(h^4). */
export function finiteDifferences(f: (x: Float64Array) => number, x: Float64Array, h = 1e-3): Float64Array {
  const slope = (i: number, step: number): number => {
    const up = x.slice();
    const down = x.slice();
    up[i] += step;
    down[i] -= step;
    return (f(up) - f(down)) / (up[i] - down[i]);
  };
  return Float64Array.from(x, (_, i) => {
    const size = h * Math.max(1, Math.abs(x[i]));
    return (4 * slope(i, size / 2) - slope(i, size)) / 3;
  });
}
