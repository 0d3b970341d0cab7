# Golden values for contrasts, expected outcomes, probability of direction, ROPE and hypotheses:
# a Poisson regression with groups, from draws made up here. Run in the repository's root:
#   Rscript test/golden/effects.R
# Needs jsonlite (Debian: r-cran-jsonlite). Writes test/golden/effects.json.
library(jsonlite)

set.seed(20)
n <- 40
sites <- c("north", "south", "west")
data <- data.frame(
  treated = rbinom(n, 1, 0.4),
  x = round(rnorm(n), 4),
  site = sample(sites, n, replace = TRUE)
)
count <- 400
draws <- data.frame(
  alpha = round(rnorm(count, 0.3, 0.2), 6),
  beta = round(rnorm(count, 0.25, 0.15), 6),
  gamma = round(rnorm(count, -0.1, 0.2), 6),
  north = round(rnorm(count, -0.2, 0.3), 6),
  south = round(rnorm(count, 0.1, 0.3), 6),
  west = round(rnorm(count, 0.4, 0.3), 6)
)
data$y <- rpois(n, exp(0.3 + 0.25 * data$treated))

# Expected count of each row at one draw, with the columns of `rows`.
expected <- function(draw, rows) {
  site <- unlist(draws[draw, sites])[rows$site]
  unname(exp(draws$alpha[draw] + draws$beta[draw] * rows$treated + draws$gamma[draw] * rows$x + site))
}
average <- function(change) sapply(seq_len(count), function(draw) mean(expected(draw, change(data))))
summary_of <- function(values) {
  q <- quantile(values, c(0.03, 0.5, 0.97), names = FALSE)
  list(mean = mean(values), sd = sd(values), q3 = q[1], q50 = q[2], q97 = q[3])
}
rope <- c(-0.25, 0.25)
direction_of <- function(values) list(
  p_direction = max(mean(values > 0), mean(values < 0)),
  direction = if (mean(values > 0) >= mean(values < 0)) "positive" else "negative",
  in_rope = mean(values >= rope[1] & values <= rope[2])
)
contrast <- function(high, low) {
  difference <- average(high) - average(low)
  c(summary_of(difference), direction_of(difference))
}
with_column <- function(name, value, base = identity) function(rows) {
  rows <- base(rows)
  rows[[name]] <- value
  rows
}
middle <- data.frame(treated = 0, x = mean(data$x), site = names(which.max(table(data$site))))
stopifnot(names(which.max(table(data$treated))) == "0", sum(table(data$site) == max(table(data$site))) == 1)

result <- list(
  data = as.list(data),
  draws = as.list(draws),
  rope = rope,
  treated = contrast(with_column("treated", 1), with_column("treated", 0)),
  treated_at_south = contrast(
    with_column("treated", 1, with_column("site", "south")),
    with_column("treated", 0, with_column("site", "south"))
  ),
  west_against_north = contrast(with_column("site", "west"), with_column("site", "north")),
  south_against_north = contrast(with_column("site", "south"), with_column("site", "north")),
  average_at_x = lapply(c(-1, 0.5), function(x) summary_of(average(with_column("x", x)))),
  middle_at_x = lapply(c(-1, 0.5), function(x) {
    summary_of(sapply(seq_len(count), function(draw) expected(draw, with_column("x", x)(middle))))
  }),
  hypotheses = list(
    beta_positive = mean(draws$beta > 0),
    west_above_north = mean(draws$west > draws$north),
    both = mean(draws$beta > 0.2 & draws$gamma < 0),
    above = lapply(sites, function(site) mean(draws[[site]] > 0.1))
  ),
  beta = direction_of(draws$beta)
)
write(toJSON(result, auto_unbox = TRUE, digits = NA), "test/golden/effects.json")
