/**
 * Sums discrete unknowns out of the density. Each term that depends on one is a factor of one element; for each
 * element and each of its values the logarithms of its factors are added, and the density gets the log_sum_exp over
 * the values. The cost is that of the terms times the number of values.
 *
 *     param z[i] ~ D;  observe y[j] ~ E(z[g[j]])
 *     weight[i, v] = log D(v) + sum(log E(y[j] | v) for j where g[j] == i);  density += log_sum_exp(weight[i, ..])
 *
 * For kept draws the unknown is drawn with these weights, which gives draws of the joint posterior.
 */
import type { ArrayId, IrStatement } from '../../../../grammar/ir.ts';
import { type Context, someNode } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import { drawGiven } from './draw-given.ts';
import { type Factor, factorOf } from './factors.ts';
import { logWeightsOf } from './log-weights.ts';

/** Rewrites the statements of a finished lowering. */
export function sumOut(ctx: Context): void {
  const [first] = ctx.discretes;
  if (first === undefined) return;
  if (ctx.dimension === 0)
    ctx.fail(
      'unsupported',
      `\`${first.name}\` is the only kind of unknown: a model needs a continuous one beside it in this version; give a probability or a rate a prior`,
      first.origin.span,
    );
  const { others, definitions, factors } = split(ctx);
  ctx.statements.length = 0;
  ctx.statements.push(...others);
  const origin = ctx.origin;
  for (const unknown of ctx.discretes) {
    ctx.origin = unknown.origin;
    sumOutOne(
      ctx,
      unknown,
      factors.filter((factor) => factor.unknown === unknown),
    );
  }
  ctx.origin = origin;
  ctx.statements.push(...definitions.values());
}

interface Split {
  /** Statements that depend on no discrete unknown. */
  readonly others: readonly IrStatement[];
  /** Definitions that do, by array, in order. */
  readonly definitions: ReadonlyMap<ArrayId, IrStatement>;
  readonly factors: readonly Factor[];
}

function split(ctx: Context): Split {
  const unknowns = new Set(ctx.discretes.map(({ array }) => array));
  const others: IrStatement[] = [];
  const definitions = new Map<ArrayId, IrStatement>();
  const factors: Factor[] = [];
  const depends = (array: ArrayId): boolean => unknowns.has(array) || definitions.has(array);
  for (const s of ctx.statements) {
    const isOpen =
      s.kind === 'kernel'
        ? s.inputs.some(depends)
        : someNode(s.body, (node) => node.op === 'load' && depends(node.array));
    if (!isOpen) others.push(s);
    else if (s.kind === 'define') definitions.set(s.array, s);
    else if (s.kind === 'kernel') definitions.set(s.output, s);
    else {
      const factor = factorOf(ctx, s, definitions);
      if (factor !== null) factors.push(factor);
      else others.push(s);
    }
  }
  return { others, definitions, factors };
}

function sumOutOne(ctx: Context, unknown: DiscreteUnknown, factors: readonly Factor[]): void {
  const { name, shape } = unknown;
  const weights = logWeightsOf(ctx, unknown, factors);
  const { indices, at } = ctx.freshLoop(shape);
  const total = ctx.declare(`${name} total`, shape);
  defineArray(ctx, total, indices, weights.total(at));
  const over = ctx.freshLoop(shape);
  ctx.term('likelihood', over.indices, ctx.load(total, over.at));
  drawGiven(ctx, unknown, weights, total);
}
