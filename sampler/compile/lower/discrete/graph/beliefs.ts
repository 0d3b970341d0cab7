/**
 * The probability of each value of a graph's variables given all data, in the reverse order of elimination: that of a
 * clique is that of its neighbours, which are in an earlier clique, times that of its variable given them.
 */
import type { ArrayId } from '../../../../../grammar/ir.ts';
import type { Context } from '../../context.ts';
import { defineArray } from '../../emit-statements.ts';
import type { DiscreteUnknown } from '../discrete-unknown.ts';
import { flatOf } from '../draw-given.ts';
import { type Backward, placeOf, placesOf } from './backward.ts';
import type { Forward } from './forward.ts';
import { choose, positionAt } from './gather.ts';
import type { Plan } from './plan.ts';

export function beliefs(
  ctx: Context,
  backward: Backward,
  plan: Plan,
  { cliques, sums }: Forward,
  outs: ReadonlyMap<DiscreteUnknown, ArrayId>,
): void {
  const { pool } = ctx;
  const { name, groups } = backward;
  const joint: ArrayId[] = [];
  const own: ArrayId[] = [];
  for (const group of groups) {
    const { members, others, within } = group;
    const { counts } = plan.groups[group.group];
    const given = ctx.declare(`${name} neighbours' probability`, [members.length, ...counts.slice(1)]);
    const over = ctx.freshLoop([members.length, ...counts.slice(1)]);
    const parent = others.length === 0 ? null : groups[others[0]];
    const parentCounts = parent === null ? [] : plan.groups[parent.group].counts;
    const summed = parentCounts.map((count, axis) =>
      within.includes(axis) ? null : pool.freshIndex(0, count),
    );
    const at = parentCounts.map((_, axis) => {
      const index = summed[axis];
      return index === null ? over.at[1 + within.indexOf(axis)] : pool.index(index);
    });
    const read =
      parent === null
        ? pool.constant(1)
        : ctx.load(joint[others[0]], [
            positionAt(
              ctx,
              `neighbours of ${name}`,
              members.map((member) => member.others[0]),
              over.at[0],
            ),
            ...at,
          ]);
    const sum = summed
      .filter((index) => index !== null)
      .reduceRight((inner, index) => pool.reduce('sum', index, inner), read);
    defineArray(ctx, given, over.indices, sum);

    const array = ctx.declare(`${name} probability`, [members.length, ...counts]);
    const each = ctx.freshLoop([members.length, ...counts]);
    const [b, value, ...known] = each.at;
    const place = placeOf(ctx, name, group, b);
    const total = ctx.load(sums[group.group], [place, ...known]);
    const log = pool.binary('sub', ctx.load(cliques[group.group], [place, value, ...known]), total);
    // Neighbours that cannot be.
    const isImpossible = pool.binary('eq', total, pool.constant(Number.NEGATIVE_INFINITY));
    const probability = pool.binary('mul', pool.unary('exp', log), ctx.load(given, [b, ...known]));
    defineArray(ctx, array, each.indices, pool.select(isImpossible, pool.constant(0), probability));
    joint.push(array);

    const single = ctx.declare(`${name} values' probability`, [members.length, counts[0]]);
    const values = ctx.freshLoop([members.length, counts[0]]);
    const rest = counts.slice(1).map((count) => pool.freshIndex(0, count));
    const element = ctx.load(array, [...values.at, ...rest.map((index) => pool.index(index))]);
    defineArray(
      ctx,
      single,
      values.indices,
      rest.reduceRight((inner, index) => pool.reduce('sum', index, inner), element),
    );
    own.push(single);
  }
  for (const [unknown, out] of outs) {
    const { shape, lo, hi } = unknown;
    const { indices, at } = ctx.freshLoop([...shape, hi - lo + 1]);
    const flat = flatOf(ctx, at.slice(0, -1), shape);
    const value = at[shape.length];
    const body = choose(
      ctx,
      `elements of ${unknown.name}`,
      placesOf(backward, unknown),
      flat,
      (group, place) => ctx.load(own[group], [place, value]),
    );
    defineArray(ctx, out, indices, body);
  }
}
