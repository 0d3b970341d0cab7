/**
 * Weights of modes by stacking (Yao, Vehtari and Gelman 2022). Modes that are copies predict alike, and what is
 * left between them, Monte Carlo error, would give all the weight to any one of them. They are stacked as one,
 * whose weight they share.
 */
import { mathLibrary } from '../math/instance.ts';
import type { Loo } from './loo.ts';
import { stackingWeights } from './stacking-weights.ts';

const { exp, log } = mathLibrary();

type Scores = Pick<Loo, 'pointwise'>;

/** Predictions differ where an observed value's densities lie apart by more than so many standard errors. */
const MOST_ERRORS = 4;
/** Rounding, where there is no error. */
const ROUNDING = 1e-9;

/** @param modes leave-one-out of each, over the same points. */
export function stackModes(modes: readonly Scores[]): Float64Array {
  const groups: number[][] = [];
  for (const [k, mode] of modes.entries()) {
    const own = groups.find((group) => group.every((other) => predictAlike(mode, modes[other])));
    if (own === undefined) groups.push([k]);
    else own.push(k);
  }
  const ofGroups = stackingWeights(groups.map((group) => elpdOfMixture(group.map((k) => modes[k]))));
  const weights = new Float64Array(modes.length);
  for (const [g, group] of groups.entries()) for (const k of group) weights[k] = ofGroups[g] / group.length;
  return weights;
}

function predictAlike({ pointwise: a }: Scores, { pointwise: b }: Scores): boolean {
  return a.elpd.every(
    (value, i) => Math.abs(value - b.elpd[i]) <= ROUNDING + MOST_ERRORS * Math.hypot(a.mcse[i], b.mcse[i]),
  );
}

/** Of modes in equal parts. */
function elpdOfMixture(modes: readonly Scores[]): Float64Array {
  const [{ pointwise: first }] = modes;
  if (modes.length === 1) return first.elpd;
  return first.elpd.map((value, i) => {
    const ratios = modes.reduce((sum, { pointwise }) => sum + exp(pointwise.elpd[i] - value), 0);
    return value + log(ratios / modes.length);
  });
}
