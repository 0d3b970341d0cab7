/**
 * Names of distributions in Stan, PyMC, NumPyro, BUGS and JAGS, Distributions.jl, R and brms.
 * Names are compared without case and underscores: `neg_binomial_2`, `NegBinomial2`.
 */

/** Our names, with names in other languages that take the same arguments in the same order. */
const sameUse: Readonly<Record<string, string>> = {
  Normal: 'gaussian n',
  StudentT: 'student_t studentt student',
  HalfStudentT: 'halft half_student_t half_t',
  Gamma: 'dgamma',
  InverseGamma: 'inv_gamma invgamma dinvgamma igamma ig',
  Uniform: 'dunif',
  Beta: 'dbeta',
  Exponential: 'dexp expon',
  Cauchy: 'dcauchy',
  Logistic: 'dlogistic',
  Laplace: 'double_exponential doubleexponential dlaplace',
  LogNormal: 'log_normal',
  LogitNormal: 'logit_normal',
  ChiSquared: 'chi_square chisquare chi2 chisq dchisqr dchisq',
  ScaledInverseChiSquared: 'scaled_inv_chi_square scaledinvchisquare scaled_inverse_chi_squared',
  Weibull: 'dweibull',
  LogLogistic: 'loglogistic log_logistic',
  VonMises: 'von_mises',
  Wald: 'inverse_gaussian inversegaussian invgaussian',
  SkewNormal: 'skew_normal',
  ExGaussian: 'exgaussian ex_gaussian exgauss',
  TruncatedNormal: 'truncated_normal truncnormal',
  Triangular: 'triangulardist',
  Bernoulli: 'dbern bernoulliprobs',
  Binomial: 'binomialprobs',
  BetaBinomial: 'beta_binomial',
  Poisson: 'dpois',
  NegativeBinomial: 'neg_binomial_2 negbinomial2 negativebinomial2 negbinomial negbin nbinom nb',
  Geometric: 'dgeom',
  Categorical: 'dcat categoricalprobs discrete',
  OrderedLogistic: 'ordered_logistic cumulative',
  OrderedProbit: 'ordered_probit',
  DiscreteUniform: 'discrete_range duniform discreteuniform',
  ZeroInflatedPoisson: 'zero_inflated_poisson zip',
  ZeroInflatedBinomial: 'zero_inflated_binomial',
  ZeroInflatedNegativeBinomial: 'zero_inflated_negbinomial zinb',
  HurdlePoisson: 'hurdle_poisson',
  HurdleNegativeBinomial: 'hurdle_negbinomial hurdlenegativebinomial',
  HurdleGamma: 'hurdle_gamma',
  HurdleLogNormal: 'hurdle_lognormal hurdlelognormal',
  Multinomial: 'dmulti',
  DirichletMultinomial: 'dirichlet_multinomial',
  Dirichlet: 'ddirch ddirich',
  LKJCholesky: 'lkj_corr_cholesky lkjcorrcholesky lkj_cholesky lkj',
  LKJCorr: 'lkj_corr',
  InverseWishart: 'inv_wishart invwishart',
  MvNormal: 'multi_normal multinormal multivariate_normal mvn dmnorm_vcov',
  GaussianRandomWalk: 'random_walk gaussian_random_walk',
  ICAR: 'icar_normal dcar_normal car_normal',
  Flat: 'improperuniform improper dflat',
  HalfFlat: 'flatpos',
};

interface Rewriting {
  /** `$1` is the first argument. */
  readonly call: string;
  /** Names of the arguments, for an example. */
  readonly arguments: readonly string[];
  readonly note?: string;
  /** How the message shows the call, where the one above is more than an example needs. */
  readonly shown?: string;
}

function rewriting(call: string, names: string, note?: string): Rewriting {
  const args = names === '' ? [] : names.split(' ');
  return { call, arguments: args, ...(note === undefined ? {} : { note }) };
}

const precision = 'the standard deviation instead of the precision';
const inOrder = 'in this order';

/** Names in other languages that take different arguments, with the equivalent call here. */
const rewritings: Readonly<Record<string, Rewriting>> = {
  dnorm: { ...rewriting('Normal($1, 1 / sqrt($2))', 'mu tau', precision), shown: 'Normal(mu, sigma)' },
  dlnorm: { ...rewriting('LogNormal($1, 1 / sqrt($2))', 'mu tau', precision), shown: 'LogNormal(mu, sigma)' },
  dt: { ...rewriting('StudentT($3, $1, 1 / sqrt($2))', 'mu tau k', precision), shown: 'StudentT(nu, mu, sigma)' },
  dhalfnorm: rewriting('HalfNormal($1)', 'sigma'),
  dbin: rewriting('Binomial($2, $1)', 'p n', inOrder),
  dbinom: rewriting('Binomial($2, $1)', 'p n', inOrder),
  ddexp: rewriting('Laplace($1, 1 / $2)', 'mu tau', 'the scale instead of the rate'),
  dlogis: rewriting('Logistic($1, 1 / $2)', 'mu tau', 'the scale instead of the rate'),
  dweib: rewriting('Weibull($1, $2^(-1 / $1))', 'v lambda', 'the scale instead of the rate'),
  dpar: rewriting('Pareto($1, $2)', 'alpha c'),
  dnegbin: rewriting('NegativeBinomial($2 * (1 - $1) / $1, $2)', 'p r', 'the mean and the dispersion'),
  dmnorm: { ...rewriting('MvNormal($1, cov = solve_spd($2, identity(size($1))))', 'mu Omega', 'the covariance instead of the precision'), shown: 'MvNormal(mu, cov = S)' },
  dwish: rewriting('Wishart($2, $1)', 'R k', inOrder),
  dhyper: rewriting('HyperGeometric($1 + $2, $1, $3)', 'n1 n2 m1', 'the whole number first'),
  stdnormal: rewriting('Normal(0, 1)', ''),
  stdhalfnormal: rewriting('HalfNormal(1)', ''),
  bernoullilogit: rewriting('Bernoulli(logit_p = $1)', 'eta'),
  bernoullilogits: rewriting('Bernoulli(logit_p = $1)', 'eta'),
  binomiallogit: rewriting('Binomial($1, logit_p = $2)', 'n eta'),
  binomiallogits: rewriting('Binomial($2, logit_p = $1)', 'eta n', inOrder),
  poissonlog: rewriting('Poisson(log_mu = $1)', 'eta'),
  logpoisson: rewriting('Poisson(log_mu = $1)', 'eta'),
  negbinomial2log: rewriting('NegativeBinomial(log_mu = $1, alpha = $2)', 'eta phi'),
  gammapoisson: rewriting('NegativeBinomial($1 / $2, $1)', 'alpha beta', 'the mean and the dispersion'),
  categoricallogit: rewriting('Categorical(logits = $1)', 'eta'),
  categoricallogits: rewriting('Categorical(logits = $1)', 'eta'),
  multinormalcholesky: rewriting('MvNormal($1, chol = $2)', 'mu L'),
  multinormalprec: { ...rewriting('MvNormal($1, cov = solve_spd($2, identity(size($1))))', 'mu Omega', 'the covariance instead of the precision'), shown: 'MvNormal(mu, cov = S)' },
  multistudentt: rewriting('MvStudentT($1, $2, $3)', 'nu mu S'),
  multistudenttcholesky: rewriting('MvStudentT($1, $2, chol = $3)', 'nu mu L'),
  betaproportion: rewriting('Beta(mu = $1, nu = $2)', 'mu kappa'),
  expmodnormal: rewriting('ExGaussian($1, $2, 1 / $3)', 'mu sigma lambda', 'the mean of the exponential instead of its rate'),
  fisk: rewriting('LogLogistic($2, $1)', 'c scale', inOrder),
  dllogis: rewriting('LogLogistic($2, $1)', 'shape scale', inOrder),
  rayleigh: rewriting('Weibull(2, $1 * sqrt(2))', 'sigma'),
  tdist: rewriting('StudentT($1, 0, 1)', 'nu'),
  carproper: rewriting('CAR($1, $2, $3)', 'edges alpha tau', 'pairs of neighbours instead of the matrices'),
  dirac: rewriting('DiscreteUniform($1, $1)', 'c'),
  normalmixture: rewriting('Mixture($1, Normal($2, $3))', 'w mu sigma'),
}; // biome-ignore format: one line for each

const keyOf = (name: string): string => name.toLowerCase().replaceAll('_', '');

const oursByKey: ReadonlyMap<string, string> = new Map(
  Object.entries(sameUse).flatMap(([ours, names]) => names.split(' ').map((name) => [keyOf(name), ours])),
);
const rewritingsByKey: ReadonlyMap<string, Rewriting> = new Map(Object.entries(rewritings));

/** Names in Stan that resemble one of ours but take different arguments. */
const exact: ReadonlyMap<string, Rewriting> = new Map([
  ['neg_binomial', rewriting('NegativeBinomial($1 / $2, $1)', 'alpha beta', 'the mean and the dispersion')],
  ['multi_normal', rewriting('MvNormal($1, cov = $2)', 'mu S')],
]);

/** Our name for a distribution of another language with the same arguments. */
export function sameDistribution(name: string): string | undefined {
  return exact.has(name) || (name.length === 1 && name !== 'N') ? undefined : oursByKey.get(keyOf(name));
}

/** The equivalent call of a distribution in another language whose arguments differ. */
export function otherDistribution(name: string): Rewriting | undefined {
  return exact.get(name) ?? rewritingsByKey.get(keyOf(name));
}

/** The call with these arguments; null where one is missing. */
export function rewritten({ call }: Rewriting, args: readonly string[]): string | null {
  let isWhole = true;
  const text = call.replaceAll(/\$(\d)/g, (_, digit: string) => {
    const arg = args[Number(digit) - 1];
    if (arg === undefined) isWhole = false;
    return arg ?? '';
  });
  return isWhole ? text : null;
}

/** `` write `Binomial(n, p)`, in this order ``. */
export function rewritingAdvice(to: Rewriting): string {
  const note = to.note === undefined ? '' : to.note === inOrder ? `, ${inOrder}` : `, with ${to.note}`;
  return `write \`${to.shown ?? rewritten(to, to.arguments)}\`${note}`;
}
