/**
 * The factors of a graph, element by element: for each set of elements that meet in rows of a term, a table of the log
 * density of these rows over their values.
 */
import type { ArrayId, IndexId, ScalarExpr } from '../../../../../grammar/ir.ts';
import { allPositions } from '../../all-positions.ts';
import { createEvaluator } from '../../constant-evaluation.ts';
import type { Context } from '../../context.ts';
import { defineArray } from '../../emit-statements.ts';
import type { DiscreteUnknown } from '../discrete-unknown.ts';
import { elementOfUse } from '../element-of-use.ts';
import { givenValues } from '../factor-sum.ts';
import type { Factor } from '../factors.ts';
import { byValue, FEW, type Values, valuesOf } from '../values.ts';
import { sumOverList } from './gather.ts';

/** An element of an unknown. */
export interface Variable {
  readonly unknown: DiscreteUnknown;
  /** Row-major. */
  readonly flat: number;
}

/** The rows of a factor in which elements meet in the same way. */
export interface Meeting {
  readonly factor: Factor;
  /** For each use, its place in the scopes; null where it is outside of its axes, in a branch that is not taken. */
  readonly slots: readonly (number | null)[];
  /** Sets of variables that meet. */
  readonly scopes: readonly (readonly number[])[];
  /** For each of them, the positions of the term's indices, row by row. */
  readonly rows: readonly (readonly (readonly number[])[])[];
}

export function variablesOf(unknowns: readonly DiscreteUnknown[]): Variable[] {
  return unknowns.flatMap((unknown) => {
    const elements = unknown.shape.reduce((a, b) => a * b, 1);
    return Array.from({ length: elements }, (_, flat) => ({ unknown, flat }));
  });
}

export function countOf({ unknown }: Variable): number {
  return unknown.hi - unknown.lo + 1;
}

export function meetingsOf(
  ctx: Context,
  unknowns: readonly DiscreteUnknown[],
  factor: Factor,
): readonly Meeting[] {
  const firsts = new Map<DiscreteUnknown, number>();
  let next = 0;
  for (const unknown of unknowns) {
    firsts.set(unknown, next);
    next += unknown.shape.reduce((a, b) => a * b, 1);
  }
  const evaluate = createEvaluator(ctx);
  const { uses, term } = factor;
  const found = new Map<string, { slots: (number | null)[]; scopes: number[][]; rows: number[][][] }>();
  const places = new Map<string, { readonly rows: number[][] }>();
  const visitRow = (env: Map<IndexId, number>): void => {
    const scope: number[] = [];
    const slots = uses.map((use) => {
      const flat = elementOfUse(use, env, evaluate);
      if (Number.isNaN(flat)) return null;
      const variable = (firsts.get(use.unknown) ?? 0) + flat;
      const known = scope.indexOf(variable);
      return known >= 0 ? known : scope.push(variable) - 1;
    });
    if (scope.length === 0) return;
    const row = term.indices.map(({ id }) => env.get(id) ?? 0);
    const form = slots.join();
    const key = `${form}:${scope.join()}`;
    const place = places.get(key);
    if (place !== undefined) {
      place.rows.push(row);
      return;
    }
    const meeting = found.get(form) ?? { slots, scopes: [], rows: [] };
    found.set(form, meeting);
    const rows = [row];
    places.set(key, { rows });
    meeting.scopes.push(scope);
    meeting.rows.push(rows);
  };
  for (const env of allPositions(term.indices)) visitRow(env);
  return [...found.values()].map((one) => ({ factor, ...one }));
}

/** So many combinations of values are written out. */
const FEW_TOGETHER = FEW * FEW;

/** Log densities over the sets of elements that meet, first axis, and the positions of their values. */
export function tableOf(ctx: Context, { factor, slots, scopes, rows }: Meeting): ArrayId {
  const { uses, term } = factor;
  const unknowns = [...new Set(slots.filter((slot) => slot !== null))]
    .sort((a, b) => a - b)
    .map((slot) => uses[slots.indexOf(slot)].unknown);
  const counts = unknowns.map(({ lo, hi }) => hi - lo + 1);
  const isFew = counts.reduce((a, b) => a * b, 1) <= FEW_TOGETHER;
  const values = unknowns.map((unknown) => valuesOf(ctx, unknown, isFew ? FEW_TOGETHER : 1));
  const array = ctx.declare(`${term.origin.label} by values`, [scopes.length, ...counts]);
  const { indices, at } = ctx.freshLoop([scopes.length, ...counts]);
  const [place, ...own] = at;
  const body = overValues(ctx, values, own, (positions) => {
    const given = givenValues(ctx, factor, (use) => {
      const slot = slots[use];
      const { unknown } = uses[use];
      // Any value will do where it is not read.
      return slot === null ? ctx.pool.constant(unknown.lo) : values[slot].at(positions[slot]);
    });
    return sumOverList(ctx, `rows of ${term.origin.label}`, rows, place, (row) =>
      ctx.pool.substitute(given, new Map(term.indices.map(({ id }, i) => [id, row[i]] as const))),
    );
  });
  defineArray(ctx, array, indices, body);
  return array;
}

/** An expression in several positions, with a branch for each combination of those that are written out. */
function overValues(
  ctx: Context,
  [first, ...rest]: readonly Values[],
  [own, ...others]: readonly ScalarExpr[],
  make: (positions: readonly ScalarExpr[]) => ScalarExpr,
): ScalarExpr {
  if (first === undefined) return make([]);
  return byValue(ctx, first, own, (position) =>
    overValues(ctx, rest, others, (later) => make([position, ...later])),
  );
}
