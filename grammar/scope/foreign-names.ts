/** Names in Stan, PyMC, BUGS, R and NumPy that differ from those of this language. */

import { otherDistribution, rewritingAdvice, sameDistribution } from './foreign-distributions.ts';

/** Functions that take the same arguments in the same order, so that a fix may replace the name. */
const sameUse: ReadonlyMap<string, string> = new Map([
  ['expit', 'inv_logit'],
  ['sigmoid', 'inv_logit'],
  ['plogis', 'inv_logit'],
  ['ilogit', 'inv_logit'],
  ['qlogis', 'logit'],
  ['pnorm', 'Phi'],
  ['ln', 'log'],
  ['invlogit', 'inv_logit'],
  ['logistic', 'inv_logit'],
  ['qnorm', 'probit'],
  ['std_normal_cdf', 'Phi'],
  ['log_sum', 'log_sum_exp'],
  ['logsumexp', 'log_sum_exp'],
  ['inv_Phi', 'probit'],
]);

/** What to write instead, for the end of a message. */
const otherUse: ReadonlyMap<string, string> = new Map([
  ['ifelse', 'write `if c then a else b`'],
  ['where', 'write `if c then a else b`'],
  ['switch', 'write `if c then a else b`'],
  ['c', 'a list is written `[1, 2, 3]`'],
  ['array', 'a list is written `[1, 2, 3]`'],
  ['range', 'a range is written `1..3`'],
  ['seq', 'a range is written `1..3`'],
  ['len', 'write `size(d)` for the size of a dimension'],
  ['length', 'write `size(d)` for the size of a dimension'],
  ['nrow', 'write `size(d)` for the size of a dimension'],
  ['rep', 'a number goes with an array of any size: write it alone'],
  ['rep_vector', 'a number goes with an array of any size: write it alone'],
  ['zeros', 'a number goes with an array of any size: write it alone'],
  ['ones', 'a number goes with an array of any size: write it alone'],
]);

const openEnd =
  'an end of a range that is open is left out, as in `0..`, and a log density of −∞ is `log(0)`';

/** Values: a name that is not called. */
const values: ReadonlyMap<string, OtherName> = new Map([
  ['True', { name: 'true' }],
  ['TRUE', { name: 'true' }],
  ['False', { name: 'false' }],
  ['FALSE', { name: 'false' }],
  ['Inf', { advice: openEnd }],
  ['infinity', { advice: openEnd }],
]);

interface OtherName {
  /** The replacement: the name in this language. */
  readonly name?: string;
  readonly advice?: string;
}

export function otherName(name: string, isCalled: boolean): OtherName | undefined {
  if (!isCalled) return values.get(name);
  const same = sameUse.get(name) ?? sameDistribution(name);
  if (same !== undefined) return { name: same };
  const advice = otherUse.get(name);
  if (advice !== undefined) return { advice };
  const distribution = otherDistribution(name);
  if (distribution !== undefined) return { advice: rewritingAdvice(distribution) };
  if (/_l(?:pdf|pmf)$/.test(name))
    return { advice: 'write `logpdf(D(…), x)`, as in `logpdf(Normal(0, 1), x)`' };
  if (/_(?:l?cdf)$/.test(name)) return { advice: 'write `cdf(D(…), x)`, as in `cdf(Normal(0, 1), x)`' };
  return undefined;
}

const argumentNames: Readonly<Record<string, readonly string[]>> = {
  sd: ['sigma', 'beta', 's', 'b'],
  std: ['sigma', 'beta', 's', 'b'],
  scale: ['sigma', 'beta', 's', 'b'],
  mean: ['mu'],
  loc: ['mu', 'alpha'],
  location: ['mu', 'alpha'],
  rate: ['lam', 'beta', 'mu'],
  lambda: ['lam', 'mu'],
  df: ['nu'],
  dof: ['nu'],
  prob: ['p'],
  probs: ['p'],
  theta: ['p'],
  trials: ['n'],
  total_count: ['n'],
  size: ['n'],
  shape: ['alpha'],
  concentration: ['alpha', 'kappa', 'eta'],
  phi: ['alpha'],
  low: ['lower'],
  high: ['upper'],
  min: ['lower'],
  max: ['upper'],
  a: ['lower'],
  covariance: ['cov'],
  Sigma: ['cov'],
  cholesky: ['chol'],
  L: ['chol'],
};

const argumentAdvice: ReadonlyMap<string, string> = new Map([
  ['dims', 'dimensions go after the name, as in `param mu[3] ~ …`'],
  ['shape', 'dimensions go after the name, as in `param mu[3] ~ …`'],
  ['size', 'dimensions go after the name, as in `param mu[3] ~ …`'],
  ['observed', 'the datum comes before `~`, as in `observe y ~ …`'],
  ['obs', 'the datum comes before `~`, as in `observe y ~ …`'],
  ['lower', 'a range goes after the prior, as in `in 0..`'],
  ['upper', 'a range goes after the prior, as in `in ..1`'],
  ['name', 'the name comes before `~`'],
  ['axis', 'write `sum(x over d)` to go along one dimension'],
  ['dim', 'write `sum(x over d)` to go along one dimension'],
]);

/** Where a name means something else in one distribution than in the others. */
const argumentsOf: Readonly<Record<string, Readonly<Record<string, OtherName>>>> = {
  Gamma: { scale: { advice: '`beta` is a rate: write `beta = 1 / scale`' } },
  InverseGamma: { scale: { name: 'beta' }, rate: { advice: '`beta` is a scale' } },
  Weibull: { rate: { advice: '`beta` is a scale: write `beta = 1 / rate`' } },
  Beta: { phi: { name: 'nu' }, kappa: { name: 'nu' } },
  LogNormal: {
    mean: { advice: '`mu` is the mean of the logarithm' },
    sd: { advice: '`sigma` is the standard deviation of the logarithm' },
  },
};

const precision = '`sigma` is a standard deviation: write `sigma = 1 / sqrt(precision)`';
const variance = '`sigma` is a standard deviation: write `sigma = sqrt(variance)`';

/** Other measures of width, for distributions with a standard deviation. */
const widths: ReadonlyMap<string, string> = new Map([
  ['tau', precision.replace('precision', 'tau')],
  ['prec', precision],
  ['precision', precision],
  ['var', variance],
  ['variance', variance],
  ['sigma2', variance.replace('variance', 'sigma2')],
]);

/**
 * The name of an argument in this language, if `known` has it, or where it is written instead.
 * @param callee the distribution or function
 */
export function otherArgument(name: string, known: readonly string[], callee: string): OtherName | undefined {
  const own = argumentsOf[callee]?.[name];
  if (own !== undefined) return own;
  const width = known.includes('sigma') ? widths.get(name) : undefined;
  if (width !== undefined) return { advice: width };
  const ours = argumentNames[name]?.find((candidate) => known.includes(candidate));
  if (ours !== undefined) return { name: ours };
  const advice = argumentAdvice.get(name);
  return advice === undefined ? undefined : { advice };
}
