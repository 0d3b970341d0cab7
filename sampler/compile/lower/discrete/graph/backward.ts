/** The values of a graph's variables in the reverse order of elimination, each given those it was summed out given. */
import type { ArrayId, ScalarExpr } from '../../../../../grammar/ir.ts';
import type { Context } from '../../context.ts';
import { defineArray } from '../../emit-statements.ts';
import type { DiscreteUnknown } from '../discrete-unknown.ts';
import { flatOf, uniformOf } from '../draw-given.ts';
import { firstOfMost } from '../independent-summaries.ts';
import type { Forward } from './forward.ts';
import { choose, type Place, positionAt } from './gather.ts';
import type { Variable } from './ground.ts';
import type { BackGroup } from './plan.ts';

export interface Backward {
  readonly name: string;
  readonly variables: readonly Variable[];
  readonly groups: readonly BackGroup[];
}

/** Defines each unknown as a draw of it. */
export function drawGraph(ctx: Context, backward: Backward, { cliques, sums }: Forward): void {
  const { pool } = ctx;
  const { name, variables } = backward;
  const drawn = traced(ctx, backward, `${name} drawn`, (group, b, count, given) => {
    const { group: own, members } = group;
    const place = placeOf(ctx, name, group, b);
    const cumulative = ctx.declare(`${name} cumulative`, [members.length, count]);
    const each = ctx.freshLoop([members.length, count]);
    const [row, value] = each.at;
    const at = placeOf(ctx, name, group, row);
    const log = given(row, (known) =>
      pool.binary('sub', ctx.load(cliques[own], [at, value, ...known]), ctx.load(sums[own], [at, ...known])),
    );
    const before = ctx.load(cumulative, [row, pool.binary('sub', value, pool.constant(1))]);
    const isFirst = pool.binary('eq', value, pool.constant(0));
    const sum = pool.select(isFirst, pool.constant(0), before);
    defineArray(ctx, cumulative, each.indices, pool.binary('add', sum, pool.unary('exp', log)));
    if (count === 1) return pool.binary('mul', place, pool.constant(0));
    const { unknown } = variables[members[0].variable];
    const flat = positionAt(
      ctx,
      `elements of ${name}`,
      members.map(({ variable }) => variables[variable].flat),
      b,
    );
    const uniform = uniformOf(ctx, unknown, flat);
    const index = pool.freshIndex(0, count - 1);
    return pool.reduce(
      'sum',
      index,
      pool.binary('lt', ctx.load(cumulative, [b, pool.index(index)]), uniform),
    );
  });
  for (const unknown of unknownsOf(backward)) define(ctx, backward, unknown, unknown.array, drawn);
}

/** Defines the values that are most probable together. @param forward with maxima */
export function mostProbableTogether(
  ctx: Context,
  backward: Backward,
  { cliques }: Forward,
  outs: ReadonlyMap<DiscreteUnknown, ArrayId>,
): void {
  const { name } = backward;
  const best = traced(ctx, backward, `${name} best`, (group, b, count, given) => {
    const place = placeOf(ctx, name, group, b);
    return firstOfMost(ctx, count, (k) =>
      given(b, (known) => ctx.load(cliques[group.group], [place, k, ...known])),
    );
  });
  for (const [unknown, out] of outs) define(ctx, backward, unknown, out, best);
}

/** Its place among its sums. */
export function placeOf(ctx: Context, name: string, { members }: BackGroup, b: ScalarExpr): ScalarExpr {
  return positionAt(
    ctx,
    `places of ${name}`,
    members.map(({ place }) => place),
    b,
  );
}

type Given = (b: ScalarExpr, read: (known: readonly ScalarExpr[]) => ScalarExpr) => ScalarExpr;

/** Positions of values, group by group. @param choose of a variable, `given` reads at the values of its neighbours */

function traced(
  ctx: Context,
  { name, variables, groups }: Backward,
  title: string,
  choose: (group: BackGroup, b: ScalarExpr, count: number, given: Given) => ScalarExpr,
): readonly ArrayId[] {
  const arrays: ArrayId[] = [];
  for (const group of groups) {
    const { members, others } = group;
    const { lo, hi } = variables[members[0].variable].unknown;
    const array = ctx.declare(title, [members.length]);
    ctx.arrayIntervals.set(array, { lo: 0, hi: hi - lo });
    const { indices, at } = ctx.freshLoop([members.length]);
    const given: Given = (b, read) => {
      const known = others.map((other, k) => {
        const place = positionAt(
          ctx,
          `neighbours of ${name}`,
          members.map((member) => member.others[k]),
          b,
        );
        const { unknown } = variables[groups[other].members[0].variable];
        return { position: ctx.load(arrays[other], [place]), count: unknown.hi - unknown.lo + 1 };
      });
      return pickedAt(ctx, known, read);
    };
    defineArray(ctx, array, indices, choose(group, at[0], hi - lo + 1, given));
    arrays.push(array);
  }
  return arrays;
}

interface Known {
  readonly position: ScalarExpr;
  readonly count: number;
}

/** An element at positions that are unknown: a search along each axis, since positions are determined by data. */
function pickedAt(
  ctx: Context,
  [first, ...others]: readonly Known[],
  read: (known: readonly ScalarExpr[]) => ScalarExpr,
): ScalarExpr {
  const { pool } = ctx;
  if (first === undefined) return read([]);
  const inner = (own: ScalarExpr): ScalarExpr => pickedAt(ctx, others, (rest) => read([own, ...rest]));
  if (first.count === 1) return inner(pool.constant(0));
  const index = pool.freshIndex(0, first.count);
  const own = pool.index(index);
  const isThis = pool.binary('eq', first.position, own);
  return pool.reduce('sum', index, pool.select(isThis, inner(own), pool.constant(0)));
}

function unknownsOf({ variables }: Backward): readonly DiscreteUnknown[] {
  return [...new Set(variables.map(({ unknown }) => unknown))];
}

/** For each element of an unknown its group, and its place there. */
export function placesOf({ variables, groups }: Backward, unknown: DiscreteUnknown): readonly Place[] {
  const places: Place[] = [];
  for (const [array, { members }] of groups.entries())
    for (const [place, { variable }] of members.entries())
      if (variables[variable].unknown === unknown) places[variables[variable].flat] = { array, place };
  return places;
}

function define(
  ctx: Context,
  backward: Backward,
  unknown: DiscreteUnknown,
  out: ArrayId,
  arrays: readonly ArrayId[],
): void {
  const { pool } = ctx;
  const { indices, at } = ctx.freshLoop(unknown.shape);
  const flat = flatOf(ctx, at, unknown.shape);
  const position = choose(
    ctx,
    `elements of ${unknown.name}`,
    placesOf(backward, unknown),
    flat,
    (group, place) => ctx.load(arrays[group], [place]),
  );
  defineArray(ctx, out, indices, pool.binary('add', position, pool.constant(unknown.lo)));
}
