data {
  int<lower=1> N; int<lower=1> J;
  vector[N] log_radon; vector[N] floor_measure; int<lower=1, upper=J> county[N];
}
parameters { real mu_a; real<lower=0> sigma_a; vector[J] a; real b_floor; real<lower=0> sigma; }
model {
  mu_a ~ normal(0, 10);
  sigma_a ~ normal(0, 1);
  a ~ normal(mu_a, sigma_a);
  b_floor ~ normal(0, 10);
  sigma ~ normal(0, 1);
  log_radon ~ normal(a[county] + b_floor * floor_measure, sigma);
}
