/** What a family of a formula is: its distribution over the linear predictor, its links and its other parameters. */

interface FamilyPrior {
  readonly name: string;
  /** Over `sy`, the standard deviation of the outcome on the scale of the predictor. */
  readonly prior: (sy: string) => string;
}

export interface Family {
  /** The first is used where none is given. */
  readonly links: readonly string[];
  readonly parameters: readonly FamilyPrior[];
  /** The distribution of the outcome, over the predictor and its mean (`inverse link of eta`). */
  readonly distribution: (eta: string, link: string, trials: string) => string;
  /** The outcome on the scale that the identity link models: `log(y)` for the log-normal. */
  readonly outcome?: (y: string) => string;
}

/** The link as a function of the language, and its inverse. */
export const links: Readonly<
  Record<string, { readonly of: (x: string) => string; readonly inverse: (x: string) => string }>
> = {
  identity: { of: (x) => x, inverse: (x) => x },
  log: { of: (x) => `log(${x})`, inverse: (x) => `exp(${x})` },
  logit: { of: (x) => `logit(${x})`, inverse: (x) => `inv_logit(${x})` },
  probit: { of: (x) => `probit(${x})`, inverse: (x) => `Phi(${x})` },
  cloglog: { of: (x) => `cloglog(${x})`, inverse: (x) => `inv_cloglog(${x})` },
};

const sigma: FamilyPrior = { name: 'sigma', prior: (sy) => `HalfStudentT(3, ${sy})` };
const shape = (name: string): FamilyPrior => ({ name, prior: () => 'InverseGamma(0.4, 0.3)' });
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
      parameters: [{ name: 'nu', prior: () => 'Gamma(2, 0.1)' }, sigma],
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
      distribution: (eta, link, n) =>
        link === 'logit' ? `Binomial(${n}, logit_p = ${eta})` : `Binomial(${n}, ${mean(eta, link)})`,
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
    'NegativeBinomial',
    {
      links: ['log'],
      parameters: [shape('alpha')],
      distribution: (eta) => `NegativeBinomial(log_mu = ${eta}, alpha = alpha)`,
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
  ['Exponential', { links: ['log'], parameters: [], distribution: (eta) => `Exponential(exp(-(${eta})))` }],
  [
    'Beta',
    {
      links: unitLinks,
      parameters: [shape('phi')],
      distribution: (eta, link) => `Beta(mu = ${mean(eta, link)}, nu = phi)`,
    },
  ],
]);
