/**
 * What the passes work on: an IR program with canonical bodies, the facts they share (which arrays are
 * data, sizes, fresh ids) and no output quantities. Each pass takes one and returns another; the builder
 * and the counters are shared by the passes of one compilation only.
 */
import type {
  ArrayDecl,
  ArrayId,
  Index,
  IndexId,
  IrStatement,
  Origin,
  ScalarExpr,
} from '../../../grammar/ir.ts';
import type { Builder } from '../graph/builder.ts';

export interface Working {
  readonly builder: Builder;
  readonly arrays: ReadonlyMap<ArrayId, ArrayDecl>;
  readonly constants: ReadonlyMap<ArrayId, Float64Array>;
  readonly statements: readonly IrStatement[];
  /** Arrays that must exist in memory at the end: what the outside reads. */
  readonly kept: ReadonlySet<ArrayId>;
  /** The log density's terms that depend on data alone, summed. */
  readonly constantTerm: number;
  readonly fresh: FreshIds;
}

export interface FreshIds {
  array(): ArrayId;
  index(): IndexId;
}

export type Define = Extract<IrStatement, { kind: 'define' }>;
export type Term = Extract<IrStatement, { kind: 'term' }>;
export type Kernel = Extract<IrStatement, { kind: 'kernel' }>;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

export function tripCount(indices: readonly Index[]): number {
  return indices.reduce((product, i) => product * (i.to - i.from), 1);
}

/** A table of data over some indices: the array and the load that reads it there. */
export function intermediate(
  name: string,
  shape: readonly number[],
  id: ArrayId,
  role: ArrayDecl['role'],
): ArrayDecl {
  return { id, name, shape, role };
}

export function defineStatement(
  array: ArrayId,
  indices: readonly Index[],
  body: ScalarExpr,
  origin: Origin,
): Define {
  return { kind: 'define', array, indices, body, recurrent: false, origin };
}

export function arrayOf(w: Pick<Working, 'arrays'>, id: ArrayId): ArrayDecl {
  const decl = w.arrays.get(id);
  if (decl === undefined) throw new Error(`array ${id} is loaded but never declared`);
  return decl;
}
