# Golden values for moment matching, from R's loo. Run in the repository's root:
#   Rscript test/golden/moment-matching.R
# Needs loo >= 2.5 (Debian: r-cran-loo). Writes test/golden/moment-matching.json.
#
# A regression with an unknown scale, whose draws on the unconstrained scale (a, b, log s) both sides make alike
# (test/golden/draws.R; test/sampler/diagnose/moment-matching-inputs.ts is the other side). Some points lie far out.
#
# Without split, k and elpd are those of loo_moment_match. With split, loo 2.5.1 takes S^-1 M^-1 (y - m) + m - shift for
# the inverse of M S (x - m) + m + shift, which it is only where nothing is scaled: there the values are loo's too, as
# this script checks; elsewhere they are those of `split_elpd` below, by the inverse itself.
suppressPackageStartupMessages(library(loo))

source("test/golden/draws.R")

draws <- 500
chains <- 4
S <- draws * chains
n <- 24
z <- normals(n, 701)

# Near the posterior: its mean, and a lower triangular root of its covariance, rounded.
inputs <- function(x, y, centre, root) {
  u <- matrix(0, S, 3)
  for (chain in 1:chains) {
    e <- sapply(0:2, function(d) ar1(draws, 0.3, 800 + 10 * chain + d))
    rows <- (chain - 1) * draws + 1:draws
    for (d in 1:3) u[rows, d] <- centre[d] + root[d, 1] * e[, 1] + root[d, 2] * e[, 2] + root[d, 3] * e[, 3]
  }
  list(x = x, y = y, u = u)
}

# Three outliers; and one point so far out in x that it alone decides a direction across both coefficients.
x <- z
y <- 1 + 2 * x + normals(n, 702)
y[5] <- 7.5
x[9] <- 4
y[9] <- 2
x[14] <- -3.2
y[14] <- -13
outliers <- inputs(x, y, c(0.55, 2.07, 0.99), matrix(c(0.55, 0, 0, -0.044, 0.42, 0, 0, 0, 0.14), nrow = 3, byrow = TRUE))
x <- z
x[9] <- 12
y <- 1 + 2 * x + normals(n, 702)
lever <- inputs(x, y, c(0.97, 1.97, 0.3), matrix(c(0.285, 0, 0, -0.03, 0.105, 0, 0, 0, 0.146), nrow = 3, byrow = TRUE))

normal <- function(v, mu, s) -0.5 * ((v - mu) / s)^2 - log(s) - 0.918938533204672741780329736406
by_chain <- function(v) matrix(v, nrow = draws)
log_sum_exp <- function(v) max(v) + log(sum(exp(v - max(v))))

describe_set <- function(x, y, u) {
  log_lik <- function(u, i) normal(y[i], u[, 1] + u[, 2] * x[i], exp(u[, 3]))
  log_prob <- function(u) {
    total <- normal(u[, 1], 0, 5) + normal(u[, 2], 0, 5) + normal(exp(u[, 3]), 0, 3) + u[, 3]
    for (i in 1:n) total <- total + log_lik(u, i)
    total
  }
  ll <- array(0, dim = c(draws, chains, n))
  for (i in 1:n) ll[, , i] <- by_chain(log_lik(u, i))
  r_eff <- relative_eff(exp(ll))
  plain <- suppressWarnings(loo(ll, r_eff = r_eff))

  matched <- function(threshold, split) {
    suppressWarnings(loo_moment_match(
      NULL, plain,
      post_draws = function(x, ...) u, log_lik_i = function(x, i, ...) by_chain(log_lik(u, i)),
      unconstrain_pars = function(x, pars, ...) pars, log_prob_upars = function(x, upars, ...) log_prob(upars),
      log_lik_i_upars = function(x, upars, i, ...) log_lik(upars, i),
      k_threshold = threshold, split = split, cores = 1
    ))
  }

  weigh <- function(ratios, i) {
    one <- suppressWarnings(psis(ratios, r_eff = r_eff[i]))
    list(lw = as.vector(weights(one)), k = one$diagnostics$pareto_k)
  }

  # The transformations in turn, with the map that they compose: A (x - m) + b.
  transformed <- function(i, threshold) {
    old <- log_prob(u)
    m <- colMeans(u)
    state <- c(list(u = u, a = diag(3), b = m, steps = character()), weigh(-log_lik(u, i), i))
    while (length(state$steps) < 30 && state$k > threshold) {
      w <- exp(state$lw)
      mean_now <- colMeans(state$u)
      mean_new <- colSums(w * state$u)
      second <- (colSums(w * state$u^2) - mean_new^2) * S / (S - 1)
      maps <- list(
        mean = diag(3), variance = diag(sqrt(second / apply(state$u, 2, var))),
        covariance = t(chol(cov.wt(state$u, wt = w)$cov)) %*% solve(t(chol(cov(state$u))))
      )
      better <- FALSE
      for (step in names(maps)) {
        new_u <- sweep(sweep(state$u, 2, mean_now) %*% t(maps[[step]]), 2, mean_new, "+")
        one <- weigh(-log_lik(new_u, i) + log_prob(new_u) - old, i)
        if (one$k < state$k) {
          better <- TRUE
          state <- c(
            list(u = new_u, a = maps[[step]] %*% state$a, b = state$b + mean_new - mean_now, steps = c(state$steps, step)),
            one
          )
          break
        }
      }
      if (!better) break
    }
    c(state, list(m = m))
  }

  # A mixture of the draws as they are and transformed, half each, as proposal.
  split_elpd <- function(i, found) {
    forward <- sweep(sweep(u, 2, found$m) %*% t(found$a), 2, found$b, "+")
    backward <- sweep(sweep(u, 2, found$b) %*% t(solve(found$a)), 2, found$m, "+")
    first <- 1:S <= S %/% 2
    at <- u
    at[first, ] <- forward[first, ]
    behind <- u
    behind[!first, ] <- backward[!first, ]
    own <- log_prob(at)
    other <- log_prob(behind) - log(det(found$a))
    mixture <- pmax(own, other) + log1p(exp(-abs(own - other)))
    lik <- log_lik(at, i)
    log_sum_exp(lik + weigh(own - lik - mixture, i)$lw)
  }

  describe <- function(threshold) {
    whole <- matched(threshold, FALSE)
    halves <- matched(threshold, TRUE)
    bad <- which(plain$diagnostics$pareto_k > threshold)
    steps <- integer()
    splits <- sapply(bad, function(i) {
      found <- transformed(i, threshold)
      stopifnot(abs(found$k - whole$diagnostics$pareto_k[i]) < 1e-9)
      elpd <- split_elpd(i, found)
      if (length(found$steps) > 0 && all(found$steps == "mean"))
        stopifnot(abs(elpd - halves$pointwise[i, "elpd_loo"]) < 1e-9)
      steps <<- c(steps, length(found$steps))
      elpd
    })
    list(
      threshold = threshold, points = bad - 1, kBefore = plain$diagnostics$pareto_k[bad],
      k = whole$diagnostics$pareto_k[bad], elpd = as.vector(whole$pointwise[bad, "elpd_loo"]), split = splits,
      steps = steps, elpdLoo = whole$estimates["elpd_loo", "Estimate"]
    )
  }

  list(
    firstPosition = u[1, ], lastPosition = u[S, ], lastDensity = log_prob(u)[S],
    usual = describe(0.5), thorough = describe(-0.2)
  )
}

golden <- list(
  madeBy = paste0("test/golden/moment-matching.R with ", R.version.string, ", loo ", packageVersion("loo")),
  outliers = do.call(describe_set, outliers), lever = do.call(describe_set, lever)
)
writeLines(to_json(golden), "test/golden/moment-matching.json")
