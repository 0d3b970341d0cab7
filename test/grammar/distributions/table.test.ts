/** The table itself: what the language promises is there, documented, and can be parsed. */
import { describe, expect, it } from 'vitest';
import { distributions } from '../../../grammar/distributions/index.ts';
import { modifiers } from '../../../grammar/distributions/modifiers.ts';
import { guardedLogDensity, outsideSupport } from '../../../grammar/distributions/support.ts';
import type { Expr } from '../../../grammar/syntax/ast.ts';
import { parseExpression } from '../../../grammar/syntax/parse.ts';
import { walkExpr } from '../../../grammar/syntax/walk.ts';

/** Section 4 of the language reference: every distribution with its arguments in their order. */
const promised: Readonly<Record<string, string>> = {
  Normal: 'mu sigma',
  HalfNormal: 'sigma',
  StudentT: 'nu mu sigma',
  HalfStudentT: 'nu sigma',
  Cauchy: 'alpha beta',
  HalfCauchy: 'beta',
  Exponential: 'lam',
  Gamma: 'alpha beta',
  InverseGamma: 'alpha beta',
  ScaledInverseChiSquared: 'nu s',
  ChiSquared: 'nu',
  Beta: 'alpha beta',
  Uniform: 'lower upper',
  LogNormal: 'mu sigma',
  Laplace: 'mu b',
  Logistic: 'mu s',
  Gumbel: 'mu beta',
  Weibull: 'alpha beta',
  LogLogistic: 'alpha beta',
  Pareto: 'alpha m',
  SkewNormal: 'mu sigma alpha',
  ExGaussian: 'mu sigma nu',
  VonMises: 'mu kappa',
  Wald: 'mu lam',
  Triangular: 'lower upper c',
  TruncatedNormal: 'mu sigma lower upper',
  LogitNormal: 'mu sigma',
  AsymmetricLaplace: 'b kappa mu',
  Kumaraswamy: 'a b',
  Moyal: 'mu sigma',
  Rice: 'nu sigma',
  Flat: '',
  HalfFlat: '',
  Bernoulli: 'p',
  Binomial: 'n p',
  BetaBinomial: 'n alpha beta',
  Poisson: 'mu',
  NegativeBinomial: 'mu alpha',
  Geometric: 'p',
  Categorical: 'p',
  OrderedLogistic: 'eta cutpoints',
  OrderedProbit: 'eta cutpoints sigma',
  DiscreteUniform: 'lower upper',
  ZeroInflatedPoisson: 'psi mu',
  ZeroInflatedBinomial: 'psi n p',
  ZeroInflatedNegativeBinomial: 'psi mu alpha',
  HurdlePoisson: 'psi mu',
  HurdleNegativeBinomial: 'psi mu alpha',
  HurdleGamma: 'psi alpha beta',
  HurdleLogNormal: 'psi mu sigma',
  HyperGeometric: 'N k n',
  DiscreteWeibull: 'q beta',
  MvNormal: 'mu cov',
  MvStudentT: 'nu mu scale',
  Dirichlet: 'alpha',
  StickBreakingWeights: 'alpha K',
  Multinomial: 'n p',
  DirichletMultinomial: 'n alpha',
  LKJCholesky: 'eta',
  LKJCorr: 'eta',
  Wishart: 'nu V',
  InverseWishart: 'nu Psi',
  ZeroSumNormal: 'sigma',
  GaussianRandomWalk: 'sigma init mu',
  AR: 'rho sigma init mu',
  ICAR: 'edges',
  CAR: 'edges alpha tau',
  GaussianConditional: 'K_new K_cross K_old value',
};

function names(text: string): string[] {
  const { expr, diagnostics } = parseExpression(text);
  expect(diagnostics, text).toEqual([]);
  const found = new Set<string>();
  const bound = new Set<string>();
  walkExpr(expr, (e: Expr) => {
    if (e.kind === 'name') found.add(e.name);
    if (e.kind === 'call') for (const a of e.args) for (const b of a.binders ?? []) bound.add(b.name.name);
  });
  return [...found].filter((n) => !bound.has(n));
}

describe('the table of distributions', () => {
  it('has every distribution of the language with its arguments in order', () => {
    const found = Object.fromEntries(
      [...distributions].map(([name, d]) => [name, d.arguments.map((a) => a.name).join(' ')]),
    );
    expect(found).toEqual(promised);
  });

  it.each([...distributions])('%s: expressions parse and use its own arguments only', (_, d) => {
    const own = d.arguments.map((a) => a.name);
    const all = [d.logDensity, d.cdf, d.logCdf, d.logCcdf, guardedLogDensity(d)].filter(
      (t) => t !== undefined,
    );
    for (const text of all) expect([...own, 'x']).toEqual(expect.arrayContaining(names(text)));
    const { support } = d;
    const bounds =
      support.kind === 'interval' || support.kind === 'integers' ? [support.lower, support.upper] : [];
    for (const text of [d.mean, d.sd, ...bounds].filter((t) => t !== undefined))
      expect(own).toEqual(expect.arrayContaining(names(text)));
    for (const p of d.parameterisations ?? []) {
      const given = p.arguments.map((a) => a.name);
      expect(Object.keys(p.rewrite ?? {}).sort()).toEqual([...own].sort());
      for (const text of Object.values(p.rewrite ?? {}))
        expect(given).toEqual(expect.arrayContaining(names(text)));
      if (p.logDensity !== undefined)
        expect([...given, 'x']).toEqual(expect.arrayContaining(names(p.logDensity)));
    }
    for (const a of [...d.arguments, ...(d.parameterisations ?? []).flatMap((p) => p.arguments)]) {
      expect(a.doc).toMatch(/^[A-Z].*\.$/);
      if (a.default !== undefined) names(a.default);
    }
  });

  it.each([...distributions])('%s: is documented with its formula', (_, d) => {
    expect(d.doc).toMatch(/\n {4}\S/);
    expect(d.doc.length).toBeGreaterThan(80);
  });

  // The language cannot say their cdf (it would need an incomplete gamma or beta function, Owen's T or Marcum's Q), or
  // they have none (improper priors, categories): they cannot be truncated or censored in a model.
  it('has both tails of every proper scalar', () => {
    const scalars = [...distributions.values()].filter((d) => d.eventDims === 0);
    const without = scalars.filter((d) => d.logCdf === undefined || d.logCcdf === undefined);
    expect(without.map(({ name }) => name).sort()).toEqual(['Flat', 'HalfFlat']);
  });

  it('guards fixed bounds only', () => {
    const of = (name: string) => {
      const d = distributions.get(name);
      return d === undefined ? undefined : outsideSupport(d);
    };
    expect(of('Normal')).toBeNull();
    expect(of('Gamma')).toBe('x < 0');
    expect(of('Beta')).toBe('x < 0 or x > 1');
    expect(of('Poisson')).toBe('x < 0 or x != floor(x)');
    expect(of('Uniform')).toBeNull();
    expect(of('Dirichlet')).toBeNull();
  });

  it('describes the modifiers', () => {
    expect([...modifiers.keys()]).toEqual(['Mixture', 'Truncated', 'Censored']);
    for (const m of modifiers.values())
      expect(m.signatures.every((s) => s.startsWith(`${m.name}(`))).toBe(true);
  });
});
