/**
 * Rows of a term at which all data that it reads are equal, such as outcomes in cells of a few factors, have equal
 * values and derivatives: the term is summed over the different rows, each times the number of rows that it stands for.
 * Terms of few rows, or of few equal ones, keep the order of their sums.
 */
import type { ArrayDecl, ArrayId, Index, IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import { type Builder, rebuild } from '../graph/builder.ts';
import { distinctRows, type RowClasses } from './distinct-rows.ts';
import { arrayOf, type PassProgram, sizeOf, type Term, tripCount } from './pass-program.ts';

/** Below, a gradient takes microseconds as it is. */
const LEAST_ROWS = 1_000;
/** Different rows, at most, of all rows. */
const MOST_OF_ROWS = 0.5;
/** Different rows, at most: the search for more would take memory of the size of the data. */
const MOST_DIFFERENT = 1 << 17;

/** Data of which a row is read: along this axis a term takes one position to a row. */
interface RowData {
  readonly array: ArrayId;
  readonly axis: number;
}

export function mergeRows(w: PassProgram): PassProgram {
  const arrays = new Map(w.arrays);
  const constants = new Map(w.constants);

  function merged(term: Term): Term {
    const [row] = term.indices;
    if (term.indices.length !== 1 || row.segment !== undefined || tripCount(term.indices) < LEAST_ROWS)
      return term;
    const read = dataByRow(w, term.body, row);
    if (read === null || read.length === 0) return term;
    const rows = row.to - row.from;
    const most = Math.min(MOST_OF_ROWS * rows, MOST_DIFFERENT);
    const classes = distinctRows(
      rows,
      read.flatMap((of) => columnsOf(w, of, row.from)),
      most,
    );
    return classes === null ? term : weighted(term, read, classes);
  }

  function weighted(term: Term, read: readonly RowData[], { first, count }: RowClasses): Term {
    const b = w.builder;
    const [row] = term.indices;
    const over: Index = { id: w.fresh.index(), from: 0, to: first.length };
    const ofRow = new Map(read.map((of) => [keyOf(of), data(of.array, row, of.axis, first)]));
    const weight = place('rows', [first.length], count);
    const body = replaced(b, term.body, row.id, over.id, (array, axis) => ofRow.get(keyOf({ array, axis })));
    return { ...term, indices: [over], body: b.binary('mul', b.load(weight, [b.index(over.id)]), body) };
  }

  /** The rows of an array that are left. */
  function data(array: ArrayId, row: Index, axis: number, first: Int32Array): ArrayId {
    const { name, shape } = arrayOf(w, array);
    const values = w.constants.get(array) ?? new Float64Array(0);
    const inner = sizeOf(shape.slice(axis + 1));
    const outer = sizeOf(shape.slice(0, axis));
    const left = new Float64Array(outer * first.length * inner);
    for (let o = 0; o < outer; o++)
      for (let n = 0; n < first.length; n++) {
        const from = (o * shape[axis] + row.from + first[n]) * inner;
        left.set(values.subarray(from, from + inner), (o * first.length + n) * inner);
      }
    return place(name, [...shape.slice(0, axis), first.length, ...shape.slice(axis + 1)], left);
  }

  function place(name: string, shape: readonly number[], values: Float64Array): ArrayId {
    const id = w.fresh.array();
    arrays.set(id, { id, name: `${name}_${id}`, shape, role: 'data' } satisfies ArrayDecl);
    constants.set(id, values);
    return id;
  }

  return {
    ...w,
    statements: w.statements.map((s) => (s.kind === 'term' ? merged(s) : s)),
    arrays,
    constants,
  };
}

const keyOf = ({ array, axis }: RowData): string => `${array}.${axis}`;

/** The data through which alone the body depends on its row; null where it depends on it otherwise. */
function dataByRow(w: PassProgram, body: ScalarExpr, row: Index): readonly RowData[] | null {
  const b = w.builder;
  const found = new Map<string, RowData>();
  const seen = new Set<ScalarExpr>();
  let others = false;
  const visit = (e: ScalarExpr): void => {
    if (others || seen.has(e) || !b.freeIndices(e).has(row.id)) return;
    seen.add(e);
    if (e.op === 'index') others = true;
    else if (e.op === 'load') {
      const axis = axisOfRow(e, row.id);
      if (axis === null) e.at.forEach(visit);
      else if (!w.constants.has(e.array) || row.to > arrayOf(w, e.array).shape[axis]) others = true;
      else {
        found.set(keyOf({ array: e.array, axis }), { array: e.array, axis });
        e.at.forEach((position, k) => {
          if (k !== axis) visit(position);
        });
      }
    } else
      rebuild(b, e, (child) => {
        visit(child);
        return child;
      });
    if (e.op === 'reduce' && e.index.segment !== undefined)
      [e.index.segment.start, e.index.segment.end].forEach(visit);
  };
  visit(b.canonical(body));
  return others ? null : [...found.values()];
}

/** The first axis at which the position is the row itself. */
function axisOfRow({ at }: Extract<ScalarExpr, { op: 'load' }>, row: IndexId): number | null {
  const axis = at.findIndex((e) => e.op === 'index' && e.index === row);
  return axis < 0 ? null : axis;
}

/** What decides whether two rows of it are equal: a column for each place beside the rows' axis. */
function columnsOf(w: PassProgram, { array, axis }: RowData, from: number): ((row: number) => number)[] {
  const { shape } = arrayOf(w, array);
  const values = w.constants.get(array) ?? new Float64Array(0);
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  return Array.from({ length: outer * inner }, (_, column) => {
    const start = Math.floor(column / inner) * shape[axis] * inner + (column % inner) + from * inner;
    return (row: number) => values[start + row * inner];
  });
}

/** The body at another row index, with the rows of data that are left. */
function replaced(
  b: Builder,
  body: ScalarExpr,
  row: IndexId,
  over: IndexId,
  left: (array: ArrayId, axis: number) => ArrayId | undefined,
): ScalarExpr {
  const memo = new Map<ScalarExpr, ScalarExpr>();
  const visit = (e: ScalarExpr): ScalarExpr => {
    if (!b.freeIndices(e).has(row)) return e;
    const known = memo.get(e);
    if (known !== undefined) return known;
    const made = rebuilt(e);
    memo.set(e, made);
    return made;
  };
  const rebuilt = (e: ScalarExpr): ScalarExpr => {
    const axis = e.op === 'load' ? axisOfRow(e, row) : null;
    const array = e.op === 'load' && axis !== null ? left(e.array, axis) : undefined;
    if (e.op !== 'load' || array === undefined) return rebuild(b, e, visit);
    return b.load(
      array,
      e.at.map((position, k) => (k === axis ? b.index(over) : visit(position))),
    );
  };
  return visit(b.canonical(body));
}
