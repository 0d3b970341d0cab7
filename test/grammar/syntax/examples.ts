/** Every program and fragment of the language reference. */

export const firstProgram = `# Radon in Minnesota homes: partial pooling by county
model radon

dim home, county

data from "radon.csv" {
  log_radon : real[home]
  basement  : int[home] in 0..1
  county_of : county[home] = column("county")   # each value is a label of dimension county
}

param mu_a    ~ Normal(0, 10)
param sigma_a ~ HalfNormal(1)
param a[county] ~ Normal(mu_a, sigma_a)
param b       ~ Normal(0, 10)
param sigma   ~ HalfNormal(1)

let mu = a[county_of] + b * basement            # real[home], inferred
observe log_radon ~ Normal(mu, sigma)

sample { draws = 2000, tune = 2000, chains = 4, target_accept = 0.95, seed = 9 }
`;

export const fragments: readonly string[] = [
  'dim a, b',
  'dim coef = ["intercept", "slope"]',
  'dim k = 3',
  'dim t = T',
  'data { J : int = 8 }',
  'data { x : real?[n] y : int? n : int in 0..n m : int in 0.. k : int in ..10 z : real = 3 }',
  'data from "f.csv" { X : real[home, coef] = columns("x1", "x2") c : county[home] = column("other name") }',
  'param beta[3] ~ Normal(0, 1)',
  'param x[d1, d2] ~ Normal(0, 1)',
  'param c[d]: ordered ~ Normal(0, 1) in 0..5',
  'param c[d]: positive_ordered ~ Normal(0, 1)',
  'param f ~ Flat() in lo..hi',
  'let x[i in d] = x0[i]',
  'deterministic x = a + b',
  'deterministic x[i in d, j in e] = a[i] + b[j]',
  'observe y ~ Normal(mu, sigma)',
  'observe y[t in 6..T] ~ Normal(mu[t], sigma)',
  'observe y[t in time] ~ Normal(mu[t], sigma)',
  'observe y[i in row where not post[i] and x[i] > 0] ~ Normal(mu[i], sigma)',
  'observe y[i in row, t in 2..T where seen[i, t]] ~ Normal(mu[t], sigma) weight w[i]',
  'observe (y - mu) ~ Normal(0, sigma)',
  'observe interval(lo, hi) ~ Weibull(a, s) weight w',
  'let s = sum(x[i] * w[j] for i in a for j in b)',
  'potential p = -x^2',
  'fun f(a, b) = a * b',
  'fun f(a: real[d], n: int) = sum(a) / n',
  'fun f() = 1',
  'predict next from "new.csv"',
  'predict next { x = [1, 2, 3] }',
  'formula "y ~ 1 + x + (1 + x | g)" family Normal',
  'formula "y ~ 1 + x"',
  'formula "y ~ 1 + x" family Normal(link = log) from "f.csv" sigma ~ x',
  'formula "y ~ 1 + x" from "f.csv" family Poisson prior b ~ Normal(0, 1)',
  'formula "y ~ x" family Normal sigma ~ 1 + x prior b["x"] ~ Normal(0, 1) nu ~ "x:z + (1 | g)" prior sigma ~ HalfNormal(1)',
  'advi { draws = 1000 }',
  'pathfinder { paths = 4 }',
  'sample { draws = enough, max_draws = 20000 }',
  'sample { init = pathfinder }',
  'sample { init = { mu = 50, a = { north = 1, "Far East" = 2 }, b = [1, 2] }, seed = 3 }',
  'let g = a[county_of] + a["Anoka"] + a[2] + x[t - 1] + x[i, j] + sum(x[2..5]) + sum(C[.., 1])',
  'let K[i in obs, j in obs] = alpha^2 * exp(-0.5 * ((x[i] - x[j]) / rho)^2)',
  'let err[t in time] = y[t] - (if t == 1 then mu + phi * mu else mu + phi * y[t - 1] + theta * err[t - 1])',
  `let alpha[t in time, k in state] =
  if t == 1 then logpdf(Normal(m[k], 1), y[1])
  else log_sum_exp(alpha[t - 1, j] + log(Theta[j, k]) for j in state) + logpdf(Normal(m[k], 1), y[t])
potential forward = log_sum_exp(alpha[T, k] for k in state)`,
  'let s = sum(x) + sum(x over home) + sum(f(k) for k in state)',
  'let p = X @ beta + dot(a, b)',
  'let l = logpdf(Normal(mu = 0, sigma = 1), x) + cdf(Poisson(3), 2)',
  'observe y ~ Mixture(w, Normal(m1, 1), Normal(m2, 1))',
  'observe y ~ Mixture(w over k, Normal(mu[k], 1))',
  'observe y ~ Truncated(Normal(0, 1), 0, 5)',
  'let z = ode(f, [1, 2], 0, times, theta, rtol = 1e-6, atol = 1e-8, max_steps = 1000)',
  'let z = ode(f, [1, 2], 0, times, events = ([0, 1], "gut", (a + b) * dose), rtol = 1e-6)',
  'observe y ~ Bernoulli(logit_p = eta)',
  'param w ~ GaussianRandomWalk(sigma, init = Normal(0, 1))',
  'let b = true and not false or x == 1',
];
