/**
 * Weights of modes by stacking (Yao, Vehtari and Gelman 2022). Symmetric copies of a mode predict alike up to Monte
 * Carlo error, by which stacking would give all the weight to an arbitrary one. They are stacked as one mode, and
 * share its weight.
 */
import { mathLibrary } from '../math/instance.ts';
import type { Loo } from './loo.ts';
import { stackingWeights } from './stacking-weights.ts';

const { exp, log } = mathLibrary();

type Scores = Pick<Loo, 'pointwise'>;

/** Predictions differ where the densities at an observed value differ by more than this many standard errors. */
const MOST_ERRORS = 4;
/** Tolerance for rounding, where the standard error is zero. */
const ROUNDING = 1e-9;

/** @param modes leave-one-out results of each mode, over the same points. */
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

/** Pointwise elpd of the modes mixed in equal parts. */
function elpdOfMixture(modes: readonly Scores[]): Float64Array {
  const [{ pointwise: first }] = modes;
  if (modes.length === 1) return first.elpd;
  return first.elpd.map((value, i) => {
    const ratios = modes.reduce((sum, { pointwise }) => sum + exp(pointwise.elpd[i] - value), 0);
    return value + log(ratios / modes.length);
  });
}
