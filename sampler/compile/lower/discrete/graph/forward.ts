/** The sums of a plan, or with maxima in their place. */
import type { ArrayId, ScalarExpr } from '../../../../../grammar/ir.ts';
import type { Context } from '../../context.ts';
import { defineArray } from '../../emit-statements.ts';
import { logSumExp } from '../../functions/scalar.ts';
import { FEW } from '../values.ts';
import { sumOverList } from './gather.ts';
import type { Plan } from './plan.ts';

/** Arrays by group. */
export interface Forward {
  /** Sums of logs over the place, the values of the variable and those of its neighbours. */
  readonly cliques: readonly ArrayId[];
  /** Over the place and the values of the neighbours. */
  readonly sums: readonly ArrayId[];
}

export function forwardOf(
  ctx: Context,
  name: string,
  plan: Plan,
  tables: readonly ArrayId[],
  fn: 'log_sum_exp' | 'max',
): Forward {
  const { pool } = ctx;
  const cliques: ArrayId[] = [];
  const sums: ArrayId[] = [];
  for (const { counts, sources, members } of plan.groups) {
    const clique = ctx.declare(`${name} together`, [members.length, ...counts]);
    const each = ctx.freshLoop([members.length, ...counts]);
    const [b, ...values] = each.at;
    const parts = sources.map(({ kind, index, axes }, s) =>
      sumOverList(
        ctx,
        `places of ${name}`,
        members.map(({ places }) => places[s].map((place) => [place])),
        b,
        ([place]) =>
          ctx.load(kind === 'table' ? tables[index] : sums[index], [
            place,
            ...axes.map((axis) => values[axis]),
          ]),
      ),
    );
    defineArray(
      ctx,
      clique,
      each.indices,
      parts.reduce((x, y) => pool.binary('add', x, y), pool.constant(0)),
    );
    const [own, ...others] = counts;
    const sum = ctx.declare(`${name} ${fn === 'max' ? 'best' : 'summed'}`, [members.length, ...others]);
    const over = ctx.freshLoop([members.length, ...others]);
    const [place, ...given] = over.at;
    const at = (value: ScalarExpr): ScalarExpr => ctx.load(clique, [place, value, ...given]);
    defineArray(ctx, sum, over.indices, reduced(ctx, fn, own, at));
    cliques.push(clique);
    sums.push(sum);
  }
  return { cliques, sums };
}

function reduced(
  { pool }: Context,
  fn: 'log_sum_exp' | 'max',
  count: number,
  at: (value: ScalarExpr) => ScalarExpr,
): ScalarExpr {
  if (fn === 'log_sum_exp' && count <= FEW)
    return logSumExp(
      pool,
      Array.from({ length: count }, (_, k) => at(pool.constant(k))),
    );
  const index = pool.freshIndex(0, count);
  return pool.reduce(fn, index, at(pool.index(index)));
}
