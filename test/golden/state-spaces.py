#!/usr/bin/env python3
"""Golden values of linear state spaces: writes state-spaces.json beside it.

Log likelihoods of each time, and means and covariances of the states given all observations, by statsmodels' Kalman
filter and smoother (by its conventional method, with the full covariances, and without steady state).

    python3 -m pip install statsmodels
    python3 test/golden/state-spaces.py
"""
import json
import os

import numpy as np
from statsmodels.datasets import nile
from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother

flat = lambda m: [None if np.isnan(v) else float(v) for v in np.asarray(m, dtype=float).ravel()]


def by_time(matrices):
    """One matrix, or a list with one for each time, with time as the last axis."""
    return np.moveaxis(np.asarray(matrices, dtype=float), 0, -1) if np.ndim(matrices) == 3 else np.asarray(matrices, dtype=float)


def case(name, y, A, Q, Z, H, m0, P0):
    y = np.asarray(y, dtype=float)
    k, n = y.shape[1], len(m0)
    model = KalmanSmoother(k_endog=k, k_states=n, k_posdef=n)
    model.bind(y.copy())
    model["transition"], model["selection"] = by_time(A), np.eye(n)
    model["state_cov"], model["design"], model["obs_cov"] = by_time(Q), by_time(Z), by_time(H)
    model.initialize_known(np.asarray(m0, dtype=float), np.asarray(P0, dtype=float))
    model.tolerance = 0
    found = model.smooth()
    arrays = {key: flat(value) for key, value in dict(A=A, Q=Q, Z=Z, H=H, m0=m0, P0=P0, y=y).items()}
    return {
        "name": name, "n": n, "k": k, "steps": len(y), **arrays,
        "terms": flat(found.llf_obs),
        "means": flat(found.smoothed_state.T),
        "covariances": flat(np.moveaxis(found.smoothed_state_cov, -1, 0)),
    }


volume = nile.load_pandas().data["volume"].to_numpy()
gaps = volume.copy()
gaps[20:40], gaps[60:80] = np.nan, np.nan
rng = np.random.default_rng(3)
table = np.cumsum(rng.normal(size=(12, 2)), axis=0).round(2)
table[2, 0], table[5, 1], table[7] = np.nan, np.nan, np.nan
errors = rng.uniform(0.2, 1.5, size=12).round(2)
cases = [
    case("the level of the Nile", volume[:, None], [[1]], [[1469.1]], [[1]], [[15098.5]], [1000], [[1e6]]),
    case("the level of the Nile with gaps", gaps[:, None], [[1]], [[1469.1]], [[1]], [[15098.5]], [1000], [[1e6]]),
    case("a trend with a damped slope", volume[:30, None], [[1, 1], [0, 0.9]], [[900, 50], [50, 40]], [[1, 0]],
         [[12000]], [1000, 0], [[1e4, 10], [10, 400]]),
    case("an autoregression without noise of its own", (volume[:20, None] - 900) / 100, [[0.6, 0.3], [1, 0]],
         [[1.7, 0], [0, 0]], [[1, 0]], [[0]], [0, 0], [[2, 0.5], [0.5, 2]]),
    case("vectors with gaps and correlated noise", table, [[0.9, 0.2], [-0.1, 0.8]], [[1, 0.3], [0.3, 0.7]],
         [[1, 0.5], [0.2, 1]], [[0.5, 0.2], [0.2, 0.4]], [0, 1], [[2, 0.1], [0.1, 1]]),
    case("one factor behind two series, noise by time", table, [[0.95]], [[0.6]], [[1], [0.7]],
         [[[e, 0.1], [0.1, 2 * e]] for e in errors], [0.5], [[1.5]]),
]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "state-spaces.json"), "w") as out:
    json.dump(cases, out, indent=1)
    out.write("\n")
