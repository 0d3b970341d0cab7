/**
 * The program that passes transform: an IR program with canonical bodies and without output quantities. Each pass
 * takes one and returns another; the builder and the counters of fresh ids are the only state shared between passes,
 * and belong to one compilation.
 */
import type {
  ArrayDecl,
  ArrayId,
  Index,
  IndexId,
  IrProgram,
  IrStatement,
  Origin,
  ScalarExpr,
} from '../../../grammar/ir.ts';
import { type Builder, createBuilder } from '../graph/builder.ts';

export interface PassProgram {
  readonly builder: Builder;
  readonly arrays: ReadonlyMap<ArrayId, ArrayDecl>;
  readonly constants: ReadonlyMap<ArrayId, Float64Array>;
  readonly statements: readonly IrStatement[];
  /** Arrays read from outside, which must exist in memory at the end. */
  readonly kept: ReadonlySet<ArrayId>;
  /** The log density's terms that depend on data alone, summed. */
  readonly constantTerm: number;
  readonly fresh: FreshIds;
}

interface FreshIds {
  array(): ArrayId;
  index(): IndexId;
}

export type Define = Extract<IrStatement, { kind: 'define' }>;
export type Kernel = Exclude<Extract<IrStatement, { kind: 'kernel' }>, { fn: 'solver' }>;
export type SolverKernel = Extract<IrStatement, { fn: 'solver' }>;
export type Term = Extract<IrStatement, { kind: 'term' }>;

/** The input of the first pass. `kept` are the arrays read from outside. */
export function passProgram(
  ir: IrProgram,
  statements: readonly IrStatement[],
  kept: ReadonlySet<ArrayId>,
): PassProgram {
  const builder = createBuilder();
  let nextArray = 1 + Math.max(0, ...ir.arrays.map((a) => a.id));
  let nextIndex = 1_000_000; // above any of the lowering's
  return {
    builder,
    arrays: new Map(ir.arrays.map((a) => [a.id, a])),
    constants: ir.constants,
    statements: statements.map((s) => (s.kind === 'kernel' ? s : { ...s, body: builder.canonical(s.body) })),
    kept,
    constantTerm: 0,
    fresh: { array: () => nextArray++, index: () => nextIndex++ },
  };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

export function tripCount(indices: readonly Index[]): number {
  return indices.reduce((product, i) => product * (i.to - i.from), 1);
}

/** Steps of a reduction each time that it runs, on average. */
export function stepsOf({ from, to, segment }: Index): number {
  return segment === undefined ? to - from : segment.mean;
}

export function defineStatement(
  array: ArrayId,
  indices: readonly Index[],
  body: ScalarExpr,
  origin: Origin,
): Define {
  return { kind: 'define', array, indices, body, recurrent: false, origin };
}

export function arrayOf(w: Pick<PassProgram, 'arrays'>, id: ArrayId): ArrayDecl {
  const decl = w.arrays.get(id);
  if (decl === undefined) throw new Error(`array ${id} is loaded but never declared`);
  return decl;
}
