/** Models for simulation-based calibration: each kind of constraint, prior and likelihood, small enough to fit often. */

export interface CalibrationModel {
  readonly text: string;
  /** Placeholder for the simulated data, with their shape and support. */
  readonly data: Readonly<Record<string, unknown>>;
}

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));
const grid = (n: number) => times(n, (i) => (2 * i) / (n - 1) - 1);
const zeros = (n: number) => times(n, () => 0);
const ones = (n: number) => times(n, () => 1);

export const calibrationModels: Readonly<Record<string, CalibrationModel>> = {
  'heavy tails': {
    text: `dim i
data from "data.json" {
  x : real[i]
  y : real[i]
}
param a ~ StudentT(5, 0, 1)
param b ~ Laplace(0, 1)
param nu ~ Gamma(5, 1) in 2..
param s ~ HalfCauchy(1)
observe y ~ StudentT(nu, a + b * x, s)`,
    data: { x: grid(8), y: zeros(8) },
  },
  'slopes that vary together': {
    text: `dim g = 6, t = 2, r = 3
data from "data.json" { y : real[g, r, t] }
param L[t, t] ~ LKJCholesky(2)
param tau[t] ~ LogNormal(0, 0.3)
param m[t] ~ Normal(0, 1)
let C[i in t, j in t] = tau[i] * L[i, j]
param u[g, t] ~ MvNormal(m, chol = C)
observe y[a in g, b in r, c in t] ~ Normal(u[a, c], 0.5)`,
    data: { y: times(6, () => times(3, () => zeros(2))) },
  },
  'a simplex': {
    text: `dim k = 3, n = 12
data from "data.json" {
  y : int[n] in 1..3
  m : int[k] in 0..
}
param w[k] ~ Dirichlet([1, 2, 0.7])
observe y ~ Categorical(w)
observe m ~ Multinomial(9, w)`,
    data: { y: ones(12), m: [3, 3, 3] },
  },
  'ordered cutpoints': {
    text: `dim n = 10
data from "data.json" {
  x : real[n]
  y : int[n] in 1..4
}
param c[3]: ordered ~ Normal(0, 2)
param b ~ Normal(0, 1)
observe y ~ OrderedLogistic(b * x, c)`,
    data: { x: grid(10), y: ones(10) },
  },
  'overdispersed counts': {
    text: `dim n = 10
data from "data.json" {
  x : real[n]
  y : int[n] in 0..
}
param a ~ Normal(1, 0.5)
param b ~ Normal(0, 0.5)
param phi ~ InverseGamma(3, 5)
observe y ~ NegativeBinomial(log_mu = a + b * x, alpha = phi)`,
    data: { x: grid(10), y: ones(10) },
  },
  'rates of groups': {
    text: `dim g = 6
data from "data.json" {
  n : int[g]
  y : int[g] in 0..
}
param mu ~ Beta(2, 2)
param kappa ~ LogNormal(2, 0.7)
param p[g] ~ Beta(mu * kappa, (1 - mu) * kappa)
observe y ~ Binomial(n, p)`,
    data: { n: [5, 10, 20, 3, 8, 12], y: ones(6) },
  },
  'a mixture': {
    text: `dim n = 15, k = 2
data from "data.json" { y : real[n] }
param m[k]: ordered ~ Normal(0, 3)
param w[k] ~ Dirichlet([3, 3])
param s ~ LogNormal(0, 0.3)
observe y[i in n] ~ Mixture(w over j, Normal(m[j], s))`,
    data: { y: zeros(15) },
  },
  'effects that sum to zero': {
    text: `dim g = 5, r = 3
data from "data.json" { y : int[g, r] in 0.. }
param tau ~ LogNormal(0, 0.3)
param a ~ Normal(1, 0.5)
param u[g] ~ ZeroSumNormal(tau)
observe y ~ Poisson(log_mu = a + u)`,
    data: { y: times(5, () => ones(3)) },
  },
  'effects that sum to zero along two dimensions': {
    text: `dim g = 4, f = 3, r = 3
data from "data.json" { y : int[g, f, r] in 0.. }
param tau ~ LogNormal(0, 0.3)
param a ~ Normal(1, 0.5)
param u[g, f] ~ ZeroSumNormal(tau, over = (g, f))
observe y ~ Poisson(log_mu = a + u)`,
    data: { y: times(4, () => times(3, () => ones(3))) },
  },
  'a steady state, by the root of its equations': {
    text: `fun rates(x, feed, k, d) = [feed - k * x[1] ^ 2 - d * x[1], k * x[1] ^ 2 - d * x[2]]
dim run = 6
data from "data.json" {
  feed : real[run]
  y : real[run, 2]
}
param k ~ LogNormal(0, 0.5)
param d ~ LogNormal(0, 0.5)
param s ~ LogNormal(-2, 0.3)
let x[i in run, j in 1..2] = solve_newton(rates, [1, 1], feed[i], k, d)[j]
observe y ~ LogNormal(log(x), s)`,
    data: { feed: [0.5, 1, 2, 3, 4, 6], y: times(6, () => ones(2)) },
  },
  'shares that are integrals over a random effect': {
    text: `fun seen(u, mu, sigma) = inv_logit(mu + sigma * u) * exp(logpdf(Normal(0, 1), u))
dim g = 6
data from "data.json" {
  x : real[g]
  y : int[g] in 0..30
}
param mu ~ Normal(0, 1)
param b ~ Normal(0, 1)
param sigma ~ LogNormal(0, 0.5)
let p[i in g] = integrate(seen, -9, 9, mu + b * x[i], sigma)
observe y ~ Binomial(30, p)`,
    data: { x: [-2, -1, 0, 0.5, 1, 3], y: ones(6) },
  },
  'bounds that depend on a parameter': {
    text: `dim n = 8
data from "data.json" { y : real[n] in 0.. }
param lo ~ Uniform(0, 1)
param a ~ Normal(1, 1) in lo..3
param b ~ Exponential(1)
observe y ~ Truncated(Normal(a, 0.3 + b), 0, 6)`,
    data: { y: ones(8) },
  },
  'censored lifetimes': {
    text: `dim n = 12
data from "data.json" { y : real[n] in 0.. }
param al ~ Gamma(8, 4)
param be ~ LogNormal(0, 0.5)
observe y ~ Censored(Weibull(al, be), 0, 1.5)`,
    data: { y: ones(12) },
  },
  'positive and ordered, summing to zero': {
    text: `dim n = 8, k = 3
data from "data.json" { y : real[n, k] }
param s[k]: positive_ordered ~ LogNormal(0, 1)
param d[k]: sum_to_zero ~ Normal(0, 1)
observe y ~ Normal(d, s)`,
    data: { y: times(8, () => zeros(3)) },
  },
  'a Gaussian process': {
    text: `dim n = 7
data from "data.json" {
  x : real[n]
  y : real[n]
}
param l ~ InverseGamma(5, 5)
param a ~ LogNormal(0, 0.5)
param s ~ LogNormal(-1, 0.5)
let K[i in n, j in n] = a^2 * exp(-(x[i] - x[j])^2 / (2 * l^2)) + (if i == j then s^2 else 0)
observe y ~ MvNormal(0 * x, K)`,
    data: { x: times(7, (i) => i / 2), y: zeros(7) },
  },
  'a random walk': {
    text: `dim t = 8
data from "data.json" { y : real[t] }
param s ~ LogNormal(0, 0.3)
param w[t] ~ GaussianRandomWalk(s, init = Normal(0, 1))
observe y ~ Normal(w, 0.5)`,
    data: { y: zeros(8) },
  },
  'counts of categories': {
    text: `dim k = 3, n = 6
data from "data.json" { y : int[n, k] in 0.. }
param al[k] ~ Gamma(2, 1)
observe y ~ DirichletMultinomial(7, al)`,
    data: { y: times(6, () => [3, 2, 2]) },
  },
  'too many zeros': {
    text: `dim n = 15
data from "data.json" { y : int[n] in 0.. }
param psi ~ Beta(2, 2)
param mu ~ Gamma(3, 1)
observe y ~ ZeroInflatedPoisson(psi, mu)`,
    data: { y: ones(15) },
  },
};
