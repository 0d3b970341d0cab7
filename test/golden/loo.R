# Golden values for `bayes loo` and `bayes compare`, from R's loo. Run in the repository's root:
#   Rscript test/golden/loo.R
# Needs loo >= 2.5 (Debian: r-cran-loo). Writes test/golden/loo.json.
#
# Three regressions of 120 observations, of which one lies far out, under 4 × 500 correlated draws. The
# log likelihoods are not stored: both sides make them, bit for bit (test/golden/draws.R).
# test/sampler/diagnose/loo-inputs.ts is the other side.
suppressPackageStartupMessages(library(loo))

source("test/golden/draws.R")

draws <- 500
chains <- 4
n <- 120
x <- normals(n, 301)
z <- normals(n, 302)
y <- 0.5 + x + 0.15 * z + normals(n, 303)
y[7] <- 9

# A draw's own scatter of each mean, wider for some points, gives every level of k.
model <- function(seed, phi, slope_x, slope_z, scatter) {
  ll <- array(0, dim = c(draws, chains, n))
  for (chain in 1:chains) {
    a <- 0.5 + 0.09 * ar1(draws, phi, seed + 10 * chain)
    b <- slope_x + 0.09 * ar1(draws, phi, seed + 10 * chain + 1)
    c <- slope_z * (1 + 0.4 * ar1(draws, phi, seed + 10 * chain + 2))
    for (i in 1:n) {
      wide <- scatter * ((i - 1) %% 12) / 11
      e <- normals(draws, seed + 1000 + chain * n + i)
      r <- y[i] - (a + b * x[i] + c * z[i] + wide * e)
      ll[, chain, i] <- -0.5 * r * r - 0.918938533204672741780329736406
    }
  }
  ll
}
lls <- list(
  both = model(50000, 0.5, 1, 0.15, 0.25),
  slope = model(60000, 0.2, 1, 0, 0.25),
  flexible = model(70000, -0.3, 1, 0.15, 1.1),
  flat = model(80000, 0.7, 0, 0, 0.1)
)
fits <- lapply(lls, function(ll) suppressWarnings(loo(ll, r_eff = relative_eff(exp(ll)))))

describe <- function(fit, ll) {
  list(
    first = ll[1, 1, 1], last = ll[draws, chains, n],
    elpd = fit$estimates["elpd_loo", "Estimate"], se = fit$estimates["elpd_loo", "SE"],
    mcse = if (any(fit$diagnostics$pareto_k > 0.7)) NA else sqrt(sum(fit$pointwise[, "mcse_elpd_loo"]^2)),
    pLoo = fit$estimates["p_loo", "Estimate"],
    bad = sum(fit$diagnostics$pareto_k > min(1 - 1 / log10(draws * chains), 0.7)),
    kHat = fit$diagnostics$pareto_k,
    pointwise = as.vector(fit$pointwise[, "elpd_loo"])
  )
}

# In the order of loo_compare: best first.
describe_comparison <- function(names) {
  table <- suppressWarnings(loo_compare(fits[names]))
  lpd <- sapply(names, function(name) fits[[name]]$pointwise[, "elpd_loo"])
  weights <- as.vector(stacking_weights(lpd))
  objective <- function(w) sum(log(exp(lpd) %*% w))
  # constrOptim stops up to 1e-5 below the maximum: multiplicative (EM) steps, which never lose, climb on.
  # The slope's excess over n bounds what is left to gain, for the objective is concave.
  best <- rep(1, length(names)) / length(names)
  for (step in 1:200000) {
    slope <- as.vector(t(exp(lpd)) %*% (1 / (exp(lpd) %*% best)))
    if (max(slope) - n < 1e-10) break
    best <- best * slope / n
  }
  list(
    order = match(rownames(table), names) - 1,
    elpdDiff = as.vector(table[, "elpd_diff"]), seDiff = as.vector(table[, "se_diff"]),
    weights = weights, objective = objective(weights),
    bestWeights = best, bestObjective = objective(best), leftToGain = max(slope) - n
  )
}

golden <- list(
  madeBy = paste0("test/golden/loo.R with ", R.version.string, ", loo ", packageVersion("loo")),
  models = mapply(describe, fits, lls, SIMPLIFY = FALSE),
  comparisons = list(
    two = describe_comparison(c("slope", "both")),
    three = describe_comparison(c("slope", "both", "flexible")),
    four = describe_comparison(c("flat", "slope", "both", "flexible"))
  )
)

writeLines(to_json(golden), "test/golden/loo.json")
