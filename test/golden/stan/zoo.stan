// One of everything, as in zoo.bayes: constrained types, and densities in every argument that is not data.
data {
  vector[3] y; real pos[3]; real unit[2]; int count[3]; int trial[3]; int flag[3]; int grade[4]; int kind[3];
  vector[3] three;
}
parameters {
  real mu;
  real<lower=0> s;
  real<lower=0> k;
  real<lower=0, upper=1> p;
  real<lower=-1, upper=2> t;
  real<upper=3> below;
  simplex[4] w;
  ordered[3] c;
  positive_ordered[3] po;
  cholesky_factor_corr[3] L;
  corr_matrix[3] R;
  cov_matrix[2] S;
  vector[3] m;
}
model {
  target += normal_lpdf(mu | 0, 2);
  target += normal_lpdf(s | 0, 1) - normal_lccdf(0 | 0, 1);
  target += gamma_lpdf(k | 3, 2);
  target += beta_lpdf(p | 2, 3);
  target += normal_lpdf(t | mu, s) - log_diff_exp(normal_lcdf(2 | mu, s), normal_lcdf(-1 | mu, s));
  target += normal_lpdf(below | 0, 2) - normal_lcdf(3 | 0, 2);
  target += dirichlet_lpdf(w | [1.5, 2, 3, 0.7]');
  target += normal_lpdf(c | 0, 2);
  target += lognormal_lpdf(po | 0, 1);
  target += lkj_corr_cholesky_lpdf(L | 2.5);
  target += lkj_corr_lpdf(R | 1.5);
  target += inv_wishart_lpdf(S | 5, [[2, 0.3], [0.3, 1]]);
  target += multi_normal_cholesky_lpdf(m | rep_vector(mu, 3), diag_pre_multiply([s, k, 1]', L));

  target += normal_lpdf(y | mu, s);
  target += student_t_lpdf(y | k + 1, mu, s);
  target += cauchy_lpdf(y | mu, s);
  target += double_exponential_lpdf(y | mu, s);
  target += logistic_lpdf(y | mu, s);
  target += gumbel_lpdf(y | mu, s);
  target += skew_normal_lpdf(y | mu, s, t);
  target += exp_mod_normal_lpdf(y | mu, s, k);
  target += lognormal_lpdf(pos | mu, s);
  target += gamma_lpdf(pos | k, s);
  target += inv_gamma_lpdf(pos | k, s);
  target += weibull_lpdf(pos | k, s);
  target += exponential_lpdf(pos | s);
  target += chi_square_lpdf(pos | k);
  target += beta_lpdf(unit | k, s);
  target += von_mises_lpdf(y | mu, k);
  target += poisson_log_lpmf(count | mu);
  target += poisson_lpmf(count | k);
  target += neg_binomial_2_lpmf(count | k, s);
  target += neg_binomial_2_log_lpmf(count | mu, k);
  target += binomial_lpmf(count | trial, p);
  target += binomial_logit_lpmf(count | trial, mu);
  target += beta_binomial_lpmf(count | trial, k, s);
  target += bernoulli_lpmf(flag | p);
  target += bernoulli_logit_lpmf(flag | mu);
  target += ordered_logistic_lpmf(grade | rep_vector(mu, 4), c);
  for (i in 1:4) target += ordered_probit_lpmf(grade[i] | mu, c);
  target += categorical_lpmf(kind | w);
  target += categorical_logit_lpmf(kind | m);
  target += multi_normal_lpdf(three | m, quad_form_diag(R, [s, k, 1]'));
  target += multi_student_t_lpdf(three | k + 2, m, R);
  target += log_mix(p, normal_lpdf(y[1] | mu, s), normal_lpdf(y[1] | below, k));
}
