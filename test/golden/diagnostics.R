# Golden values for sampler/diagnose, from R's posterior and loo. Run in the repository's root:
#   Rscript test/golden/diagnostics.R
# Needs posterior >= 1.4 and loo >= 2.5 (Debian: r-cran-posterior, r-cran-loo). Writes
# test/golden/diagnostics.json.
#
# The draws are not stored: both sides make them, bit for bit (test/golden/draws.R).
# test/sampler/diagnose/golden-inputs.ts is the other side.
suppressPackageStartupMessages({
  library(posterior)
  library(loo)
})

source("test/golden/draws.R")

chains_of <- function(n, chains, f) sapply(seq_len(chains), function(chain) f(n, 1000 + 77 * chain))

sets <- list(
  iid = chains_of(500, 4, normals),
  ar1 = chains_of(600, 4, function(n, s) ar1(n, 0.7, s)),
  slow = chains_of(400, 4, function(n, s) ar1(n, 0.99, s)),
  antithetic = chains_of(500, 4, function(n, s) ar1(n, -0.6, s)),
  shifted = sapply(1:4, function(chain) normals(300, 10 + chain) + (chain == 4) * 0.7),
  scaled = sapply(1:4, function(chain) normals(300, 20 + chain) * (1 + 2 * (chain == 2))),
  stuck = sapply(1:4, function(chain) if (chain == 3) rep(0.25, 300) else normals(300, 30 + chain)),
  # A ratio of two normals: Cauchy-like tails.
  heavy = sapply(1:4, function(chain) normals(400, 40 + chain) / normals(400, 50 + chain)),
  odd = chains_of(251, 3, function(n, s) ar1(n, 0.4, s)),
  single = chains_of(1000, 1, function(n, s) ar1(n, 0.5, s)),
  short = chains_of(10, 2, normals),
  discrete = chains_of(400, 4, function(n, s) floor(2 * ar1(n, 0.5, s))),
  offset = chains_of(500, 4, normals) * 1e-3 + 1e3,
  # Shapes of 1, of 1/2 on one side, and of two tails, the left one the heavier.
  oneTail = chains_of(500, 4, function(n, s) 1 / uniforms(n, s)),
  rightTail = chains_of(500, 4, function(n, s) 1 / sqrt(uniforms(n, s))),
  leftTail = chains_of(500, 4, function(n, s) sqrt(uniforms(n, 3 * s)) - 1 / sqrt(uniforms(n, s))),
  energy = chains_of(500, 4, function(n, s) { x <- ar1(n, 0.8, s); x * x })
)

# ArviZ's hdi of one mode (arviz/stats/stats.py, _hdi): floor(mass * n) apart, the first narrowest.
hdi <- function(x, mass) {
  s <- sort(as.vector(x))
  n <- length(s)
  span <- floor(mass * n)
  width <- s[(span + 1):n] - s[1:(n - span)]
  best <- which.min(width)
  c(s[best], s[best + span])
}

# ArviZ's bfmi (arviz/stats/diagnostics.py): mean squared difference over the unbiased variance.
e_bfmi <- function(energy) mean(diff(energy)^2) / var(energy)

# posterior's pareto_khat, which it has since 1.5, after its definition (R/pareto_smooth.R; Vehtari, Simpson,
# Gelman, Yao and Gabry 2024, appendix H for the length of a tail), with loo's fit. A tail of which at least a
# quarter is tied to its lowest value has none.
tail_k <- function(x, n_tail) {
  s <- sort(as.vector(x))
  n <- length(s)
  tail <- s[(n - n_tail + 1):n] - s[n - n_tail]
  if (tail[n_tail] <= tail[1] || tail[floor(n_tail / 4 + 0.5)] <= tail[1]) return(NA)
  gpdfit(tail, sort_x = FALSE)$k
}
pareto_k <- function(x) {
  n <- length(x)
  r_eff <- ess_tail(x) / n
  n_tail <- floor(if (n * r_eff > 225) 3 * sqrt(n / r_eff) else n / 5)
  n_tail <- min(max(n_tail, 5), floor(n / 2))
  k <- c(tail_k(-x, n_tail), tail_k(x, n_tail))
  if (all(is.na(k))) NA else max(k, na.rm = TRUE)
}

describe <- function(x) {
  rv <- suppressWarnings(list(
    mean = mean(x), sd = sd(as.vector(x)),
    hdi = hdi(x, 0.94),
    quantiles = as.vector(quantile(as.vector(x), c(0, 0.05, 0.25, 0.5, 0.95, 1))),
    rHat = rhat(x),
    essBulk = ess_bulk(x), essTail = ess_tail(x), essMean = ess_mean(x), essSd = ess_sd(x),
    essQuantile25 = as.vector(ess_quantile(x, 0.25)),
    mcseMean = mcse_mean(x), mcseSd = mcse_sd(x),
    paretoK = pareto_k(x), paretoKSd = pareto_k((x - mean(x))^2),
    eBfmi = apply(x, 2, e_bfmi)
  ))
  # A check that the other side made the same numbers.
  c(list(draws = nrow(x), chains = ncol(x), first = x[1, 1], last = x[nrow(x), ncol(x)]), rv)
}

# Pareto-smoothed importance sampling and LOO on log likelihoods of a normal model with an outlier.
log_ratios <- list(
  light = 0.3 * normals(1000, 901),
  moderate = { z <- normals(1000, 902); 0.5 * z * z },
  heavy = { z <- normals(2000, 903); 1.4 * z * z },
  equal = rep(0.5, 100),
  tiny = normals(20, 904)
)
describe_psis <- function(lr, r_eff) {
  fit <- suppressWarnings(psis(lr, r_eff = r_eff))
  lw <- as.vector(weights(fit, log = TRUE, normalize = TRUE))
  list(
    draws = length(lr), rEff = r_eff, first = lr[1], kHat = fit$diagnostics$pareto_k,
    ess = fit$diagnostics$n_eff, tail = attr(fit, "tail_len"),
    logWeightFirst = lw[1], logWeightMax = max(lw), logWeightMin = min(lw),
    logWeightSumSquares = sum(lw * lw)
  )
}

loo_y <- c(normals(11, 950), 6)
loo_mu <- chains_of(500, 4, function(n, s) ar1(n, 0.3, s)) * 0.3 + 0.4
loo_ll <- array(0, dim = c(500, 4, 12))
for (i in 1:12) loo_ll[, , i] <- -0.5 * (loo_y[i] - loo_mu) * (loo_y[i] - loo_mu) - 0.918938533204672741780329736406
loo_reff <- relative_eff(exp(loo_ll))
loo_fit <- suppressWarnings(loo(loo_ll, r_eff = loo_reff))

golden <- list(
  madeBy = paste0("test/golden/diagnostics.R with ", R.version.string, ", posterior ",
                  packageVersion("posterior"), ", loo ", packageVersion("loo")),
  sets = lapply(sets, describe),
  psis = c(lapply(log_ratios, describe_psis, r_eff = 1),
           list(moderateCorrelated = describe_psis(log_ratios$moderate, 0.4))),
  loo = list(
    rEff = loo_reff,
    elpd = loo_fit$estimates["elpd_loo", "Estimate"], se = loo_fit$estimates["elpd_loo", "SE"],
    pLoo = loo_fit$estimates["p_loo", "Estimate"],
    pointwise = as.vector(loo_fit$pointwise[, "elpd_loo"]),
    mcse = as.vector(loo_fit$pointwise[, "mcse_elpd_loo"]),
    kHat = loo_fit$diagnostics$pareto_k
  )
)

writeLines(to_json(golden), "test/golden/diagnostics.json")
