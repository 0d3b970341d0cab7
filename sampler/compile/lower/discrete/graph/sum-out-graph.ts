/**
 * Unknowns whose elements meet in a graph, loops included, summed out by variable elimination. The cost is the number of
 * combinations of values over the elements that meet in each step, which depends on how closely they are linked: a
 * tree costs the square of the number of values for each element, a grid grows with the power of its shorter side.
 */
import type { Context } from '../../context.ts';
import { LoweringFailure } from '../../failure.ts';
import type { DiscreteSummary, DiscreteUnknown } from '../discrete-unknown.ts';
import { type Factor, refuse } from '../factors.ts';
import { asOneChain } from './as-one-chain.ts';
import { drawGraph, mostProbableTogether } from './backward.ts';
import { beliefs } from './beliefs.ts';
import { combinations, eliminationOrder } from './elimination-order.ts';
import { forwardOf } from './forward.ts';
import { countOf, type Meeting, meetingsOf, tableOf, type Variable, variablesOf } from './ground.ts';
import { backwardsOf, type Plan, planOf } from './plan.ts';

/** Combinations of values: the sums of a density with more take seconds. */
const MOST_SUMMED = 1_000_000;
/** Steps of different form, which are statements of the program. */
const MOST_FORMS = 250;

export function sumOutGraph(
  ctx: Context,
  unknowns: readonly DiscreteUnknown[],
  factors: readonly Factor[],
  summaries: readonly DiscreteSummary[],
): void {
  const variables = variablesOf(unknowns);
  const counts = variables.map(countOf);
  const meetings = factors.flatMap((factor) => meetingsOf(ctx, unknowns, factor));
  const { cliques, cost, widest } = eliminationOrder(
    counts,
    meetings.flatMap(({ scopes }) => scopes),
  );
  const inTables = meetings.reduce(
    (sum, { scopes }) => sum + scopes.length * combinations(counts, scopes[0]),
    0,
  );
  if (!(cost + inTables <= MOST_SUMMED)) {
    const inWidest = ({ scopes }: (typeof meetings)[number]): boolean =>
      scopes.some((scope) => scope.length > 1 && scope.every((variable) => widest.includes(variable)));
    const { term } = (meetings.find(inWidest) ?? meetings[0]).factor;
    const elements = widest.map((variable) => elementName(variables[variable]));
    const shown = elements.length > 6 ? [...elements.slice(0, 5), '…'] : elements;
    refuse(
      ctx,
      term,
      `links discrete unknowns into a graph that is too close to be summed out: ${widest.length} of its elements meet (${shown.join(', ')}), ${written(combinations(counts, widest))} combinations of their values, and all steps would sum ${written(cost + inTables)}, expected at most ${MOST_SUMMED}; leave out links, narrow their ranges, or make some of them continuous`,
    );
  }
  const plan = planOf(
    counts,
    cliques,
    meetings.map(({ scopes }) => scopes),
  );
  const linked = meetings.find(({ scopes }) => scopes.some(({ length }) => length > 1)) ?? meetings[0];
  const tooLong = (): never =>
    refuse(
      ctx,
      linked.factor.term,
      `links discrete unknowns into a graph whose elements would be summed out in ${plan.groups.length} steps, too many one after another; ${asOneChain(unknowns)}`,
    );
  if (plan.groups.length > MOST_FORMS) tooLong();
  try {
    sumOutBy(ctx, unknowns, plan, meetings, summaries);
  } catch (error) {
    // Of fewer steps the sums may be one expression after another all the same, which no text of the model could undo.
    if (error instanceof LoweringFailure && error.diagnostic?.code === 'too-large') tooLong();
    throw error;
  }
  const names = unknowns.map((unknown) => unknown.name);
  const elements = variables.length;
  ctx.summedOut.push({ names, how: 'graph', elements, together: widest.length, combinations: cost });
}

/** Adds the sums of a plan to the density, and the draws and summaries that are made from them. */
function sumOutBy(
  ctx: Context,
  unknowns: readonly DiscreteUnknown[],
  plan: Plan,
  meetings: readonly Meeting[],
  summaries: readonly DiscreteSummary[],
): void {
  const variables = variablesOf(unknowns);
  const name = unknowns.map((unknown) => unknown.name).join(', ');
  const tables = meetings.map((meeting) => tableOf(ctx, meeting));
  const forward = forwardOf(ctx, name, plan, tables, 'log_sum_exp');
  for (const [group, { counts: own, members }] of plan.groups.entries()) {
    if (own.length > 1) continue;
    const { indices, at } = ctx.freshLoop([members.length]);
    ctx.term('likelihood', indices, ctx.load(forward.sums[group], at));
  }
  const kinds = variables.map(({ unknown }) => unknowns.indexOf(unknown));
  const backward = { name, variables, groups: backwardsOf(plan, kinds) };
  drawGraph(ctx, backward, forward);
  const outs = (kind: DiscreteSummary['kind']) =>
    new Map(summaries.filter((one) => one.kind === kind).map(({ unknown, array }) => [unknown, array]));
  const probabilities = outs('probabilities');
  if (probabilities.size > 0) beliefs(ctx, backward, plan, forward, probabilities);
  const paths = outs('path');
  if (paths.size > 0) mostProbableTogether(ctx, backward, forwardOf(ctx, name, plan, tables, 'max'), paths);
}

/** `z`, `z[3]`, counted from 1. */
function elementName({ unknown, flat }: Variable): string {
  const { name, shape } = unknown;
  if (shape.length === 0) return `\`${name}\``;
  let rest = flat;
  const at = shape
    .toReversed()
    .map((size) => {
      const position = rest % size;
      rest = Math.floor(rest / size);
      return position + 1;
    })
    .reverse();
  return `\`${name}[${at.join(',')}]\``;
}

function written(count: number): string {
  return count < 1e9 ? String(count) : `more than ${count.toExponential(0).replace('e+', 'e')}`;
}
