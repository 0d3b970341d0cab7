#!/usr/bin/env python3
"""Golden densities of normals given that they sum to zero along axes, by numpy: writes zero-sum.json beside it.

The subspace is the null space of the sums themselves, one row of a matrix for each, from a singular value
decomposition; the density is that of independent normals in an orthonormal basis of it.

    python3 -m pip install numpy scipy
    python3 test/golden/zero-sum.py
"""
import json
import os

import numpy as np
from scipy import stats

rng = np.random.default_rng(7)
cases = []
for shape, axes, sigma_axis in [((3, 4), (0, 1), None), ((3, 4), (0,), None), ((3, 4), (1,), 0), ((4, 3), (0,), 1),
                                ((2, 3, 4), (0, 2), 1), ((3, 2, 4), (0, 1, 2), None), ((2, 3, 4), (1,), 2)]:
    size = int(np.prod(shape))
    index = np.arange(size).reshape(shape)
    rows = []
    for axis in axes:
        for line in np.moveaxis(index, axis, -1).reshape(-1, shape[axis]):
            row = np.zeros(size)
            row[line] = 1
            rows.append(row)
    _, values, right = np.linalg.svd(np.array(rows))
    basis = right[np.sum(values > 1e-10):]
    sigma = np.array([0.7, 1.6, 1.1, 0.4])[: 1 if sigma_axis is None else shape[sigma_axis]]
    spread = np.ones(shape) * (sigma[0] if sigma_axis is None else
                               sigma.reshape([-1 if k == sigma_axis else 1 for k in range(len(shape))]))
    x = basis.T @ (basis @ (rng.normal(size=size)))
    # Elements of one sigma are constrained among themselves only, so that the parts are independent.
    covariance = basis @ np.diag(spread.ravel() ** 2) @ basis.T
    log_density = float(stats.multivariate_normal(np.zeros(len(basis)), covariance).logpdf(basis @ x))
    sd = np.sqrt(np.diag(basis.T @ covariance @ basis))
    cases.append({"shape": shape, "over": axes, "sigma_axis": sigma_axis, "sigma": sigma.tolist(), "free": len(basis),
                  "x": x.tolist(), "log_density": log_density, "sd": sd.tolist()})
with open(os.path.join(os.path.dirname(__file__), "zero-sum.json"), "w") as f:
    json.dump(cases, f, indent=1)
    f.write("\n")
