# Rscript zoo.R > zoo.json: Stan's log density and gradient on the unconstrained scale at a few points, for
# zoo.stan, whose twin is zoo.bayes. Needs rstan (Debian: r-cran-rstan r-cran-bh r-base-dev).
suppressMessages(library(rstan))
# Debian keeps Boost with the other headers, not in an R package.
if (!dir.exists(system.file("include", package = "BH"))) rstan_options(boost_lib = "/usr/include")
data <- list(
  y = c(0.3, -1.2, 2.1), pos = c(0.4, 1.7, 3.2), unit = c(0.2, 0.85), trial = c(5L, 6L, 9L),
  count = c(0L, 3L, 7L), flag = c(0L, 1L, 1L), grade = c(1L, 2L, 4L, 3L), kind = c(1L, 3L, 2L),
  three = c(0.5, -0.4, 1.1)
)
fit <- suppressMessages(sampling(stan_model("zoo.stan"), data = data, chains = 0))
size <- get_num_upars(fit)
set.seed(20261121)
points <- c(list(rep(0, size)), lapply(1:7, function(i) round(runif(size, -1.5, 1.5), 3)))
numbers <- function(x) sprintf("[%s]", paste(trimws(formatC(x, digits = 17, format = "g")), collapse = ", "))
rows <- sapply(points, function(at) {
  gradient <- grad_log_prob(fit, at, adjust_transform = TRUE)
  sprintf(
    '  { "at": %s, "logDensity": %s, "gradient": %s }',
    numbers(at), formatC(attr(gradient, "log_prob"), digits = 17, format = "g"), numbers(as.numeric(gradient))
  )
})
cat(sprintf('{ "stan": "%s", "points": [\n%s\n] }\n', stan_version(), paste(rows, collapse = ",\n")))
