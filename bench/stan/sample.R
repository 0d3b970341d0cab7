# Rscript sample.R MODEL.stan DATA.R: samples with rstan on one core and prints what it took.
suppressMessages({
  library(rstan)
})
# Debian keeps Boost with the other headers, not in an R package.
if (!dir.exists(system.file("include", package = "BH"))) rstan_options(boost_lib = "/usr/include")
args <- commandArgs(trailingOnly = TRUE)
begun <- proc.time()[["elapsed"]]
model <- stan_model(args[[1]])
compiled <- proc.time()[["elapsed"]] - begun
fit <- sampling(
  model,
  data = read_rdump(args[[2]]), chains = 4, iter = 2000, warmup = 1000, cores = 1, refresh = 0, seed = 7
)
seconds <- sum(get_elapsed_time(fit))
leapfrogs <- sum(sapply(get_sampler_params(fit, inc_warmup = TRUE), function(x) sum(x[, "n_leapfrog__"])))
ess <- min(monitor(fit, print = FALSE)[, "Bulk_ESS"], na.rm = TRUE)
cat(sprintf(
  '{"compile_s": %f, "sample_s": %f, "gradients": %d, "min_ess": %f, "version": "%s"}\n',
  compiled, seconds, as.integer(leapfrogs), ess, stan_version()
))
