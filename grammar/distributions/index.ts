/**
 * The table of distributions. Conventions:
 * - `logDensity` is normalised and finite with finite gradients inside the support. Where a bound depends on
 *   the arguments (`Uniform`, `Binomial`'s n) it is `log(0)` outside; for a fixed bound (x > 0) the caller
 *   keeps x inside, or uses `guardedLogDensity` of `support.ts`.
 * - A parameterisation always has `rewrite` for every canonical argument; where it has `logDensity` too, that
 *   form is the better one numerically.
 * - Scalar distributions: `x` and all arguments of `eventDims` 0 are scalars. Otherwise `x` is the whole event,
 *   an anonymous vector or matrix, `size(x)` its number of elements.
 * - `0 / 0` and `1 / 0` in `mean` and `sd` say "undefined" and "infinite".
 */

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
import type { Distribution } from './distribution.ts';
import { exGaussian } from './ex-gaussian.ts';
import { exponential } from './exponential.ts';
import { flat } from './flat.ts';
import { gamma } from './gamma.ts';
import { gaussianConditional } from './gaussian-conditional.ts';
import { gaussianRandomWalk } from './gaussian-random-walk.ts';
import { geometric } from './geometric.ts';
import { gumbel } from './gumbel.ts';
import { halfCauchy } from './half-cauchy.ts';
import { halfFlat } from './half-flat.ts';
import { halfNormal } from './half-normal.ts';
import { halfStudentT } from './half-student-t.ts';
import { hurdleGamma } from './hurdle-gamma.ts';
import { hurdleLogNormal } from './hurdle-log-normal.ts';
import { hurdleNegativeBinomial } from './hurdle-negative-binomial.ts';
import { hurdlePoisson } from './hurdle-poisson.ts';
import { hyperGeometric } from './hyper-geometric.ts';
import { icar } from './icar.ts';
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

/** In the order of the language reference. */
const all: readonly Distribution[] = [
  normal,
  halfNormal,
  studentT,
  halfStudentT,
  cauchy,
  halfCauchy,
  exponential,
  gamma,
  inverseGamma,
  scaledInverseChiSquared,
  chiSquared,
  beta,
  uniform,
  logNormal,
  laplace,
  logistic,
  gumbel,
  weibull,
  logLogistic,
  pareto,
  skewNormal,
  exGaussian,
  vonMises,
  wald,
  triangular,
  truncatedNormal,
  logitNormal,
  asymmetricLaplace,
  kumaraswamy,
  moyal,
  rice,
  flat,
  halfFlat,
  bernoulli,
  binomial,
  betaBinomial,
  poisson,
  negativeBinomial,
  geometric,
  categorical,
  orderedLogistic,
  orderedProbit,
  discreteUniform,
  zeroInflatedPoisson,
  zeroInflatedBinomial,
  zeroInflatedNegativeBinomial,
  hurdlePoisson,
  hurdleNegativeBinomial,
  hurdleGamma,
  hurdleLogNormal,
  hyperGeometric,
  discreteWeibull,
  mvNormal,
  mvStudentT,
  dirichlet,
  stickBreakingWeights,
  multinomial,
  dirichletMultinomial,
  lkjCholesky,
  lkjCorr,
  wishart,
  inverseWishart,
  zeroSumNormal,
  gaussianRandomWalk,
  ar,
  icar,
  car,
  gaussianConditional,
];

export const distributions: ReadonlyMap<string, Distribution> = new Map(all.map((d) => [d.name, d]));
