/** Unusual but valid models, as statisticians write them, with inline data. */

/** States with upward transitions only, so that most are unreachable at first. */
const leftToRight = (states: number): string => `
dim time, state = ${states}
data { y : real[time] = [0.1, 0.9, 1.5, 2.2, 3.3] }
param p[state] ~ Beta(2, 2)
param s ~ HalfNormal(1)
let alpha[t in time, k in state] =
  if t == 1 then (if k == 1 then logpdf(Normal(1, s), y[1]) else log(0))
  else log_sum_exp(alpha[t - 1, j] + (if j == k then log(p[j]) else if k == j + 1 then log1p(-p[j]) else log(0)) for j in state)
    + logpdf(Normal(k, s), y[t])
potential forward = log_sum_exp(alpha[size(time), k] for k in state)`;

export const oddModels: Readonly<Record<string, string>> = {
  'truncated observations, bounds from data and from a parameter': `
dim n
data { y : real[n] = [1.2, 0.4, 2.5]   lo : real[n] = [0, 0.1, 1]   L : real = 0 }
param mu ~ Normal(0, 1)
param s ~ HalfNormal(1)
param hi ~ Normal(0, 1) in 3..
observe y ~ Truncated(Normal(mu, s), lo, hi)
observe (y + 1) ~ Truncated(Logistic(mu, s), L, 9)`,
  'a mixture over an index, with an ordered location': `
dim n, k = 3
data { y : real[n] = [-2, 0.1, 3, 2.7] }
param w[k] ~ Dirichlet([2, 2, 2])
param m[k]: ordered ~ Normal(0, 3)
param s[k] ~ HalfNormal(1)
observe y ~ Mixture(w over k, Normal(m[k], s[k]))`,
  'a mixture whose weights vary by row': `
dim n
data { y : int[n] = [0, 3, 1, 0]   x : real[n] = [0.5, -1, 2, 0] }
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
param l ~ HalfNormal(2)
let p = inv_logit(a + b * x)
potential lik = sum(log_mix(p[i], logpdf(Poisson(l), y[i]), logpdf(Geometric(inv_logit(a)), y[i] + 1)) for i in n)`,
  'AR(2) by a recurrence of the mean': `
dim t
data { y : real[t] = [0.1, 0.5, -0.2, 0.7, 1.1, 0.3] }
param phi[2] ~ Normal(0, 0.5)
param s ~ HalfNormal(1)
let m[i in t] = if i <= 2 then 0 else phi[1] * y[i - 1] + phi[2] * y[i - 2]
observe y ~ Normal(m, s)`,
  'a latent AR(p) with a sum over lags': `
dim t = 7
dim p = 3
data { y : real[t] = [0.1, 0.5, -0.2, 0.7, 1.1, 0.3, 0] }
param phi[p] ~ Normal(0, 0.3)
param e[t] ~ Normal(0, 1)
let x[i in t] = e[i] + sum((if i > k then phi[k] * x[i - k] else 0) for k in p)
observe y ~ Normal(x, 0.5)`,
  'GARCH(1,1)': `
dim t
data { y : real[t] = [0.1, 0.5, -0.2, 0.7, 1.1, 0.3] }
param mu ~ Normal(0, 1)
param w ~ HalfNormal(1)
param a ~ Beta(1, 1)
param b ~ Flat() in 0..(1 - a)
let h[i in t] = if i == 1 then 1 else w + a * (y[i - 1] - mu)^2 + b * h[i - 1]
observe y ~ Normal(mu, sqrt(h))`,
  'a hidden Markov model by its forward algorithm': `
dim time, state = 2
data { y : real[time] = [1.1, 0.9, 9.5, 10.2, 1.3] }
param Theta[2, state] ~ Dirichlet([2, 2])
param m[state]: positive_ordered ~ Normal(5, 5)
let alpha[t in time, k in state] =
  if t == 1 then logpdf(Normal(m[k], 1), y[1])
  else log_sum_exp(alpha[t - 1, j] + log(Theta[j, k]) for j in state) + logpdf(Normal(m[k], 1), y[t])
potential forward = log_sum_exp(alpha[size(time), k] for k in state)`,
  'a left-to-right hidden Markov model': leftToRight(3),
  'a left-to-right hidden Markov model of many states': leftToRight(12),
  'a mixture of thirty components': `
dim n, k = 30
data { y : real[n] = [-2, 0.1, 3, 2.7] }
param w[k] ~ Dirichlet([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
param m[k] ~ Normal(0, 3)
observe y ~ Mixture(w over k, Normal(m[k], 1))`,
  'a random walk written as increments and as a density': `
dim t
data { y : int[t] = [3, 4, 2, 7] }
param s ~ HalfNormal(1)
param w[t] ~ GaussianRandomWalk(s, init = Normal(0, 2))
param z[t] ~ Normal(0, 1)
let v = cumsum(z) * s
observe y ~ Poisson(log_mu = w + v)`,
  'a Gaussian process with its Cholesky factor': `
dim n
data { x : real[n] = [0, 0.7, 1.5, 3]   y : int[n] = [1, 0, 4, 2] }
param rho ~ InverseGamma(5, 5)
param alpha ~ HalfNormal(1)
param z[n] ~ Normal(0, 1)
let K[i in n, j in n] = alpha^2 * exp(-0.5 * ((x[i] - x[j]) / rho)^2) + (if i == j then 1e-6 else 0)
let f = cholesky(K) @ z
observe y ~ Poisson(log_mu = f)`,
  'zero inflation, written out and by the distribution': `
dim n
data { y : int[n] = [0, 0, 3, 1]   x : real[n] = [0.1, -0.4, 1, 0.3] }
param psi ~ Beta(2, 2)
param b ~ Normal(0, 1)
let l = exp(b * x)
observe y ~ ZeroInflatedPoisson(psi, l)
potential again = sum(if y[i] == 0 then log(psi + (1 - psi) * exp(-l[i])) else log1p(-psi) + logpdf(Poisson(l[i]), y[i]) for i in n)`,
  'censoring, by a potential and by the distribution': `
dim n
data { t : real[n] = [1, 2.5, 4, 4]   c : int[n] = [0, 0, 1, 1] }
param a ~ Gamma(2, 1)
param s ~ Gamma(2, 0.5)
potential surv = sum(if c[i] == 1 then -(t[i] / s)^a else logpdf(Weibull(a, s), t[i]) for i in n)
param mu ~ Normal(0, 2)
observe t ~ Censored(Normal(mu, s), 0, 4)`,
  'a hierarchy of correlated slopes': `
dim row, g, c = ["one", "x"]
data { grp : g[row] = ["a", "b", "c", "a", "b"]   x : real[row] = [0, 1, 2, -1, 0.5]   y : real[row] = [1, 2, 3, 0, 1] }
param L[c, c] ~ LKJCholesky(2)
param tau[c] ~ HalfNormal(1)
param z[g, c] ~ Normal(0, 1)
param s ~ Exponential(1)
let b[i in g, j in c] = tau[j] * sum(L[j, k] * z[i, k] for k in c)
observe y ~ Normal(b[grp, "one"] + b[grp, "x"] * x, s)`,
  'negative binomial with an offset': `
dim n
data { y : int[n] = [0, 12, 3]   e : real[n] = [1, 5, 2] }
param a ~ Normal(0, 1)
param phi ~ Gamma(2, 0.5)
observe y ~ NegativeBinomial(log_mu = a + log(e), alpha = phi)`,
  'ordered logistic': `
dim n, cut = 3
data { y : int[n] in 1..4 = [1, 2, 4, 3]   x : real[n] = [0.2, -1, 2, 0.9] }
param b ~ Normal(0, 1)
param c[cut]: ordered ~ Normal(0, 2)
observe y ~ OrderedLogistic(b * x, c)`,
  'degrees of freedom to be estimated': `
dim n
data { y : real[n] = [0.2, -1, 8] }
param nu ~ Gamma(2, 0.1)
param mu ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ StudentT(nu, mu, s)`,
  'matrices: outer, transpose, solve, determinant, quadratic form': `
dim k = 3
param v[k] ~ Normal(0, 1)
param L[k, k]: cholesky_corr ~ LKJCholesky(1)
param C[k, k] ~ LKJCorr(2)
let S = outer(v, v) + identity(k)
deterministic d = log_det(S)
deterministic T = transpose(L) @ L
let q = quad_form(S, v)
let e = eigenvalues_sym(S)
let r = solve_spd(S, v)
let u = solve_lower(L, v)
potential p = -0.1 * q - 0.2 * sum(r) + 0.1 * sum(u * v) + 0.01 * d + 0.05 * sum(e) + 0.3 * C[1, 2] + 0.1 * sum(T)`,
  'gathers of gathers': `
dim row, school = ["x", "y", "z"], district
data { s : school[row] = ["x", "y", "x", "z"]   y : real[row] = [1, 2, 3, 4] }
data { d : district[school] = ["u", "w", "u"] }
param a[district] ~ Normal(0, 1)
param b[school] ~ Normal(a[d], 1)
observe y ~ Normal(b[s] + a[d[s]], 1)`,
  'a sum within a comprehension within a sum': `
dim i = 3
dim j = 2
param a[i] ~ Normal(0, 1)
param b[j] ~ Normal(0, 1)
let m[p in i, q in j] = sum(a[r] * b[q] * (if r == p then 2 else 1) for r in i)
potential u = -log_sum_exp(sum(m[p, q]^2 for q in j) for p in i) + min(m[p, 1] for p in i) * 0.1`,
  'a branch on data and one on a parameter': `
dim n
data { x : real[n] = [-1, 0.3, 2]   y : real[n] = [1, 2, 3] }
param a ~ Normal(0, 1)
param k ~ Normal(0.5, 1)
let f = (if x > 0 then a * x else a^2) + (if x < k then 0 else (x - k) * 2)
observe y ~ Normal(f, if a > 0 then 1 + a else 1 - a)`,
  'a branch that guards a pole': `
data { x : real[3] = [0, 1, 2]   y : real[3] = [1, 2, 3] }
param a ~ HalfNormal(1)
let f = if x > 0 then (exp(-a * x) - 1) / (a * x) + log(x * a) else 0
observe y ~ Normal(f, 1)`,
  'a branch on a parameter that guards what is summed and factored': `
dim n
data { x : real[n] = [0.5, -1, 2]   y : real[n] = [1, 2, 3] }
param a ~ Normal(0, 1)
let f = if a > 0 then x * sum(sqrt(a) * x[j]^2 for j in n) + cumsum(x * log(a)) else a
let g = if a > 0 then cholesky(sqrt(a) * outer(x, x) + identity(n)) @ y else a * y
observe y ~ Normal(f + g, 1)`,
  'definitions that are undefined where a branch does not read them': `
dim n, g = 3
data { y : real[n] = [0.1, 0.9, 1.5]   x : real[n] = [1, 2, -3]   b : real[g] = [1, -2, 1] }
param a ~ Normal(0, 1)
let q = sqrt(a)
let r = q + 1
let s = log(r) * x
let u = s^2 * b
let t[i in n] = if a > 0 then s[i] + sum(u[i, j] for j in g) + sum(s[j] * s[j] for j in n) else a * x[i]
observe y ~ Normal(t, if a > 0 then q else 1)`,
  'a smallest element that several branches use': `
dim n, k = 10
data { y : real[n] = [0.1, 0.9, 1.5]   x : real[n] = [1, 0, -1] }
param a[k] ~ Normal(0, 1)
fun bent(m, at) = if at > 0.5 then m^2 else if at < -0.5 then sin(m) else 2 * m
observe y ~ Normal(bent(min(a[j] * (1 + x^2) for j in k), x) + bent(max(a[j] - x * a[j]^2 for j in k), x), 1)`,
  'every constrained type': `
dim k = 3
param a[k]: ordered ~ Normal(0, 1)
param b[k]: positive_ordered ~ LogNormal(0, 1)
param c[k]: simplex ~ Dirichlet([1, 2, 3])
param d[k]: unit_vector ~ Normal(0, 1)
param e[k]: sum_to_zero ~ Normal(0, 1)
param f[k, k]: cholesky_corr ~ LKJCholesky(2)
param g[k, k]: corr ~ LKJCorr(1.5)
param h[k, k]: cov ~ InverseWishart(5, identity(k))
potential p = sum(a * b * c) + sum(d * e) + sum(f) + sum(g) - 0.1 * sum(h)`,
  'bounds that depend on data and on earlier parameters': `
dim g = 3
data { lo : real[g] = [0, 1, 2] }
param a[g] ~ Normal(1, 2) in lo..
param b[g] ~ Weibull(2, 1) in (a - lo)..(a + 5)
param c ~ Flat() in ..3
param d ~ Uniform(0, 1)
potential p = -c^2 - sum(b * d)`,
  'a function of functions, named arguments': `
fun sq(x) = x * x
fun rms(v: real[n]) = sqrt(mean(sq(v)))
dim n = 4
param z[n] ~ StudentT(nu = 5, mu = 0, sigma = 1)
param t ~ TruncatedNormal(mu = 0, sigma = 1, lower = -1, upper = 2)
potential p = -rms(z) * sq(t)`,
  'an observed slice, and an observed residual': `
dim t = 6
data { y : real[t] = [1, 2, 1, 3, 2, 4] }
param a ~ Normal(0, 1)
param s ~ HalfNormal(1)
let err[i in t] = y[i] - (if i == 1 then a else a * y[i - 1] + 0.3 * err[i - 1])
observe (err) ~ Normal(0, s)
observe y[i in 2..6] ~ Normal(a * y[i - 1], s)`,
  'a two-dimensional recurrence': `
dim i = 3
dim j = 4
param a ~ Normal(0, 0.5)
param e[i, j] ~ Normal(0, 1)
let u[p in i, q in j] = e[p, q] + (if p > 1 then a * u[p - 1, q] else 0)
let v[q in j, p in i] = u[p, q] + (if q > 1 then a * v[q - 1, p] else 0)
potential f = -0.1 * sum(square(v))`,
  'capture and recapture with lgamma': `
data { n1 : int = 10   n2 : int = 12   m : int = 4 }
param N ~ LogNormal(3, 1) in (n1 + n2 - m)..
potential h = lchoose(N - n1, n2 - m) - lchoose(N, n2) + lbeta(N, 2) + digamma(N)`,
  'multinomial and Dirichlet-multinomial rows': `
dim r, k
data { y : int[r, k] = [[1, 2, 3], [0, 4, 1]] }
param p[k] ~ Dirichlet([1, 1, 1])
param al[k] ~ Gamma(2, 1)
observe y ~ Multinomial([6, 5], p)
observe y ~ DirichletMultinomial([6, 5], al)`,
  'a multivariate normal over rows with an unknown covariance': `
dim r, k
data { y : real[r, k] = [[1, 2], [0, 4], [2, 1]] }
param mu[k] ~ Normal(0, 2)
param L[k, k] ~ LKJCholesky(2)
param s[k] ~ HalfNormal(1)
let D = diag(s) @ L
observe y ~ MvNormal(mu, chol = D)
observe y ~ MvStudentT(5, mu, scale = D @ transpose(D))`,
};
