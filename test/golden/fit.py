"""Golden values of the tests of fit, by definitions written anew with SciPy.

    python fit.py > fit.json

POT test (Tesso and Vehtari 2026, as posterior 1.7's uniformity_test): the two-sided p of each ordered value under
Beta(i, n + 1 - i); the mean of the Cauchy quantiles of those below 0.5; the upper tail of the Cauchy distribution.
Monotone regression: min-max formula, max over s <= i of min over t >= i of the mean of y[s..t].
Holm: the definition, a maximum over smaller p-values.
"""

import json

import numpy as np
from scipy.stats import beta, cauchy


def pot(x):
    x = np.sort(np.asarray(x))
    n = len(x)
    i = np.arange(1, n + 1)
    p = 2 * np.minimum(beta.cdf(x, i, n + 1 - i), beta.sf(x, i, n + 1 - i))
    small = p[p < 0.5]
    return 1.0 if len(small) == 0 else float(cauchy.sf(np.mean(cauchy.isf(small))))


def monotone(y):
    n = len(y)
    means = [[np.mean(y[s : t + 1]) if t >= s else None for t in range(n)] for s in range(n)]
    return [float(max(min(means[s][t] for t in range(i, n)) for s in range(i + 1))) for i in range(n)]


def holm(p):
    order = np.argsort(p, kind="stable")
    m = len(p)
    out = np.empty(m)
    for rank, i in enumerate(order):
        out[i] = max(min(1.0, (m - k) * p[order[k]]) for k in range(rank + 1))
    return out.tolist()


def main():
    rng = np.random.default_rng(20260226)
    samples = {
        "two values": np.array([0.8, 0.2]),
        "one value": np.array([0.001]),
        "uniform": rng.uniform(size=60),
        "narrow": rng.beta(3, 3, size=80),
        "wide": rng.beta(0.5, 0.5, size=80),
        "shifted": rng.beta(2, 1, size=150),
        "near the ends": np.concatenate([rng.uniform(size=50), [1e-9, 1 - 1e-9]]),
        "equally spaced": np.linspace(0.01, 0.99, 50),
        "large": rng.beta(1.05, 1.0, size=3000),
    }
    ys = [rng.integers(0, 2, size=n).astype(float) for n in (1, 2, 7, 25)] + [np.array([1.0, 1, 0, 0]), np.array([0.0, 0, 1, 1])]
    ps = [rng.uniform(size=6), np.array([0.01, 0.01, 0.04]), np.array([0.5])]
    print(
        json.dumps(
            {
                "pot": [{"name": k, "values": v.tolist(), "p_value": pot(v)} for k, v in samples.items()],
                "monotone": [{"y": y.tolist(), "fitted": monotone(y)} for y in ys],
                "holm": [{"p": p.tolist(), "adjusted": holm(p)} for p in ps],
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
