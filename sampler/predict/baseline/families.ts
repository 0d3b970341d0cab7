/** Likelihoods of regressions, and the penalised regression that stands for each. */
import { exp, log } from '../../math/elementary.ts';

export type FamilyName = 'normal' | 'binomial' | 'poisson';

/** A mean given by a linear predictor η. For binomial outcomes the mean is of one trial. */
export interface Family {
  readonly name: FamilyName;
  /** The penalised regression. */
  readonly title: string;
  mean(eta: number): number;
  link(mean: number): number;
  /** The variance of an outcome of one trial at a mean, up to a constant. */
  variance(mean: number): number;
  /** −log p(y | η) without constants, of `trials` trials. */
  loss(y: number, eta: number, trials: number): number;
}

const log1pExp = (x: number) => (x > 0 ? x + log(1 + exp(-x)) : log(1 + exp(x)));

export const families: Readonly<Record<FamilyName, Family>> = {
  normal: {
    name: 'normal',
    title: 'ridge',
    mean: (eta) => eta,
    link: (mean) => mean,
    variance: () => 1,
    loss: (y, eta) => (y - eta) ** 2 / 2,
  },
  binomial: {
    name: 'binomial',
    title: 'logistic ridge',
    mean: (eta) => 1 / (1 + exp(-eta)),
    link: (mean) => log(mean / (1 - mean)),
    variance: (mean) => mean * (1 - mean),
    loss: (y, eta, trials) => trials * log1pExp(eta) - y * eta,
  },
  poisson: {
    name: 'poisson',
    title: 'Poisson ridge',
    mean: exp,
    link: log,
    variance: (mean) => mean,
    loss: (y, eta) => exp(eta) - y * eta,
  },
};

/** The likelihoods, the argument that holds their mean (of one trial), and their family. */
export const likelihoods: ReadonlyMap<string, { readonly mean: string; readonly family: Family }> = new Map([
  ['Normal', { mean: 'mu', family: families.normal }],
  ['StudentT', { mean: 'mu', family: families.normal }],
  ['Bernoulli', { mean: 'p', family: families.binomial }],
  ['Binomial', { mean: 'p', family: families.binomial }],
  ['Poisson', { mean: 'mu', family: families.poisson }],
  ['NegativeBinomial', { mean: 'mu', family: families.poisson }],
]);
