/** What a family of a formula is: its distribution over the linear predictor, its links and its other parameters. */

export interface FamilyParameter {
  readonly name: string;
  /** Over `sy`, the standard deviation of the outcome on the scale of the predictor. */
  readonly prior: (sy: string) => string;
  /** Where it has terms of its own: their link, and where the prior of their intercept is centred. */
  readonly link: 'log' | 'logit';
  readonly centre: (sy: string) => string;
}

export interface Family {
  /** The first is used where none is given. */
  readonly links: readonly string[];
  readonly parameters: readonly FamilyParameter[];
  /** The distribution of the outcome, over the predictor, and the trials or the cutpoints. */
  readonly distribution: (eta: string, link: string, more: string) => string;
  /** The outcome on the scale that the identity link models: `log(y)` for the log-normal. */
  readonly outcome?: (y: string) => string;
  /** The outcome is `p(y, n)`: y successes of n trials. */
  readonly trials?: true | 'optional';
  /** The outcome is one of several categories, or counts of them: a predictor for each but the first. */
  readonly categories?: 'one' | 'counts';
  /** The outcome is ordered: cutpoints between its categories take the place of the intercept. */
  readonly ordered?: true;
}

/** The link as a function of the language, and its inverse. */
export const links: Readonly<
  Record<string, { readonly of: (x: string) => string; readonly inverse: (x: string) => string }>
> = {
  identity: { of: (x) => x, inverse: (x) => x },
  log: { of: (x) => `log(${x})`, inverse: (x) => `exp(${x})` },
  logit: { of: (x) => `logit(${x})`, inverse: (x) => `inv_logit(${x})` },
  probit: { of: (x) => `probit(${x})`, inverse: (x) => `Phi(${x})` },
  /** Over the predictors of all categories, the first of which is 0. */
  softmax: { of: (x) => x, inverse: (x) => `softmax(${x})` },
  cloglog: { of: (x) => `cloglog(${x})`, inverse: (x) => `inv_cloglog(${x})` },
};

const sigma: FamilyParameter = {
  name: 'sigma',
  prior: (sy) => `HalfStudentT(3, ${sy})`,
  link: 'log',
  centre: (sy) => (sy === '1' ? '0' : `log(${sy})`),
};
const nu: FamilyParameter = {
  name: 'nu',
  prior: () => 'Gamma(2, 0.1)',
  link: 'log',
  centre: () => 'log(20)',
};
const shape = (name: string): FamilyParameter => ({
  name,
  prior: () => 'InverseGamma(0.4, 0.3)',
  link: 'log',
  centre: () => '0',
});
const share = (name: string): FamilyParameter => ({
  name,
  prior: () => 'Beta(1, 1)',
  link: 'logit',
  centre: () => '0',
});
const mean = (eta: string, link: string) => links[link].inverse(eta);
const unitLinks = ['logit', 'probit', 'cloglog'];

export const families: ReadonlyMap<string, Family> = new Map<string, Family>([
  [
    'Normal',
    {
      links: ['identity', 'log'],
      parameters: [sigma],
      distribution: (eta, link) => `Normal(${mean(eta, link)}, sigma)`,
    },
  ],
  [
    'StudentT',
    {
      links: ['identity', 'log'],
      parameters: [nu, sigma],
      distribution: (eta, link) => `StudentT(nu, ${mean(eta, link)}, sigma)`,
    },
  ],
  [
    'LogNormal',
    {
      links: ['identity'],
      parameters: [sigma],
      outcome: (y) => `log(${y})`,
      distribution: (eta) => `LogNormal(${eta}, sigma)`,
    },
  ],
  [
    'HurdleLogNormal',
    {
      links: ['identity'],
      parameters: [sigma, share('hu')],
      outcome: (y) => `log(${y})[${y} > 0]`,
      distribution: (eta) => `HurdleLogNormal(1 - hu, ${eta}, sigma)`,
    },
  ],
  [
    'Bernoulli',
    {
      links: unitLinks,
      parameters: [],
      distribution: (eta, link) =>
        link === 'logit' ? `Bernoulli(logit_p = ${eta})` : `Bernoulli(${mean(eta, link)})`,
    },
  ],
  [
    'Binomial',
    {
      links: unitLinks,
      parameters: [],
      trials: true,
      distribution: (eta, link, n) =>
        link === 'logit' ? `Binomial(${n}, logit_p = ${eta})` : `Binomial(${n}, ${mean(eta, link)})`,
    },
  ],
  [
    'BetaBinomial',
    {
      links: unitLinks,
      parameters: [shape('phi')],
      trials: true,
      distribution: (eta, link, n) =>
        `BetaBinomial(${n}, phi * ${mean(eta, link)}, phi * (1 - ${mean(eta, link)}))`,
    },
  ],
  [
    'ZeroInflatedBinomial',
    {
      links: unitLinks,
      parameters: [share('zi')],
      trials: true,
      distribution: (eta, link, n) => `ZeroInflatedBinomial(1 - zi, ${n}, ${mean(eta, link)})`,
    },
  ],
  [
    'Poisson',
    {
      links: ['log'],
      parameters: [],
      distribution: (eta) => `Poisson(log_mu = ${eta})`,
    },
  ],
  [
    'ZeroInflatedPoisson',
    {
      links: ['log'],
      parameters: [share('zi')],
      distribution: (eta) => `ZeroInflatedPoisson(1 - zi, exp(${eta}))`,
    },
  ],
  [
    'HurdlePoisson',
    {
      links: ['log'],
      parameters: [share('hu')],
      distribution: (eta) => `HurdlePoisson(1 - hu, exp(${eta}))`,
    },
  ],
  [
    'HurdleNegativeBinomial',
    {
      links: ['log'],
      parameters: [shape('alpha'), share('hu')],
      distribution: (eta) => `HurdleNegativeBinomial(1 - hu, exp(${eta}), alpha)`,
    },
  ],
  [
    'NegativeBinomial',
    {
      links: ['log'],
      parameters: [shape('alpha')],
      distribution: (eta) => `NegativeBinomial(log_mu = ${eta}, alpha = alpha)`,
    },
  ],
  [
    'ZeroInflatedNegativeBinomial',
    {
      links: ['log'],
      parameters: [shape('alpha'), share('zi')],
      distribution: (eta) => `ZeroInflatedNegativeBinomial(1 - zi, exp(${eta}), alpha)`,
    },
  ],
  [
    'Gamma',
    {
      links: ['log'],
      parameters: [shape('alpha')],
      distribution: (eta) => `Gamma(alpha, alpha * exp(-(${eta})))`,
    },
  ],
  [
    'HurdleGamma',
    {
      links: ['log'],
      parameters: [shape('alpha'), share('hu')],
      distribution: (eta) => `HurdleGamma(1 - hu, alpha, alpha * exp(-(${eta})))`,
    },
  ],
  ['Exponential', { links: ['log'], parameters: [], distribution: (eta) => `Exponential(exp(-(${eta})))` }],
  [
    'Weibull',
    {
      links: ['log'],
      parameters: [shape('alpha')],
      // The mean of the distribution is its scale times gamma(1 + 1 / alpha).
      distribution: (eta) => `Weibull(alpha, exp(${eta} - lgamma(1 + 1 / alpha)))`,
    },
  ],
  [
    'Beta',
    {
      links: unitLinks,
      parameters: [shape('phi')],
      distribution: (eta, link) => `Beta(mu = ${mean(eta, link)}, nu = phi)`,
    },
  ],
  [
    'OrderedLogistic',
    {
      links: ['logit'],
      parameters: [],
      ordered: true,
      distribution: (eta, _, level) => `OrderedLogistic(${eta}, ${level})`,
    },
  ],
  [
    'Categorical',
    {
      links: ['softmax'],
      parameters: [],
      categories: 'one',
      distribution: (eta) => `Categorical(logits = ${eta})`,
    },
  ],
  [
    'Multinomial',
    {
      links: ['softmax'],
      parameters: [],
      trials: 'optional',
      categories: 'counts',
      distribution: (eta, _, n) => `Multinomial(${n}, softmax(${eta}))`,
    },
  ],
]);
