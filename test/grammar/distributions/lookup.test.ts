import { describe, expect, it } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import { type Binding, bindArguments, signatureTexts } from '../../../grammar/distributions/lookup.ts';

/** `'_'` for a positional argument, else its name. */
function bind(name: string, ...args: string[]): Binding {
  const d = distributions.get(name);
  if (d === undefined) throw new Error(name);
  return bindArguments(
    d,
    args.map((a) => (a === '_' ? {} : { name: a })),
  );
}

/** `mu=0 sigma=default`, or the kinds of the errors. */
function summary(b: Binding): string {
  if (b.kind === 'error') return b.errors.map((e) => e.kind).join(' ');
  return b.signature.map((a, i) => `${a.name}=${b.order[i] ?? 'default'}`).join(' ');
}

describe('binding arguments', () => {
  it.each([
    ['Normal', ['_', '_'], 'mu=0 sigma=1'],
    ['Normal', ['sigma', 'mu'], 'mu=1 sigma=0'],
    ['Normal', ['_'], 'mu=0 sigma=default'],
    ['Normal', [], 'mu=default sigma=default'],
    ['Normal', ['_', 'sigma'], 'mu=0 sigma=1'],
    ['Gamma', ['_', '_'], 'alpha=0 beta=1'],
    ['Gamma', ['mu', 'sigma'], 'mu=0 sigma=1'],
    ['Beta', ['mu', 'nu'], 'mu=0 nu=1'],
    ['Beta', ['mu', 'sigma'], 'mu=0 sigma=1'],
    ['Bernoulli', ['_'], 'p=0'],
    ['Bernoulli', ['logit_p'], 'logit_p=0'],
    ['Binomial', ['_', 'logit_p'], 'n=0 logit_p=1'],
    ['Binomial', ['logit_p', 'n'], 'n=1 logit_p=0'],
    ['NegativeBinomial', ['_', '_'], 'mu=0 alpha=1'],
    ['NegativeBinomial', ['log_mu', 'alpha'], 'log_mu=0 alpha=1'],
    ['NegativeBinomial', ['_', 'p'], 'n=0 p=1'],
    ['MvNormal', ['_', 'chol'], 'mu=0 chol=1'],
    ['MvNormal', ['_', '_'], 'mu=0 cov=1'],
    ['AsymmetricLaplace', ['_', 'q'], 'b=0 q=1 mu=default'],
    ['GaussianRandomWalk', ['_', 'init'], 'sigma=0 init=1 mu=default'],
    ['Flat', [], ''],
  ] as const)('%s(%s) is %s', (name, args, expected) => {
    const b = bind(name, ...args);
    expect(b.kind).toBe('ok');
    expect(summary(b)).toBe(expected);
  });

  it.each([
    ['HalfNormal', ['_', '_'], 'tooMany'],
    ['Flat', ['_'], 'tooMany'],
    ['Normal', ['mean', '_'], 'unknown'],
    ['Normal', ['_', 'mu'], 'duplicate'],
    ['Normal', ['sigma', 'sigma'], 'duplicate'],
    ['Gamma', ['_'], 'missing'],
    ['Gamma', ['mu'], 'missing'],
    ['Gamma', ['alpha', 'sigma'], 'mixed'],
    ['Binomial', ['logit_p'], 'missing'],
    ['StudentT', [], 'missing'],
  ] as const)('%s(%s) is an error: %s', (name, args, expected) => {
    const b = bind(name, ...args);
    expect(b.kind).toBe('error');
    expect(summary(b)).toBe(expected);
  });

  it('says what was expected and what was found', () => {
    expect(bind('HalfNormal', '_', '_', '_')).toEqual({
      kind: 'error',
      errors: [
        { kind: 'tooMany', at: 1, expected: 1, found: 3 },
        { kind: 'tooMany', at: 2, expected: 1, found: 3 },
      ],
    });
    expect(bind('Gamma', 'mu')).toEqual({ kind: 'error', errors: [{ kind: 'missing', names: ['sigma'] }] });
    expect(bind('Gamma', 'alpha', 'sigma')).toEqual({
      kind: 'error',
      errors: [{ kind: 'mixed', at: 1, names: ['alpha', 'sigma'] }],
    });
    expect(bind('Normal', '_', 'mean')).toEqual({
      kind: 'error',
      errors: [{ kind: 'unknown', at: 1, name: 'mean', known: ['mu', 'sigma'] }],
    });
  });

  it('prints every way to call a distribution', () => {
    const gamma = distributions.get('Gamma');
    const normal = distributions.get('Normal');
    expect(gamma && signatureTexts(gamma)).toEqual(['Gamma(alpha, beta)', 'Gamma(mu, sigma)']);
    expect(normal && signatureTexts(normal)).toEqual(['Normal(mu = 0, sigma = 1)']);
  });
});
