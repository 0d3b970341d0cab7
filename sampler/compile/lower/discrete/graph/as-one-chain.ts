/**
 * What to write where linked series are too long for a graph: their elements at one step are one element of a chain, which
 * is summed out by the forward recursion at any length.
 */
import type { DiscreteUnknown } from '../discrete-unknown.ts';

/** States of a chain, of which it sums over pairs. */
const MOST_STATES = 500;

export function asOneChain(unknowns: readonly DiscreteUnknown[]): string {
  const steps = stepsOf(unknowns);
  const states = steps === null ? null : statesAt(unknowns, steps);
  if (states === null || states > MOST_STATES)
    return 'leave out links, so that the elements are chains along one axis, or fewer of them meet';
  const [first, ...others] = unknowns.map(({ name }) => `\`${name}\``);
  const of =
    others.length === 0 ? `neighbouring values of ${first}` : `values of ${[first, ...others].join(', ')}`;
  return `write one chain over the ${states} combinations of ${of}, which is summed out at any length: \`dim both = ${states}\` and \`param x[t in d] ~ Categorical(if t == 1 then start else P[x[t - 1]])\`, where \`P[k]\` has the probabilities of all combinations after combination k`;
}

/** The axis that all have, the longest; null without one. */
function stepsOf([first, ...others]: readonly DiscreteUnknown[]): number | null {
  const shared = first.shape.filter((size) => others.every(({ shape }) => shape.includes(size)));
  return shared.length === 0 ? null : Math.max(...shared);
}

/** Of all elements at one step together; of two steps where one unknown has links farther than to its neighbour. */
function statesAt(unknowns: readonly DiscreteUnknown[], steps: number): number {
  const states = unknowns.map(({ lo, hi, shape }) => {
    const elements = shape.reduce((a, b) => a * b, 1) / steps;
    return (hi - lo + 1) ** (unknowns.length === 1 && elements === 1 ? 2 : elements);
  });
  return states.reduce((a, b) => a * b, 1);
}
