#!/usr/bin/env python3
"""Golden log densities of random walks and autoregressions whose drift and scale differ from element to element: as one
multivariate normal, whose mean and covariance follow from the linear map from the innovations. Needs SciPy:

    python3 test/golden/series.py

writes test/golden/series.json.
"""
import json
from pathlib import Path

import numpy as np
from scipy import stats

X = np.array([1.2, 0.4, -0.3, 2.1, 2.6])
N = len(X)
DRIFT = np.array([9.0, 0.5, -0.2, 1.1, 0.3])
SCALE = np.array([9.0, 0.7, 0.4, 1.6, 0.9])


def log_density(rho, mu, sigma, start, spread):
    """x = A e with e independent, A the inverse of the lower triangular matrix of the recursion."""
    order = len(rho)
    recursion = np.eye(N)
    for t in range(order, N):
        for i, r in enumerate(rho):
            recursion[t, t - 1 - i] -= r
    A = np.linalg.inv(recursion)
    mean = np.where(np.arange(N) < order, start, np.broadcast_to(mu, N))
    sd = np.where(np.arange(N) < order, spread, np.broadcast_to(sigma, N))
    return float(stats.multivariate_normal(A @ mean, A @ np.diag(sd**2) @ A.T).logpdf(X))


CASES = [
    ("GaussianRandomWalk(0.7, init = Normal(1, 2), mu = drift)", ([1.0], DRIFT, 0.7, 1.0, 2.0)),
    ("GaussianRandomWalk(scale, init = Normal(1, 2), mu = 0.3)", ([1.0], 0.3, SCALE, 1.0, 2.0)),
    ("GaussianRandomWalk(scale, init = Normal(1, 2), mu = drift)", ([1.0], DRIFT, SCALE, 1.0, 2.0)),
    ("GaussianRandomWalk(scale, init = Normal(1, 2))", ([1.0], 0.0, SCALE, 1.0, 2.0)),
    ("AR([0.6, -0.2], 0.7, init = Normal(0, 3), mu = 0.4)", ([0.6, -0.2], 0.4, 0.7, 0.0, 3.0)),
    ("AR([0.6, -0.2], 0.7, init = Normal(0, 3), mu = drift)", ([0.6, -0.2], DRIFT, 0.7, 0.0, 3.0)),
    ("AR([0.6, -0.2], scale, init = Normal(0, 3))", ([0.6, -0.2], 0.0, SCALE, 0.0, 3.0)),
    ("AR([0.6], scale, init = Normal(0, 3), mu = drift)", ([0.6], DRIFT, SCALE, 0.0, 3.0)),
]

golden = {
    "x": X.tolist(),
    "drift": DRIFT.tolist(),
    "scale": SCALE.tolist(),
    "cases": [{"distribution": text, "logDensity": log_density(*args)} for text, args in CASES],
}
Path(__file__).with_name("series.json").write_text(json.dumps(golden, indent=1) + "\n")
