"""How often the verdict on fit finds heavy tails, with everything exact that can be.

    python fit-power.py [data sets]

A normal regression (flat prior) is fitted to y = 1 + x / 2 + e, with e from Student's t. LOO-PIT values are those of
the predictive t distribution without each value; minimum and maximum have their probabilities at draws of the
posterior, quartiles a normal approximation to their replications. POT is computed as in fit.py, and as the mean over
all values, the divisor of R's posterior on its main branch. Printed are shares with p < 0.002: of POT (both
conventions), of the statistics after Holm, and of either.
"""

import sys

import numpy as np
from scipy.stats import beta, cauchy, norm, t

DRAWS = 300
STATISTICS = 7
LIMIT = 0.002


def pot(pit):
    x = np.sort(pit)
    n = len(x)
    i = np.arange(1, n + 1)
    p = 2 * np.minimum(beta.cdf(x, i, n + 1 - i), beta.sf(x, i, n + 1 - i))
    scores = cauchy.isf(p[p < 0.5])
    of_small = cauchy.sf(scores.mean()) if len(scores) > 0 else 1.0
    return of_small, cauchy.sf(scores.sum() / n)


def p_values(rng, n, df):
    x = rng.normal(size=n)
    y = 1 + x / 2 + rng.standard_t(df, size=n)
    design = np.c_[np.ones(n), x]
    inverse = np.linalg.inv(design.T @ design)
    coefficients = inverse @ design.T @ y
    residuals = y - design @ coefficients
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    squares = residuals @ residuals
    variance_without = (squares - residuals**2 / (1 - leverage)) / (n - 3)
    pit = t.cdf(residuals / np.sqrt(variance_without * (1 - leverage)), n - 3)
    sigma = np.sqrt(squares / rng.chisquare(n - 2, DRAWS))[:, None]
    drawn = coefficients + sigma * (rng.normal(size=(DRAWS, 2)) @ np.linalg.cholesky(inverse).T)
    mean = drawn @ design.T
    above = np.mean(-np.expm1(norm.logcdf((y.max() - mean) / sigma).sum(1)))
    below = np.mean(-np.expm1(norm.logsf((y.min() - mean) / sigma).sum(1)))
    replicated = mean + sigma * rng.normal(size=(DRAWS, n))
    quartiles = []
    for q in (0.25, 0.5, 0.75):
        values = np.quantile(replicated, q, axis=1)
        quartiles.append(2 * norm.sf(abs(np.quantile(y, q) - values.mean()) / values.std()))
    # Mean and sd are fitted, and never fail; the smallest p times their number is Holm's first step.
    return *pot(pit), STATISTICS * min(2 * above, 2 * below, *quartiles)


def main():
    sets = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    rng = np.random.default_rng(1)
    print("n df pot pot_by_n statistics either either_by_n")
    for n, df in [(200, 2), (200, 3), (300, 2), (500, 3)]:
        small = np.array([p_values(rng, n, df) for _ in range(sets)]) < LIMIT
        of_small, of_all, statistics = small.T
        shares = [of_small, of_all, statistics, of_small | statistics, of_all | statistics]
        print(n, df, *(f"{share.mean():.3f}" for share in shares), flush=True)


if __name__ == "__main__":
    main()
