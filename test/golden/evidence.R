# Golden values for the evidence of a conjugate regression: its closed form, the estimate of R's bridgesampling from
# independent draws of its posterior, and bridgesampling's iteration on log densities made up here. Run in the
# repository's root:
#   Rscript test/golden/evidence.R
# Needs bridgesampling and jsonlite (Debian: r-cran-bridgesampling, r-cran-jsonlite). Writes test/golden/evidence.json.
library(bridgesampling)
library(jsonlite)

set.seed(7)
n <- 30
x <- round(rnorm(n), 3)
y <- round(1 + 0.4 * x + rnorm(n, 0, 0.8), 3)
shape <- 3
rate <- 2
prior_sd <- 2

# beta | v ~ N(0, prior_sd^2 v I), v ~ InverseGamma(shape, rate), y | beta, v ~ N(X beta, v I): y is multivariate t.
evidence_of <- function(X) {
  S <- diag(n) + prior_sd^2 * X %*% t(X)
  lgamma(shape + n / 2) - lgamma(shape) - n / 2 * log(2 * pi * rate) -
    0.5 * as.numeric(determinant(S)$modulus) -
    (shape + n / 2) * log1p(sum(y * solve(S, y)) / (2 * rate))
}
posterior_draws <- function(X, count) {
  precision <- t(X) %*% X + diag(ncol(X)) / prior_sd^2
  centre <- solve(precision, t(X) %*% y)
  scale <- rate + 0.5 * (sum(y^2) - sum(centre * (precision %*% centre)))
  v <- 1 / rgamma(count, shape + n / 2, scale)
  root <- t(chol(solve(precision)))
  beta <- t(sapply(v, function(v) as.vector(centre) + sqrt(v) * root %*% rnorm(ncol(X))))
  if (ncol(X) == 1) beta <- t(beta)
  cbind(beta, v)
}
log_target <- function(X) function(draw, data) {
  p <- ncol(X)
  beta <- draw[1:p]
  v <- exp(draw[p + 1])
  sum(dnorm(y, X %*% beta, sqrt(v), log = TRUE)) + sum(dnorm(beta, 0, prior_sd * sqrt(v), log = TRUE)) +
    shape * log(rate) - lgamma(shape) - (shape + 1) * log(v) - rate / v + log(v)
}
fit <- function(X) {
  p <- ncol(X)
  draws <- round(posterior_draws(X, 2000), 6)
  free <- cbind(draws[, 1:p, drop = FALSE], log(draws[, p + 1]))
  colnames(free) <- c(paste0("b", 1:p), "v")
  bounds <- function(value) setNames(rep(value, p + 1), colnames(free))
  bridge <- bridge_sampler(free, log_posterior = log_target(X), data = list(), lb = bounds(-Inf), ub = bounds(Inf),
    silent = TRUE)
  list(
    draws = lapply(seq_len(p + 1), function(k) draws[, k]),
    log_evidence = evidence_of(X),
    bridge = bridge$logml,
    bridge_error = error_measures(bridge)$cv
  )
}

count <- 200
q <- list(q11 = rnorm(count, -50, 2), q12 = rnorm(count, -3, 1), q21 = rnorm(count, -52, 3), q22 = rnorm(count, -3, 1))
iterate <- function(neff) bridgesampling:::.run.iterative.scheme(q$q11, q$q12, q$q21, q$q22, r0 = 0.5, tol = 1e-12, L = NULL,
  method = "normal", maxiter = 10000, silent = TRUE, criterion = "r", neff = neff)$logml

result <- list(
  x = x, y = y,
  line = fit(cbind(1, x)),
  constant = fit(cbind(rep(1, n))),
  iteration = c(q, list(independent = as.numeric(iterate(count)), dependent = as.numeric(iterate(60))))
)
writeLines(toJSON(result, digits = NA, auto_unbox = TRUE), "test/golden/evidence.json")
