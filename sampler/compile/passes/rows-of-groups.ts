/** The rows for which conditions on data hold, for each position of the loops around. */
import type { Index, ScalarExpr } from '../../../grammar/ir.ts';
import { type ArrayLookup, type Environment, eachPosition, evaluate } from '../evaluate/expression.ts';
import type { Builder } from '../graph/builder.ts';
import { sizeOf } from './pass-program.ts';

/** Limit of the pairs of row and group that are tried one by one. */
const MOST_TRIES = 8_000_000;

interface Question {
  /** Of the rows. */
  readonly index: Index;
  /** Of the groups. */
  readonly around: readonly Index[];
  readonly conditions: readonly ScalarExpr[];
  readonly lookup: ArrayLookup;
}

interface RowsOfGroups {
  /** Group after group, each in the order of the rows. */
  readonly rows: Float64Array;
  /** For each index of the groups, its position at each row. */
  readonly groups: readonly Float64Array[];
  /** Where each group begins, over positions from 0 of the indices of the groups, and the end of the last. */
  readonly starts: Float64Array;
}

/** Null where the answer would take too long. */
export function rowsOfGroups(
  b: Builder,
  { index, around, conditions, lookup }: Question,
): RowsOfGroups | null {
  const candidates = candidatesOf();
  if (candidates === null) return null;
  const rows: number[] = [];
  const groups = around.map((): number[] => []);
  const shape = around.map((i) => i.to);
  const starts = new Float64Array(sizeOf(shape) + 1);
  eachPosition(around, (env) => {
    const group = around.reduce((flat, i) => flat * i.to + (env.get(i.id) ?? 0), 0);
    starts[group] = rows.length;
    const inner: Environment = new Map(env);
    for (const row of candidates(env)) {
      inner.set(index.id, row);
      if (!conditions.every((c) => evaluate(c, inner, lookup) !== 0)) continue;
      rows.push(row);
      around.forEach((i, axis) => groups[axis].push(env.get(i.id) ?? 0));
    }
    // Positions before the first of an index are never asked for; those that are follow each other.
    starts[group + 1] = rows.length;
  });
  return { rows: Float64Array.from(rows), groups: groups.map((g) => Float64Array.from(g)), starts };

  /** The rows to try for a group: those whose key is the group's, where a condition says so, else all. */
  function candidatesOf(): ((env: Environment) => Iterable<number>) | null {
    const key = conditions.map((c) => keyOf(c)).find((k) => k !== null);
    if (key === undefined) {
      const all = Array.from({ length: index.to - index.from }, (_, k) => index.from + k);
      const groups = around.reduce((n, i) => n * (i.to - i.from), 1);
      return all.length * groups > MOST_TRIES ? null : () => all;
    }
    const byKey = new Map<number, number[]>();
    eachPosition([index], (env) => {
      const value = evaluate(key.ofRow, env, lookup);
      const row = env.get(index.id) ?? 0;
      const list = byKey.get(value);
      if (list === undefined) byKey.set(value, [row]);
      else list.push(row);
    });
    return (env) => byKey.get(evaluate(key.ofGroup, env, lookup)) ?? [];
  }

  /** The sides of an equation of something of the row alone with something of the group alone. */
  function keyOf(c: ScalarExpr): { ofRow: ScalarExpr; ofGroup: ScalarExpr } | null {
    if (c.op !== 'binary' || c.fn !== 'eq') return null;
    const isOfRow = (e: ScalarExpr): boolean => b.freeIndices(e).has(index.id) && b.freeIndices(e).size === 1;
    const isOfGroup = (e: ScalarExpr): boolean => !b.freeIndices(e).has(index.id);
    if (isOfRow(c.x) && isOfGroup(c.y)) return { ofRow: c.x, ofGroup: c.y };
    if (isOfRow(c.y) && isOfGroup(c.x)) return { ofRow: c.y, ofGroup: c.x };
    return null;
  }
}
