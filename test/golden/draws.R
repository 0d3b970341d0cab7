# Draws that test/golden/*.R and the tests make alike, and how values are written. Sourced in the repository's root.
#
# The generator is multiplicative, 16807 modulo 2^31 - 1, exact in doubles; what is made of it uses
# +, -, *, / and sqrt alone, so that the bits agree. test/sampler/diagnose/golden-inputs.ts is the other side.

uniforms <- function(n, seed) {
  out <- numeric(n)
  x <- seed
  for (i in seq_len(n)) {
    x <- (16807 * x) %% 2147483647
    out[i] <- x / 2147483647
  }
  out
}

# Sum of twelve uniforms less six: near enough to a normal, and the same bits everywhere.
normals <- function(n, seed) {
  u <- matrix(uniforms(12 * n, seed), nrow = 12)
  s <- u[1, ]
  for (i in 2:12) s <- s + u[i, ]
  s - 6
}

ar1 <- function(n, phi, seed) {
  e <- normals(n, seed)
  scale <- sqrt(1 - phi * phi)
  x <- numeric(n)
  x[1] <- e[1]
  for (i in 2:n) x[i] <- phi * x[i - 1] + scale * e[i]
  x
}

# Plain JSON with 17 digits; NA and NaN become null, Inf the string "Infinity".
number <- function(v) {
  ifelse(is.na(v), "null", ifelse(is.infinite(v), "\"Infinity\"", sprintf("%.17g", v)))
}
to_json <- function(v, indent = "") {
  deeper <- paste0(indent, "  ")
  if (is.list(v)) {
    items <- paste0(deeper, "\"", names(v), "\": ", vapply(v, to_json, "", indent = deeper))
    return(paste0("{\n", paste(items, collapse = ",\n"), "\n", indent, "}"))
  }
  if (is.character(v)) return(paste0("\"", v, "\""))
  if (length(v) == 1) return(number(v))
  paste0("[", paste(number(v), collapse = ", "), "]")
}
