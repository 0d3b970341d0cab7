/**
 * The log evidence of a model from draws of its posterior, by bridge sampling: half of each chain fits a normal
 * proposal, the other half is the bridge to it (Meng and Wong 1996; Gronau et al. 2017).
 */
import { cholesky } from '../infer/dense-linear-algebra.ts';
import { choleskySampler, covarianceOf, logNormalDensity, meanOf } from '../infer/gaussian.ts';
import type { Random } from '../random.ts';
import { type BridgeEstimate, bridgeSampling } from '../stats/bridge-sampling.ts';
import { essMean } from './ess.ts';

interface PosteriorDraws {
  /** Unconstrained positions, chain by chain, all chains of one length. */
  readonly positions: readonly Float64Array[];
  readonly chains: number;
  /** Normalised log prior and log likelihood, on the unconstrained scale. */
  logDensity(position: Float64Array): number;
  /** Lets the process hear something, between densities. */
  pause?(): Promise<void>;
}

/** Null where there are too few draws to fit the proposal. */
export async function logEvidence(
  { positions, chains, logDensity, pause = async () => {} }: PosteriorDraws,
  random: Random,
): Promise<BridgeEstimate | null> {
  const length = positions.length / chains;
  const half = Math.floor(length / 2);
  const isShaping = (i: number) => i % length < half;
  const shaping = positions.filter((_, i) => isShaping(i));
  const bridge = positions.filter((_, i) => !isShaping(i));
  const dimension = positions[0].length;
  if (shaping.length < 3 * dimension + 10) return null;
  const mean = meanOf(shaping, dimension);
  const root = cholesky(covarianceOf(shaping, mean), dimension);
  if (root === null) return null;
  const sampler = choleskySampler(mean, root, random);
  const point = new Float64Array(dimension);
  const proposed = {
    logTarget: new Float64Array(bridge.length),
    logProposal: new Float64Array(bridge.length),
  };
  for (let i = 0; i < bridge.length; i++) {
    proposed.logProposal[i] = sampler.draw(point);
    proposed.logTarget[i] = logDensity(point);
    await pause();
  }
  const own = {
    logTarget: new Float64Array(bridge.length),
    logProposal: Float64Array.from(bridge, logNormalDensity(mean, root)),
  };
  for (const [i, position] of bridge.entries()) {
    own.logTarget[i] = logDensity(position);
    await pause();
  }
  const effective = Array.from({ length: dimension }, (_, k) =>
    essMean(
      Float64Array.from(bridge, (position) => position[k]),
      chains,
    ),
  ).sort((a, b) => a - b);
  return bridgeSampling(own, proposed, {
    effective: Math.min(bridge.length, effective[effective.length >> 1]),
    effectiveOf: (values) => Math.min(bridge.length, essMean(values, chains)),
  });
}
