/**
 * Reductions over the rows that a condition on data selects, such as `sum(if s[n] == i then l[n] else 0 for n in row)`:
 * the rows of each group are found once, and the reduction runs over them alone. A sum by group then costs what its
 * rows cost, not that times the number of groups. The order of the rows stays, so that no sum changes.
 */
import type { ArrayDecl, ArrayId, Index, IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import { type ArrayLookup, tabulate } from '../evaluate/expression.ts';
import { rebuild, substituteIndices } from '../graph/builder.ts';
import { isDataOnly } from './fold-data.ts';
import { arrayOf, type PassProgram, tripCount } from './pass-program.ts';
import { rowsOfGroups } from './rows-of-groups.ts';
import { type Selection, selectionOf } from './selection.ts';

/** Selected rows are only worth their tables where they are clearly fewer than all. */
const FEWER = 0.75;

type Reduce = Extract<ScalarExpr, { op: 'reduce' }>;

/** The rows of each group one after another: where in the reduction's range each is, and where the groups begin. */
interface Rows {
  readonly index: Index;
  /** For the reduction's index and those of the loops around: their value at a row. */
  readonly valueAt: ReadonlyMap<IndexId, ScalarExpr>;
}

export function selectRows(w: PassProgram): PassProgram {
  const b = w.builder;
  const arrays = new Map(w.arrays);
  const constants = new Map(w.constants);
  const dataOnlyMemo = new Map<ScalarExpr, boolean>();
  const isData = (e: ScalarExpr): boolean => isDataOnly(e, (id) => constants.has(id), dataOnlyMemo);
  const lookup: ArrayLookup = (id) => ({
    shape: arrayOf({ arrays }, id).shape,
    values: constants.get(id) ?? new Float64Array(0),
  });
  const rowsOf = new Map<string, Rows | 'all'>();
  const gathered = new Map<ScalarExpr, ScalarExpr>();

  const statements = w.statements.map((s) =>
    s.kind === 'kernel' ? s : { ...s, body: rewrite(b.canonical(s.body), s.indices) },
  );
  return { ...w, arrays, constants, statements };

  function rewrite(body: ScalarExpr, loops: readonly Index[]): ScalarExpr {
    const memo = new Map<ScalarExpr, ScalarExpr>();
    const visit = (e: ScalarExpr, scope: readonly Index[]): ScalarExpr => {
      const known = memo.get(e);
      if (known !== undefined) return known;
      const made =
        e.op === 'load'
          ? e
          : e.op === 'reduce' && e.index.segment === undefined
            ? reduceSelected(b.reduce(e.fn, e.index, visit(e.body, [...scope, e.index])), scope)
            : rebuild(b, e, (child) => visit(child, scope));
      memo.set(e, made);
      return made;
    };
    return visit(body, loops);
  }

  function reduceSelected(e: ScalarExpr, scope: readonly Index[]): ScalarExpr {
    if (e.op !== 'reduce') return e;
    const selection = selectionOf(b, e, isData);
    if (selection === null) return e;
    const rows = findRows(e, selection, scope);
    if (rows === 'all') return e;
    return b.reduce(e.fn, rows.index, atRows(selection.body, rows));
  }

  function findRows({ index }: Reduce, { conditions }: Selection, scope: readonly Index[]): Rows | 'all' {
    const free = new Set(conditions.flatMap((c) => [...b.freeIndices(c)]));
    const around = scope.filter((i) => free.has(i.id));
    if (around.length + 1 < free.size || around.some((i) => i.segment !== undefined)) return 'all';
    const ranges = [index, ...around].map((i) => `${i.id}.${i.from}.${i.to}`);
    const key = `${ranges}:${conditions.map((c) => b.order(c))}`;
    const known = rowsOf.get(key);
    if (known !== undefined) return known;
    const found = rowsOfGroups(b, { index, around, conditions, lookup });
    const all = (index.to - index.from) * tripCount(around);
    const made = found === null || found.rows.length > FEWER * all ? 'all' : tablesOf(index, around, found);
    rowsOf.set(key, made);
    return made;
  }

  function tablesOf(
    index: Index,
    around: readonly Index[],
    { rows, groups, starts }: NonNullable<ReturnType<typeof rowsOfGroups>>,
  ): Rows {
    const k: Index = { id: w.fresh.index(), from: 0, to: rows.length };
    const at = [b.index(k.id)];
    const valueAt = new Map([[index.id, b.load(data('row', [rows.length], rows), at)]]);
    if (around.length === 0) return { index: k, valueAt };
    around.forEach((i, axis) => {
      valueAt.set(i.id, b.load(data('group', [rows.length], groups[axis]), at));
    });
    const shape = around.map((i) => i.to);
    const here = around.map((i) => b.index(i.id));
    const start = b.load(data('start', shape, starts.slice(0, -1)), here);
    const end = b.load(data('end', shape, starts.slice(1)), here);
    return { index: { ...k, segment: { start, end, mean: rows.length / tripCount(around) } }, valueAt };
  }

  /** The body at a row. What data alone determine depends on the row, not on the loops around, and is read in its order. */
  function atRows(body: ScalarExpr, { index, valueAt }: Rows): ScalarExpr {
    const [row] = valueAt.keys();
    const memo = new Map<ScalarExpr, ScalarExpr>();
    const visit = (e: ScalarExpr, isPosition: boolean): ScalarExpr => {
      const free = b.freeIndices(e);
      if (!free.has(row)) return e;
      if (isData(e)) {
        const made = substituteIndices(b, e, valueAt);
        return isPosition || free.size > 1 + around(free) ? made : inOrder(made, index);
      }
      const known = memo.get(e);
      if (known !== undefined) return known;
      const made =
        e.op === 'load'
          ? b.load(
              e.array,
              e.at.map((position) => visit(position, true)),
            )
          : rebuild(b, e, (child) => visit(child, isPosition));
      memo.set(e, made);
      return made;
    };
    const around = (free: ReadonlySet<IndexId>): number =>
      [...valueAt.keys()].filter((id) => id !== row && free.has(id)).length;
    return visit(body, false);
  }

  /** A datum at each row, as a table in the order of the rows. */
  function inOrder(e: ScalarExpr, index: Index): ScalarExpr {
    if (e.op === 'const') return e;
    const known = gathered.get(e);
    if (known !== undefined) return known;
    const values = new Float64Array(index.to);
    tabulate([index], [index.to], e, lookup, values);
    const made = b.load(data('by_row', [index.to], values), [b.index(index.id)]);
    gathered.set(e, made);
    return made;
  }

  function data(name: string, shape: readonly number[], values: Float64Array): ArrayId {
    const id = w.fresh.array();
    const decl: ArrayDecl = { id, name: `${name}_${id}`, shape, role: 'data' };
    arrays.set(id, decl);
    constants.set(id, values);
    return id;
  }
}
