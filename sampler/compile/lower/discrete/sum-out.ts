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
import { CHANCE } from '../../chance.ts';
import { type Context, someNode } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import { sumOutChain } from './chain.ts';
import { backwardOf, drawChain } from './chain-backward.ts';
import { chainLinks } from './chain-links.ts';
import { mostProbablePath, smoothed } from './chain-summaries.ts';
import type { DiscreteSummary, DiscreteUnknown } from './discrete-unknown.ts';
import { drawGiven } from './draw-given.ts';
import { type Factor, factorOf, refuse } from './factors.ts';
import { mostProbable, probabilities } from './independent-summaries.ts';
import { logWeightsOf } from './log-weights.ts';

/** Rewrites the statements of a finished lowering. */
export function sumOut(ctx: Context): void {
  const [first] = ctx.discretes;
  if (first === undefined) return;
  if (ctx.dimension === 0) addChance(ctx, first);
  const { others, definitions, factors } = split(ctx);
  ctx.statements.length = 0;
  ctx.statements.push(...others);
  const origin = ctx.origin;
  for (const unknown of ctx.discretes) {
    ctx.origin = unknown.origin;
    const own = factors.filter(({ uses }) => uses.some((use) => use.unknown === unknown));
    const links = chainLinks(unknown, own);
    if (links === null) cannotBeSummed(ctx, unknown, own);
    const summaries = ctx.discreteSummaries.filter((one) => one.unknown === unknown);
    if (links.length === 0) sumOutOne(ctx, unknown, own, summaries);
    else {
      const backward = backwardOf(ctx, sumOutChain(ctx, unknown, own, links));
      drawChain(ctx, backward);
      for (const { kind, array } of summaries)
        (kind === 'path' ? mostProbablePath : smoothed)(ctx, backward, array);
    }
  }
  ctx.origin = origin;
  ctx.statements.push(...definitions.values());
}

/**
 * Where all unknowns are discrete, kept draws differ by a number of no meaning, from which those of the unknowns are made.
 * It is standard normal; without its constant, so that the density at 0 is that of the model.
 */
function addChance(ctx: Context, { origin }: DiscreteUnknown): void {
  const { pool } = ctx;
  const before = ctx.origin;
  ctx.origin = origin;
  const chance = ctx.load(ctx.declareUnconstrained(CHANCE, [], [CHANCE]), []);
  const square = pool.unary('square', chance);
  ctx.term('prior', [], pool.binary('mul', pool.constant(-0.5), square));
  ctx.origin = before;
}

function cannotBeSummed(ctx: Context, unknown: DiscreteUnknown, factors: readonly Factor[]): never {
  const factor = factors.find(({ uses }) => uses.length > 1) ?? factors[0];
  const { uses, term } = factor;
  const other = uses.find((use) => use.unknown !== unknown);
  const count = uses.reduce((product, use) => product * (use.unknown.hi - use.unknown.lo + 1), 1);
  const { name } = unknown;
  return refuse(
    ctx,
    term,
    other === undefined
      ? `depends on two elements of \`${name}\` at once, which links them into a graph; that is not in this version, and would sum ${count} pairs of values for each; write the sum as a recurrence of log_sum_exp`
      : `depends on \`${name}\` and on \`${other.unknown.name}\` at once, which is not in this version: it would sum ${count} pairs of values for each; make them one unknown with ${count} values`,
  );
}

interface Split {
  /** Statements that depend on no discrete unknown. */
  readonly others: readonly IrStatement[];
  /** Definitions that do, by array, in order. */
  readonly definitions: ReadonlyMap<ArrayId, IrStatement>;
  readonly factors: readonly Factor[];
}

function split(ctx: Context): Split {
  const unknowns = new Set([...ctx.discretes, ...ctx.discreteSummaries].map(({ array }) => array));
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

function sumOutOne(
  ctx: Context,
  unknown: DiscreteUnknown,
  factors: readonly Factor[],
  summaries: readonly DiscreteSummary[],
): void {
  const { name, shape } = unknown;
  const weights = logWeightsOf(ctx, unknown, factors);
  const { indices, at } = ctx.freshLoop(shape);
  const total = ctx.declare(`${name} total`, shape);
  defineArray(ctx, total, indices, weights.total(at));
  const over = ctx.freshLoop(shape);
  ctx.term('likelihood', over.indices, ctx.load(total, over.at));
  drawGiven(ctx, unknown, weights, total);
  for (const { kind, array } of summaries)
    (kind === 'path' ? mostProbable : probabilities)(ctx, array, unknown, weights, total);
}
