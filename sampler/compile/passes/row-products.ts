/**
 * Products of a matrix of data with a vector of unknowns, `X @ b`, in a term of many rows: the product of a row becomes
 * an array of its own, which is computed, differentiated and forgotten block by block (`differentiate/row-blocks.ts`),
 * so that one pass over the matrix serves both. Programs of fewer rows keep the order of their sums.
 */
import type { ArrayDecl, ArrayId, Index, IrStatement, ScalarExpr } from '../../../grammar/ir.ts';
import { rebuild } from '../graph/builder.ts';
import { MANY_ROWS } from './many-rows.ts';
import {
  arrayOf,
  type Define,
  defineStatement,
  type PassProgram,
  type Term,
  tripCount,
} from './pass-program.ts';

export interface RowProduct {
  readonly matrix: ArrayId;
  readonly vector: ArrayId;
  readonly rows: number;
  readonly columns: number;
}

export function rowProducts(w: PassProgram): PassProgram {
  const arrays = new Map(w.arrays);
  return {
    ...w,
    statements: w.statements.flatMap((s) => (s.kind === 'term' ? withProducts(w, s, arrays) : [s])),
    arrays,
  };
}

function withProducts(w: PassProgram, term: Term, arrays: Map<ArrayId, ArrayDecl>): IrStatement[] {
  const [row] = term.indices;
  if (term.indices.length !== 1 || tripCount(term.indices) < MANY_ROWS) return [term];
  const b = w.builder;
  const defines: Define[] = [];
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    const known = memo.get(e);
    if (known !== undefined) return known;
    const made = productOf(w, e, row) === null ? rebuild(b, e, visit) : product(e);
    memo.set(e, made);
    return made;
  };
  const product = (e: ScalarExpr): ScalarExpr => {
    const id = w.fresh.array();
    arrays.set(id, { id, name: `rows_${id}`, shape: [row.to], role: 'intermediate' });
    defines.push(defineStatement(id, [row], e, term.origin));
    return b.load(id, [b.index(row.id)]);
  };
  const body = visit(b.canonical(term.body));
  return [...defines, { ...term, body }];
}

/** The product that a definition is; null where it is another. */
export function productDefined(w: PassProgram, { indices, body }: Define): RowProduct | null {
  return indices.length === 1 ? productOf(w, w.builder.canonical(body), indices[0]) : null;
}

/** `sum(X[row, k] * v[k] for k in columns)`, over all of the matrix of data X. */
function productOf(w: PassProgram, e: ScalarExpr, row: Index): RowProduct | null {
  if (e.op !== 'reduce' || e.fn !== 'sum' || e.index.segment !== undefined || row.segment !== undefined)
    return null;
  const { body, index } = e;
  if (body.op !== 'binary' || body.fn !== 'mul' || body.x.op !== 'load' || body.y.op !== 'load') return null;
  const [matrix, vector] = w.constants.has(body.x.array) ? [body.x, body.y] : [body.y, body.x];
  if (!w.constants.has(matrix.array) || w.constants.has(vector.array)) return null;
  const { shape } = arrayOf(w, matrix.array);
  const fits =
    shape.length === 2 &&
    isAt(matrix.at, [row, index]) &&
    isAt(vector.at, [index]) &&
    coversAxis(row, shape[0]) &&
    coversAxis(index, shape[1]) &&
    arrayOf(w, vector.array).shape[0] === shape[1];
  return fits ? { matrix: matrix.array, vector: vector.array, rows: shape[0], columns: shape[1] } : null;
}

function isAt(at: readonly ScalarExpr[], indices: readonly Index[]): boolean {
  return (
    at.length === indices.length && at.every((e, axis) => e.op === 'index' && e.index === indices[axis].id)
  );
}

function coversAxis({ from, to }: Index, size: number): boolean {
  return from === 0 && to === size;
}
