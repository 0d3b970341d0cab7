/**
 * Models for simulation-based calibration of what the language has beyond parameters and rows: processes, graphs,
 * equations, recurrences, discrete unknowns, distributions of the model's own. Each has a mistake that its ranks show.
 */

export interface CalibratedKind {
  readonly text: string;
  /** Text of the model that is fitted wrongly, and what stands there instead. */
  readonly mistake: readonly [right: string, wrong: string];
}

const zeros = (n: number) => `[${Array.from({ length: n }, () => 0).join(', ')}]`;
const ones = (n: number) => `[${Array.from({ length: n }, () => 1).join(', ')}]`;
const grid = (n: number) => `[${Array.from({ length: n }, (_, i) => (2 * i) / (n - 1) - 1).join(', ')}]`;

export const calibratedKinds: Readonly<Record<string, CalibratedKind>> = {
  'effects on a graph': {
    text: `dim area = 5, edge, visit = 4
data {
  edges : int[edge, 2] = [[1, 2], [2, 3], [3, 4], [4, 5], [1, 5], [2, 4]]
  y : real[area, visit] = [${Array.from({ length: 5 }, () => zeros(4)).join(', ')}]
}
param alpha ~ Beta(4, 2)
param tau ~ Gamma(4, 4)
param phi[area] ~ CAR(edges, alpha, tau)
observe y ~ Normal(phi, 0.3)
`,
    mistake: ['CAR(edges, alpha, tau)', 'CAR(edges, alpha, 0.4 * tau)'],
  },
  'an approximate Gaussian process': {
    text: `dim row
data { x : real[row] = ${grid(8)}  y : real[row] = ${zeros(8)} }
param eta ~ LogNormal(0, 0.4)
param ell ~ InverseGamma(10, 8)
param f[row] ~ HSGP(x, eta, ell, kernel = exp_quad, m = 8, c = 2)
observe y ~ Normal(f, 0.2)
`,
    mistake: ['HSGP(x, eta, ell', 'HSGP(x, eta, 2 * ell'],
  },
  'a stiff equation': {
    text: `fun decay(t, y, fast, slow) = [-fast * y[1] + 0.1 * y[2], fast * y[1] - slow * y[2]]
dim time
data { at : real[time] = [0.5, 2, 4]  y : real[time] = ${ones(3)} }
param fast ~ LogNormal(3, 0.3)
param slow ~ LogNormal(-1, 0.3)
let state = ode_stiff(decay, [1, 0], 0, at, fast, slow, rtol = 1e-5, atol = 1e-8)
observe y ~ Normal(state[.., 2], 0.05)
`,
    mistake: [
      'ode_stiff(decay, [1, 0], 0, at, fast, slow',
      'ode_stiff(decay, [1, 0], 0, at, fast, 1.3 * slow',
    ],
  },
  'an equation': {
    text: `fun loss(t, y, k) = -k * y
dim time
data { at : real[time] = [0.5, 1, 2, 4]  y : real[time] = ${ones(4)} }
param k ~ LogNormal(-1, 0.3)
param start ~ LogNormal(1, 0.3)
let state = ode(loss, start, 0, at, k, events = (1.5, 1, 1))
observe y ~ LogNormal(log(state), 0.1)
`,
    mistake: ['events = (1.5, 1, 1)', 'events = (1.5, 1, 0.5)'],
  },
  'own distributions': {
    text: `distribution Sloped(a) in 0..1 {
  logpdf(x) = log1p(a * (2 * x - 1))
  draw = if a == 0 then uniform() else (a - 1 + sqrt((1 - a)^2 + 4 * a * uniform())) / (2 * a)
}
distribution Coin(p) in 0..1 discrete {
  logpdf(k) = if k == 1 then log(p) else log1p(-p)
  draw = uniform() < p
}
dim row
data { y : real[row] in 0..1 = ${zeros(20)}  k : int[row] in 0..1 = ${zeros(20)} }
param a ~ Beta(2, 2)
param p ~ Sloped(0.8)
observe y ~ Sloped(a)
observe k ~ Coin(p)
`,
    mistake: ['observe y ~ Sloped(a)', 'observe y ~ Sloped(-a)'],
  },
  'memberships of a mixture': {
    text: `dim row, kind = 2
data { y : real[row] = ${zeros(6)} }
param w[kind] ~ Dirichlet([2, 3])
param m[kind]: ordered ~ Normal(0, 2)
param z[row] ~ Categorical(w)
observe y[i in row] ~ Normal(m[z[i]], 0.5)
`,
    mistake: ['Normal(m[z[i]], 0.5)', 'Normal(m[3 - z[i]], 0.5)'],
  },
  'a hidden Markov chain': {
    text: `dim time, state = 2
data { y : real[time] = ${zeros(12)} }
param stay[state] ~ Beta(4, 2)
param m ~ LogNormal(0.7, 0.2)
param s[t in time] ~ Categorical(if t == 1 then [0.5, 0.5] else if s[t - 1] == 1 then [stay[1], 1 - stay[1]] else [1 - stay[2], stay[2]])
observe y[t in time] ~ Normal(if s[t] == 1 then -m else m, 1)
`,
    mistake: ['if s[t - 1] == 1', 'if s[t - 1] == 2'],
  },
  'a graph of discrete unknowns': {
    text: `dim visit
data { seen : int[visit] = ${zeros(6)} }
param p ~ Beta(2, 2)
param a ~ Bernoulli(0.4)
param b ~ Bernoulli(if a == 1 then 0.8 else 0.3)
param c ~ Bernoulli(if a == 1 then 0.2 else 0.6)
observe seen[v in visit] ~ Bernoulli(if b == 1 or c == 1 then 0.6 + 0.4 * p else 0.4 * p)
`,
    mistake: ['if b == 1 or c == 1', 'if b == 1 and c == 1'],
  },
  'counts with a bound': {
    text: `dim site = 2, visit = 3
data { y : int[site, visit] in 0.. = [${Array.from({ length: 2 }, () => zeros(3)).join(', ')}] }
param rate ~ Gamma(4, 2)
param p ~ Beta(3, 3)
param N[site] ~ Poisson(rate) in 0..10
observe y[i in site, v in visit] ~ Binomial(N[i], p)
`,
    mistake: ['Poisson(rate) in 0..10', 'Poisson(2 * rate) in 0..10'],
  },
  'imputed counts': {
    text: `dim row
data {
  x : int?[row] in 0..6 = [1, "NA", 2, 0, "NA", 3]
  y : real[row] = ${zeros(6)}
}
param rate ~ Gamma(4, 2)
param b ~ Normal(0, 1)
observe x ~ Truncated(Poisson(rate), 0, 6)
observe y ~ Normal(b * x, 0.7)
`,
    mistake: ['Truncated(Poisson(rate), 0, 6)', 'Truncated(Poisson(3 * rate), 0, 6)'],
  },
  'gaps in vectors': {
    text: `dim row, coordinate = 2
data { y : real?[row, coordinate] = [[0, 0], ["NA", 0], [0, "NA"], [0, 0], [0, "NA"], [0, 0]] }
param m[coordinate] ~ Normal(0, 1)
param s[coordinate] ~ LogNormal(0, 0.3)
param L[coordinate, coordinate] ~ LKJCholesky(1.5)
observe y ~ MvNormal(m, chol = diag(s) @ L)
`,
    mistake: ['chol = diag(s) @ L', 'chol = diag(0.6 * s) @ L'],
  },
  'quantities defined together': {
    text: `dim time
data { cases : int[time] in 0.. = ${zeros(6)} }
param beta ~ LogNormal(0, 0.3)
param gamma ~ Beta(3, 5)
let {
  S[t in time] = if t == 1 then 90 else S[t - 1] - flow[t - 1]
  flow[t in time] = S[t] * (1 - exp(-beta * I[t] / 100))
  I[t in time] = if t == 1 then 10 else I[t - 1] + flow[t - 1] - gamma * I[t - 1]
}
observe cases ~ Poisson(flow)
`,
    mistake: ['- gamma * I[t - 1]', '- gamma^2 * I[t - 1]'],
  },
  'unknown series that depend on each other': {
    text: `dim time = 6
data { u : real[time] = ${zeros(6)}  v : real[time] = ${zeros(6)} }
param a ~ Normal(0.5, 0.3)
param b ~ Normal(0.8, 0.3)
param s ~ LogNormal(-1, 0.3)
param {
  x[t in time] ~ Normal(if t == 1 then 1 else a * x[t - 1] + b * y[t - 1], s)
  y[t in time] ~ Normal(if t == 1 then 1 else a * y[t - 1] - b * x[t - 1], s)
}
observe u ~ Normal(x, 0.2)
observe v ~ Normal(y, 0.2)
`,
    mistake: ['a * y[t - 1] - b * x[t - 1]', 'a * y[t - 1] + b * x[t - 1]'],
  },
  'a prior on earlier elements': {
    text: `dim time
data { y : real[time] = ${zeros(7)} }
param rho ~ Uniform(0, 1)
param s ~ LogNormal(0, 0.3)
param x[t in time] ~ StudentT(5, if t == 1 then 0 else rho * x[t - 1], s)
observe y ~ Normal(x, 0.4)
`,
    mistake: ['rho * x[t - 1]', '-rho * x[t - 1]'],
  },
  'an autoregression': {
    text: `dim time
data { y : real?[time] = [0, 0, "NA", 0, 0, 0, "NA", 0, 0, 0] }
param rho ~ Uniform(0.3, 0.9)
param s ~ LogNormal(0, 0.3)
observe y ~ AR(rho, s, init = Normal(0, 1))
`,
    mistake: ['AR(rho, s,', 'AR(rho, 0.3 * s,'],
  },
  'truncated lifetimes': {
    text: `dim part
data { y : real[part] in 0.. = ${ones(8)} }
param shape ~ LogNormal(0.5, 0.3)
param scale ~ LogNormal(0, 0.3)
observe y ~ Truncated(Weibull(shape, scale), lower = 0.4)
`,
    mistake: ['lower = 0.4', 'lower = 0.1'],
  },
  'the conditional of a process': {
    text: `dim old, new
data {
  x : real[old] = [-1, 0, 1]
  f : real[old] = [0.5, -0.2, 0.9]
  at : real[new] = [-0.6, -0.3, 0.4, 0.7, 1.5]
  y : real[new] = ${zeros(5)}
}
param eta ~ LogNormal(0, 0.3)
param ell ~ InverseGamma(8, 6)
let K = exp_quad(x, eta, ell) + 0.01 * identity(old)
param g[new] ~ GaussianConditional(exp_quad(at, eta, ell) + 0.01 * identity(new), exp_quad(at, x, eta, ell), K, f)
observe y ~ Normal(g, 0.1)
`,
    mistake: ['exp_quad(at, x, eta, ell), K, f', 'exp_quad(at, x, eta, ell), K, -f'],
  },
};
