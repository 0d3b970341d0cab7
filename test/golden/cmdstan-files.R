# What R's posterior makes of the files that `bayes export --to cmdstan` wrote.
#
#   Rscript test/golden/cmdstan-files.R > test/golden/cmdstan-files-r.json
#
# Needs a built dist/, `posterior` and `jsonlite`. The run is that of the test
# (test/sampler/cli/export-cmdstan.slow.test.ts).

suppressPackageStartupMessages({
  library(posterior)
  library(jsonlite)
})

bayes <- function(...) {
  status <- system2("node", c("dist/bayes.js", ...), stdout = FALSE, stderr = FALSE)
  # 3: provisional, since so few draws say little.
  if (!status %in% c(0, 3)) stop("bayes ended with code ", status)
}

folder <- tempfile()
dir.create(folder)
bayes("sample", "test/golden/cmdstan-files.bayes", "--out", file.path(folder, "run"))
bayes("export", file.path(folder, "run"), "--to", "cmdstan", "-o", file.path(folder, "draws.csv"))

chains <- lapply(1:4, function(chain) {
  read.csv(file.path(folder, sprintf("draws_%d.csv", chain)), comment.char = "#", check.names = FALSE)
})
quantities <- setdiff(names(chains[[1]]), grep("__$", names(chains[[1]]), value = TRUE))
draws <- do.call(bind_draws, c(lapply(chains, function(chain) {
  as_draws_array(as_draws_df(chain[quantities]))
}), along = "chain"))
stopifnot(nchains(draws) == 4, niterations(draws) == 200)

summary <- summarise_draws(
  draws, "mean", "sd", "rhat", "ess_bulk", "ess_tail", "mcse_mean", "mcse_sd"
)
rows <- lapply(seq_len(nrow(summary)), function(i) {
  row <- as.list(summary[i, -1])
  names(row)[names(row) == "rhat"] <- "r_hat"
  lapply(row, as.numeric)
})
names(rows) <- summary$variable
cat(toJSON(
  list(posterior = as.character(packageVersion("posterior")), summary = rows),
  auto_unbox = TRUE, digits = 17, pretty = TRUE
), "\n", sep = "")
