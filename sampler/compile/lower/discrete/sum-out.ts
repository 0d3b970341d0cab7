/**
 * Sums discrete unknowns out of the density. Each term that depends on one is a factor of one element; for each
 * element and each of its values the logarithms of its factors are added, and the density gets the log_sum_exp over
 * the values. The cost is that of the terms times the number of values.
 *
 *     param z[i] ~ D;  observe y[j] ~ E(z[g[j]])
 *     weight[i, v] = log D(v) + sum(log E(y[j] | v) for j where g[j] == i);  density += log_sum_exp(weight[i, ..])
 *
 * Elements that meet in a factor are a chain (`chain.ts`) or a graph (`graph/`), summed out one after another.
 *
 * For kept draws the unknown is drawn with these weights, which gives draws of the joint posterior.
 */
import type { ArrayId, IrStatement, SummedOut } from '../../../../grammar/ir.ts';
import { CHANCE } from '../../chance.ts';
import { type Context, someNode } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import { sumOutChain } from './chain.ts';
import { backwardOf, drawChain } from './chain-backward.ts';
import { chainLinks, type Link } from './chain-links.ts';
import { mostProbablePath, smoothed } from './chain-summaries.ts';
import type { DiscreteSummary, DiscreteUnknown } from './discrete-unknown.ts';
import { drawGiven } from './draw-given.ts';
import { type Factor, factorsOf } from './factors.ts';
import { sumOutGraph } from './graph/sum-out-graph.ts';
import { mostProbable, probabilities } from './independent-summaries.ts';
import { logWeightsOf } from './log-weights.ts';
import { rowsWithout } from './rows-without.ts';

/** Rewrites the statements of a finished lowering. */
export function sumOut(ctx: Context): void {
  const [first] = ctx.discretes;
  if (first === undefined) return;
  if (ctx.dimension === 0) addChance(ctx, first);
  const { others, definitions, factors } = split(ctx);
  ctx.statements.length = 0;
  ctx.statements.push(...others);
  const origin = ctx.origin;
  const graphs = graphsOf(ctx, factors);
  for (const unknown of ctx.discretes) {
    ctx.origin = unknown.origin;
    const graph = graphs.find((one) => one.includes(unknown));
    if (graph !== undefined) {
      if (graph[0] !== unknown) continue;
      const isOwn = (one: DiscreteUnknown): boolean => graph.includes(one);
      sumOutGraph(
        ctx,
        graph,
        factors.filter(({ uses }) => uses.some((use) => isOwn(use.unknown))),
        ctx.discreteSummaries.filter((one) => isOwn(one.unknown)),
      );
      continue;
    }
    const own = factors.filter(({ uses }) => uses.some((use) => use.unknown === unknown));
    const links = chainLinks(unknown, own) ?? [];
    const summaries = ctx.discreteSummaries.filter((one) => one.unknown === unknown);
    ctx.summedOut.push(costOf(unknown, links));
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

/** A chain sums over pairs, from its second element on. */
function costOf({ name, shape, lo, hi }: DiscreteUnknown, links: readonly Link[]): SummedOut {
  const values = hi - lo + 1;
  const elements = shape.reduce((a, b) => a * b, 1);
  const [link] = links;
  if (link === undefined)
    return { names: [name], how: 'independent', elements, together: 1, combinations: elements * values };
  const starts = elements / shape[link.axis];
  const combinations = starts * values + (elements - starts) * values ** 2;
  return { names: [name], how: 'chain', elements, together: 2, combinations };
}

/** Unknowns whose elements are neither independent nor chains, with those that they meet in a factor. */
function graphsOf(ctx: Context, factors: readonly Factor[]): readonly (readonly DiscreteUnknown[])[] {
  const graphs = new Map(ctx.discretes.map((unknown) => [unknown, new Set([unknown])]));
  for (const { uses } of factors) {
    const [first, ...others] = uses.map(({ unknown }) => graphs.get(unknown) ?? new Set([unknown]));
    for (const other of others)
      for (const unknown of other) {
        first.add(unknown);
        graphs.set(unknown, first);
      }
  }
  return [...new Set(graphs.values())]
    .map((graph) => ctx.discretes.filter((unknown) => graph.has(unknown)))
    .filter(([unknown, ...others]) => {
      const own = factors.filter(({ uses }) => uses.some((use) => use.unknown === unknown));
      return others.length > 0 || chainLinks(unknown, own) === null;
    });
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
      for (const part of factorsOf(ctx, s, definitions)) {
        if ('uses' in part) {
          factors.push(part);
          const rest = rowsWithout(ctx, part);
          if (rest !== null) others.push(rest);
        } else others.push(part);
      }
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
