#!/usr/bin/env python3
"""Golden values of Robertson's problem: the state and its derivatives by the three rates and by the first element of the
start, from SciPy's Radau at tight tolerances on the state with its sensitivities. Needs scipy:

    python3 test/golden/stiff.py

writes test/golden/stiff.json. The digits that two tolerances agree on are printed.
"""
import json
import os

import numpy as np
from scipy.integrate import solve_ivp

RATES = [0.04, 3e7, 1e4]
TIMES = [0.4, 4, 40, 400, 4000, 40000]


def slopes(_, x):
    a, b, c = RATES
    y = x[:3]
    s = x[3:].reshape(4, 3)
    r = [a * y[0], b * y[1] ** 2, c * y[1] * y[2]]
    jacobian = np.array(
        [
            [-a, c * y[2], c * y[1]],
            [a, -2 * b * y[1] - c * y[2], -c * y[1]],
            [0, 2 * b * y[1], 0],
        ]
    )
    by = np.array([[-y[0], y[0], 0], [0, -y[1] ** 2, y[1] ** 2], [y[1] * y[2], -y[1] * y[2], 0], [0, 0, 0]])
    return np.concatenate([[-r[0] + r[2], r[0] - r[1] - r[2], r[1]], (s @ jacobian.T + by).ravel()])


def solve(rtol, atol):
    start = np.zeros(15)
    start[0] = 1
    start[12] = 1
    # Each row of sensitivities by its own unknown's size.
    scale = np.concatenate([np.ones(3), *[np.full(3, 1 / r) for r in RATES], np.ones(3)])
    out = solve_ivp(slopes, (0, TIMES[-1]), start, method="Radau", t_eval=TIMES, rtol=rtol, atol=atol * scale)
    assert out.success, out.message
    return out.y.T


tight = solve(1e-12, 1e-17)
loose = solve(1e-11, 1e-16)
print("largest relative difference", np.max(np.abs(tight - loose) / np.maximum(np.abs(tight), 1e-300)))
rows = [
    {"time": t, "state": list(x[:3]), "byRates": [list(x[3 + 3 * k : 6 + 3 * k]) for k in range(3)], "byStart": list(x[12:])}
    for t, x in zip(TIMES, tight)
]
with open(os.path.join(os.path.dirname(__file__), "stiff.json"), "w") as f:
    json.dump({"rates": RATES, "rows": rows}, f, indent=1)
    f.write("\n")
