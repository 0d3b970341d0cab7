"""Golden values of power-scaling sensitivity, written from Kallioinen, Paananen, Buerkner and Vehtari (2023) with NumPy,
and the diagnoses of arviz-stats.

    python power-scaling.py > power-scaling.json

A part of the density is raised to alpha; the draws get the weights exp((alpha - 1) * log density), smoothed by PSIS
(Vehtari, Simpson, Gelman, Yao and Gabry 2024; the generalised Pareto fit of Zhang and Stephens 2009). The distance is

    CJS(P || Q) = int P log2(2 P / (P + Q)) dx + (int Q dx - int P dx) / (2 log 2),

summed over both directions, divided by int P + int Q, as a square root; the larger one of x and -x. Sensitivity is
the mean of distance / |log2 alpha| over alpha = 0.99 and 1.01.
"""

import json
import logging

import arviz_stats
import numpy as np
import xarray as xr

ALPHAS = (0.99, 1.01)


def fit_pareto(x):
    x = np.sort(x)
    n = len(x)
    m = 30 + int(np.sqrt(n))
    quartile = x[int(n / 4 + 0.5) - 1]
    theta = 1 / x[-1] + (1 - np.sqrt(m / (np.arange(1, m + 1) - 0.5))) / (3 * quartile)
    k = np.mean(np.log1p(-theta[:, None] * x[None, :]), axis=1)
    profile = n * (np.log(-theta / k) - k - 1)
    weights = np.array([1 / np.sum(np.exp(profile - one)) for one in profile])
    best = np.sum(theta * weights)
    shape = np.mean(np.log1p(-best * x))
    scale = -shape / best
    return (n * shape + 10 * 0.5) / (n + 10), scale


def psis(log_ratios, efficiency):
    n = len(log_ratios)
    tail = int(min(np.ceil(min(0.2 * n, 3 * np.sqrt(n / efficiency))), n - 1))
    lw = log_ratios - np.max(log_ratios)
    order = np.argsort(lw, kind="stable")
    largest = order[n - tail :]
    cutoff = np.exp(lw[order[n - tail - 1]])
    k, sigma = fit_pareto(np.exp(lw[largest]) - cutoff)
    p = (np.arange(1, tail + 1) - 0.5) / tail
    lw[largest] = np.log(sigma * np.expm1(-k * np.log1p(-p)) / k + cutoff)
    w = np.exp(np.minimum(lw, 0))
    return w / np.sum(w), k


def distance(x, w):
    order = np.argsort(x, kind="stable")
    width = np.diff(x[order])
    p = np.arange(1, len(x)) / len(x)
    q = np.cumsum(w[order])[:-1]

    def one_way(a, b):
        return np.sum(width * a * np.log2(2 * a / (a + b))) + (np.sum(width * b) - np.sum(width * a)) / (2 * np.log(2))

    return np.sqrt((one_way(p, q) + one_way(q, p)) / np.sum(width * (p + q)))


def scaled(log_density, efficiency):
    return [psis((alpha - 1) * log_density, efficiency) for alpha in ALPHAS]


def sensitivity(x, weights):
    return np.mean(
        [max(distance(x, w), distance(-x, w)) / abs(np.log2(alpha)) for alpha, (w, _) in zip(ALPHAS, weights)]
    )


def normal(x, mu, sigma):
    return -0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)


def arviz_diagnosis(name, x, prior, likelihood):
    """arviz-stats on the same draws: one chain."""
    tree = xr.DataTree.from_dict(
        {
            "posterior": xr.Dataset({name: (("chain", "draw"), x[None, :])}),
            "log_prior": xr.Dataset({name: (("chain", "draw"), prior[None, :])}),
            "log_likelihood": xr.Dataset({"y": (("chain", "draw"), likelihood[None, :])}),
        }
    )
    row = arviz_stats.psense_summary(tree, round_to=12).iloc[0]
    words = {
        "✓": None,
        "potential prior-data conflict": "prior_data_conflict",
        "potential strong prior / weak likelihood": "strong_prior",
    }
    return {"prior": float(row["prior"]), "likelihood": float(row["likelihood"]), "diagnosis": words[row["diagnosis"]]}


def conjugate(rng, name, mu0, tau, mean, n, draws=1000):
    """The mean of n values of unit variance with the prior Normal(mu0, tau): exact draws of the posterior."""
    precision = 1 / tau**2 + n
    x = rng.normal((mu0 / tau**2 + n * mean) / precision, 1 / np.sqrt(precision), size=draws)
    x = np.round(x, 9)
    return {"name": name, "x": x, "prior": normal(x, mu0, tau), "likelihood": -0.5 * n * (x - mean) ** 2}


def main():
    logging.disable(logging.WARNING)
    rng = np.random.default_rng(20231227)
    skewed = np.round(rng.gamma(2.0, 1.0, size=800), 9)
    cases = [
        conjugate(rng, "conflict", 0.0, 1.0, 4.0, 2),
        conjugate(rng, "strong prior", 0.0, 0.1, 0.05, 1),
        conjugate(rng, "weak prior", 0.0, 30.0, 1.0, 10),
        {"name": "skewed", "x": skewed, "prior": -skewed, "likelihood": np.log(skewed)},
        {"name": "tied", "x": np.round(skewed), "prior": -2 * skewed, "likelihood": -0.1 * skewed},
    ]
    out = []
    for case in cases:
        x, prior, likelihood = case["x"], case["prior"], case["likelihood"]
        for efficiency in (1.0, 0.4):
            of_prior, of_likelihood = scaled(prior, efficiency), scaled(likelihood, efficiency)
            out.append(
                {
                    "name": case["name"],
                    "relativeEfficiency": efficiency,
                    "draws": x.tolist(),
                    "logPrior": prior.tolist(),
                    "logLikelihood": likelihood.tolist(),
                    "prior": float(sensitivity(x, of_prior)),
                    "likelihood": float(sensitivity(x, of_likelihood)),
                    "kPrior": float(max(k for _, k in of_prior)),
                    "arviz": arviz_diagnosis(case["name"], x, prior, likelihood),
                }
            )
    print(json.dumps(out))


main()
