/**
 * Gradients through the language, for every distribution and every function: the compiled module against
 * central finite differences (1e-6 relative) and against the interpreter (1e-12).
 */
import { describe, it } from 'vitest';
import type { Argument, Distribution } from '../../../grammar/distributions/distribution.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import { expectGradients } from './expect-gradients.ts';

/** A parameter (or data) of the model that fits an argument's domain, and how it is named. */
function declare(argument: Argument, name: string): string {
  switch (argument.domain) {
    case 'real':
      return `param ${name} ~ Normal(0, 1)`;
    case 'positive':
    case 'nonnegative':
      return `param ${name} ~ LogNormal(0.5, 0.5)`;
    case 'unit':
      return `param ${name} ~ Beta(2, 2)`;
    case 'integer':
    case 'count':
      return `data { ${name} : int = 7 }`;
    case 'simplex':
      return `param ${name}[3] ~ Dirichlet([1, 2, 3])`;
    case 'vector':
      return `param ${name}[3] ~ Normal(0, 1)`;
    case 'positiveVector':
      return `param ${name}[3] ~ LogNormal(0.5, 0.5)`;
    case 'orderedVector':
      return `param ${name}[3]: ordered ~ Normal(0, 1)`;
    case 'covariance':
    case 'matrix':
      return `param ${name}_l[3] ~ LogNormal(0, 0.3)\nlet ${name} = diag(${name}_l) + 0.2`;
    case 'choleskyFactor':
      return `param ${name}_l[3] ~ LogNormal(0, 0.3)\nlet ${name} = cholesky(diag(${name}_l) + 0.2)`;
    case 'distribution':
    case 'dimensions':
      return '';
  }
}

function modelOf(
  d: Distribution,
  args: readonly Argument[],
  overrides: Readonly<Record<string, string>> = {},
): string {
  const lines = args.map((a) => overrides[a.name] ?? declare(a, `a_${a.name}`));
  const value = (a: Argument): string => (a.domain === 'distribution' ? 'Normal(0.5, 2)' : `a_${a.name}`);
  const call = args.map((a) => `${a.name} = ${value(a)}`).join(', ');
  const drawn = `${d.name}(${call})`;
  if (d.type === 'continuous') {
    const dims = d.eventDims === 0 ? '' : d.eventDims === 1 ? '[3]' : '[3, 3]';
    return [...lines, `param x${dims} ~ ${drawn}`].join('\n');
  }
  const datum = d.eventDims === 0 ? (SUPPORTED[d.name] ?? 2) : '[3, 2, 2]';
  const type = d.eventDims === 0 ? 'int' : 'int[3]';
  return [...lines, `data { y : ${type} = ${datum} }`, `observe y ~ ${drawn}`].join('\n');
}

/** A value in the support, where 2 is not. */
const SUPPORTED: Readonly<Record<string, number>> = { Bernoulli: 1 };

/** Arguments that must fit together or that are data by nature. */
const OVERRIDES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Uniform: { lower: 'param a_lower ~ Normal(-3, 1)', upper: 'let a_upper = a_lower + 2.5' },
  Triangular: {
    lower: 'param a_lower ~ Normal(-3, 1)',
    upper: 'let a_upper = a_lower + 2.5',
    c: 'let a_c = a_lower + 1',
  },
  TruncatedNormal: { lower: 'param a_lower ~ Normal(-3, 1)', upper: 'let a_upper = a_lower + 2.5' },
  Wishart: { nu: 'data { a_nu : real = 5.5 }' },
  InverseWishart: { nu: 'data { a_nu : real = 5.5 }' },
  StickBreakingWeights: { K: 'data { a_K : int = 3 }' },
  CAR: {
    edges: 'data { a_edges : int[2, 2] = [[1, 2], [2, 3]] }',
    alpha: 'param a_alpha ~ Uniform(-1, 1)',
  },
  GaussianConditional: {
    K_new: 'param a_eta ~ HalfNormal(1)\nlet a_K_new = exp_quad([0, 1, 2.5], 1 + a_eta, 1) + identity(3)',
    K_cross: 'let a_K_cross = exp_quad([0, 1, 2.5], [0.5, 2], 1 + a_eta, 1)',
    K_old: 'let a_K_old = exp_quad([0.5, 2], 1 + a_eta, 1) + identity(2)',
    value: 'param a_value[2] ~ Normal(0, 1)',
  },
  ICAR: { edges: 'data { a_edges : int[2, 2] = [[1, 2], [2, 3]] }' },
};

/** Nothing flows through these: their parameters are data. */
const WITHOUT_UNKNOWNS = new Set(['Flat', 'HalfFlat', 'DiscreteUniform', 'HyperGeometric']);

describe('every distribution', () => {
  const entries = [...distributions.values()];
  const variants = entries.flatMap((d) => [
    { label: d.name, d, args: d.arguments },
    ...(d.parameterisations ?? []).map((p) => ({
      label: `${d.name}(${p.arguments.map((a) => a.name).join(', ')})`,
      d,
      args: p.arguments,
    })),
  ]);
  it.each(variants.filter((v) => !WITHOUT_UNKNOWNS.has(v.d.name)))('$label', async ({ d, args }) => {
    await expectGradients(modelOf(d, args, OVERRIDES[d.name]));
  });
});

describe('every function', () => {
  const unary = [
    'exp(u)',
    'log(p)',
    'log2(p)',
    'log10(p)',
    'log1p(p)',
    'expm1(u)',
    'sqrt(p)',
    'cbrt(p)',
    'abs(u)',
    'square(u)',
    'pow(p, u)',
    'p ^ u',
    'u ^ 3',
    'sin(u)',
    'cos(u)',
    'tan(u)',
    'asin(q)',
    'acos(q)',
    'atan(u)',
    'atan2(u, p)',
    'sinh(u)',
    'cosh(u)',
    'tanh(u)',
    'floor(u) * u',
    'ceil(u) * u',
    'round(u) * u',
    'logit(q)',
    'inv_logit(u)',
    'probit(q)',
    'Phi(u)',
    'erf(u)',
    'erfc(u)',
    'lgamma(p)',
    'digamma(p)',
    'trigamma(p)',
    'beta(p, q)',
    'lbeta(p, q)',
    'lchoose(p + 5, q)',
    'log_sum_exp([u, p, q])',
    'log1p_exp(u)',
    'log1m_exp(-p)',
    'log_mix(q, u, p)',
    'clip(u, -0.3, 0.4) * p',
    'step(u) * p',
    'if u < 0 then p * u else sin(u) * q',
    'u / p - q * (u + 2) / (1 + p)',
    'max(u, q)',
    'min(u, q)',
    '-u ^ 2',
  ];
  it.each(unary)('%s', async (expression) => {
    await expectGradients(
      `param u ~ Normal(0, 1)\nparam p ~ LogNormal(0, 1)\nparam q ~ Beta(2, 2)\npotential term = ${expression}`,
    );
  });

  const vectors = [
    'sum(v)',
    'mean(v)',
    'sd(v)',
    'var(v)',
    'prod(v)',
    'min(v)',
    'max(v)',
    'log_sum_exp(v)',
    'sum(softmax(v) * w)',
    'sum(cumsum(v) * w)',
    'dot(v, w)',
    'sum(outer(v, w))',
    'sum(w * (M @ v))',
    'sum(transpose(M) @ w)',
    'sum(square(diag(v) @ w))',
    'sum(identity(3) @ v)',
    'sum(cholesky(S))',
    'sum(solve_lower(cholesky(S), v))',
    'sum(square(solve_spd(S, v)))',
    'log_det(S)',
    'sum(w * eigenvalues_sym(S))',
    'quad_form(S, v)',
    'sum(concat(v, w) ^ 2)',
    'sum(square(concat(v, [1, 2]) * 3))',
    'log_det(exp_quad([0, 1, 2.5], p, q) + 0.1 * identity(3))',
    'log_det(matern32([0, 1, 2.5], p, q) + 0.1 * identity(3))',
    'log_det(matern52([0, 1, 2.5], p, q) + 0.1 * identity(3))',
    'log_det(periodic([0, 1, 2.5], p, q, 3) + 0.1 * identity(3))',
    'log_det(matern12([0, 1, 2.5], p, q) + 0.1 * identity(3))',
    'log_det(rational_quadratic([0, 1, 2.5], p, q, 1 + p) + 0.1 * identity(3))',
    'log_det(linear([0.2, 1, 2.5], p) + q * identity(3))',
    'log_det(cosine([0, 1, 2.5], p, 4 + q) + identity(3))',
    'log_det(exp_quad([[0, 1], [1, 0], [2, 2]], p, [q, 2 * q]) + 0.1 * identity(3))',
    'log_det(matern52([[0, 1], [1, 0], [2, 2]], p, [q, 2 * q]) * periodic([[0, 1], [1, 0], [2, 2]], 1, [q, 1], 3) + 0.1 * identity(3))',
    'log_det(matern32(v, p, q) + 0.1 * identity(3))',
    'log_det(matern12(M, p, q) + 0.1 * identity(3))',
    'sum(exp_quad([0.1, 2], v, p, q) @ w)',
    'sum(w * solve(M + 3 * identity(3), v))',
    'sum(square(solve(M + 3 * identity(3), M)))',
    'sum(square(kron(M, outer(v, w))))',
    'sum(square(kron(diag(exp(v)), cholesky(S))))',
    'sum(v[k] * sin(w[k]) for k in 1..3)',
    'v[2] * w[1]',
    'sum(v[2..3])',
    'sum(M[.., 2] * v)',
    'M[2, 3] * v[1]',
    'logpdf(Normal(q, p), v[1])',
    'sum(logpdf(StudentT(3, q, p), v))',
    'cdf(Normal(q, p), v[1])',
    'logpdf(Mixture([q, 1 - q], Normal(v[1], p), Normal(v[2], 1)), 0.3)',
    'logpdf(Truncated(Normal(q, p), 0, 2), 0.7)',
    'logpdf(Censored(Normal(q, p), 0, 2), 2)',
  ];
  it.each(vectors)('%s', async (expression) => {
    await expectGradients(
      `param v[3] ~ Normal(0, 1)\nparam w[3] ~ Normal(1, 1)\nparam p ~ LogNormal(0, 0.5)\nparam q ~ Beta(2, 2)
param m[3, 3] ~ Normal(0, 1)\nlet M = m + 0.5 * outer(v, w)\nlet S = diag(exp(w)) + outer(v, v)\npotential term = ${expression}`,
    );
  });
});

describe('by labels', () => {
  const data = `dim row, site = ["a", "b", "c", "d"], visit = 2
data { s : site[row] = ["b", "d", "a", "b", "b", "a", "d", "d", "d", "b", "c", "d"] }
param v[row] ~ Normal(0, 1)\nparam M[row, visit] ~ Normal(0, 1)\nparam m ~ Normal(0, 1)`;
  const expressions = [
    'sum(tanh(sum(v by s)))',
    'sum(tanh(mean(v * m by s)))',
    'sum(tanh(max(v by s)) * m)',
    'sum(tanh(min(v by s) * m))',
    'sum(tanh(log_sum_exp(v * m by s)))',
    'sum(tanh(prod(v + m by s)))',
    'sum(sin(sum(M * v by s)) * m)',
    'sum(tanh(var(v * m by s))[1..2])',
    'sum(log_sum_exp([sum(logpdf(Normal(m, 1), v) by s)[i], -3]) for i in site)',
    'sum(count(v by s) * sin(m))',
    'count(M over row)[1] * sin(m)',
    'sum(tanh(sum(if s[n] == i then v[n] * m else 0 for n in row)) for i in site)',
    'sum(tanh(sum(if s[n] == i and n > 4 then v[n] * m else 0 for n in row)) for i in site)',
    'sum(tanh(sum(if s[n] != i then 0 else v[n] * m for n in row)) for i in site)',
  ];
  it.each(expressions)('%s', async (expression) => {
    await expectGradients(`${data}\npotential term = ${expression}`);
  });
});

describe('approximate processes', () => {
  it.each(['exp_quad', 'matern12', 'matern32', 'matern52'])('%s', async (kernel) => {
    await expectGradients(`dim row
data { x : real[row] = [0, 0.4, 1.1, 2, 3.5]  y : real[row] = [0.2, 1.1, -0.3, 0.8, 1.9] }
param eta ~ LogNormal(0, 0.5)
param ell ~ LogNormal(0, 0.5)
param f[row] ~ HSGP(x, eta, ell, kernel = ${kernel}, m = 4)
observe y ~ Normal(f, 0.5)`);
  });
});
