/** The domain of a distribution's argument in words. */
import type { Argument } from '../grammar/distributions/distribution.ts';

const words: Readonly<Record<string, string>> = {
  nonnegative: 'not negative',
  unit: 'between 0 and 1',
  count: 'a count',
  integer: 'an integer',
  positiveVector: 'a vector of positive values',
  orderedVector: 'an increasing vector',
  choleskyFactor: 'a Cholesky factor',
  simplex: 'a simplex',
  covariance: 'a covariance matrix',
  vector: 'a vector',
  matrix: 'a matrix',
  distribution: 'a distribution',
};

/** A domain as part of a sentence. */
export function domainWords(domain: Argument['domain']): string {
  return words[domain] ?? domain;
}
