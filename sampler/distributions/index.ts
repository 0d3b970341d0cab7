/**
 * Draws, cdfs and quantiles of every distribution of the language, keyed by the names of the table in
 * grammar/distributions; arguments are the canonical ones, in the table's order.
 */

import { unreachable } from '../../grammar/unreachable.ts';
import { ar } from './ar.ts';
import { asymmetricLaplace } from './asymmetric-laplace.ts';
import { bernoulli } from './bernoulli.ts';
import { beta } from './beta.ts';
import { betaBinomial } from './beta-binomial.ts';
import { binomial } from './binomial.ts';
import { car } from './car.ts';
import { categorical } from './categorical.ts';
import { cauchy } from './cauchy.ts';
import { chiSquared } from './chi-squared.ts';
import { dirichlet } from './dirichlet.ts';
import { dirichletMultinomial } from './dirichlet-multinomial.ts';
import { discreteUniform } from './discrete-uniform.ts';
import { discreteWeibull } from './discrete-weibull.ts';
import type { ArgValue, DistributionSampler, InnerDistribution, Rng } from './distribution-sampler.ts';
import { exGaussian } from './ex-gaussian.ts';
import { exponential } from './exponential.ts';
import { gamma } from './gamma.ts';
import { gaussianConditional } from './gaussian-conditional.ts';
import { gaussianRandomWalk } from './gaussian-random-walk.ts';
import { geometric } from './geometric.ts';
import { gumbel } from './gumbel.ts';
import { halfCauchy } from './half-cauchy.ts';
import { halfNormal } from './half-normal.ts';
import { halfStudentT } from './half-student-t.ts';
import { hurdleGamma } from './hurdle-gamma.ts';
import { hurdleLogNormal } from './hurdle-log-normal.ts';
import { hurdleNegativeBinomial } from './hurdle-negative-binomial.ts';
import { hurdlePoisson } from './hurdle-poisson.ts';
import { hyperGeometric } from './hyper-geometric.ts';
import { icar } from './icar.ts';
import { flat, halfFlat } from './improper.ts';
import { inverseGamma } from './inverse-gamma.ts';
import { inverseWishart } from './inverse-wishart.ts';
import { kumaraswamy } from './kumaraswamy.ts';
import { laplace } from './laplace.ts';
import { lkjCholesky } from './lkj-cholesky.ts';
import { lkjCorr } from './lkj-corr.ts';
import { logLogistic } from './log-logistic.ts';
import { logNormal } from './log-normal.ts';
import { logistic } from './logistic.ts';
import { logitNormal } from './logit-normal.ts';
import { moyal } from './moyal.ts';
import { multinomial } from './multinomial.ts';
import { mvNormal } from './mv-normal.ts';
import { mvStudentT } from './mv-student-t.ts';
import { negativeBinomial } from './negative-binomial.ts';
import { normal } from './normal.ts';
import { orderedLogistic } from './ordered-logistic.ts';
import { orderedProbit } from './ordered-probit.ts';
import { pareto } from './pareto.ts';
import { poisson } from './poisson.ts';
import { rice } from './rice.ts';
import { scaledInverseChiSquared } from './scaled-inverse-chi-squared.ts';
import { skewNormal } from './skew-normal.ts';
import { stickBreakingWeights } from './stick-breaking-weights.ts';
import { studentT } from './student-t.ts';
import { triangular } from './triangular.ts';
import { truncatedNormal } from './truncated-normal.ts';
import { uniform } from './uniform.ts';
import { vonMises } from './von-mises.ts';
import { wald } from './wald.ts';
import { weibull } from './weibull.ts';
import { wishart } from './wishart.ts';
import { zeroInflatedBinomial } from './zero-inflated-binomial.ts';
import { zeroInflatedNegativeBinomial } from './zero-inflated-negative-binomial.ts';
import { zeroInflatedPoisson } from './zero-inflated-poisson.ts';
import { zeroSumNormal } from './zero-sum-normal.ts';

function drawInner(inner: InnerDistribution, rng: Rng): number {
  const value = draw(inner.name, inner.args, rng, 1);
  return typeof value === 'number' ? value : Number.NaN;
}

const all: readonly DistributionSampler[] = [
  asymmetricLaplace,
  bernoulli,
  beta,
  betaBinomial,
  binomial,
  categorical,
  cauchy,
  chiSquared,
  dirichlet,
  dirichletMultinomial,
  discreteUniform,
  discreteWeibull,
  exGaussian,
  exponential,
  flat,
  gamma,
  geometric,
  gumbel,
  halfCauchy,
  halfFlat,
  halfNormal,
  halfStudentT,
  hurdleGamma,
  hurdleLogNormal,
  hurdleNegativeBinomial,
  hurdlePoisson,
  hyperGeometric,
  icar,
  car,
  gaussianConditional,
  inverseGamma,
  inverseWishart,
  kumaraswamy,
  laplace,
  lkjCholesky,
  lkjCorr,
  logNormal,
  logistic,
  logitNormal,
  moyal,
  multinomial,
  mvNormal,
  mvStudentT,
  negativeBinomial,
  normal,
  orderedLogistic,
  orderedProbit,
  pareto,
  poisson,
  rice,
  scaledInverseChiSquared,
  skewNormal,
  stickBreakingWeights,
  studentT,
  triangular,
  truncatedNormal,
  uniform,
  vonMises,
  wald,
  weibull,
  logLogistic,
  wishart,
  zeroInflatedBinomial,
  zeroInflatedNegativeBinomial,
  zeroInflatedPoisson,
  zeroSumNormal,
  gaussianRandomWalk(drawInner),
  ar(drawInner),
];

export const samplers: ReadonlyMap<string, DistributionSampler> = new Map(all.map((s) => [s.name, s]));

/**
 * One draw: a number for scalars and categories, a Float64Array of `size` elements for events (row-major for
 * matrices). NaN for improper distributions, names that are not known and arguments that are NaN.
 */
export function draw(name: string, args: readonly ArgValue[], rng: Rng, size: number): number | Float64Array {
  const sampler = samplers.get(name);
  switch (sampler?.kind) {
    case 'scalar':
    case 'drawn':
      return sampler.draw(
        Float64Array.from(args, (a) => (typeof a === 'number' ? a : Number.NaN)),
        rng,
      );
    case 'category':
      return sampler.draw(args, rng);
    case 'event': {
      const out = new Float64Array(size);
      sampler.draw(args, out, rng);
      return out;
    }
    case 'improper':
    case undefined:
      return Number.NaN;
    default:
      return unreachable(sampler);
  }
}
