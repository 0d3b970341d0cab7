#!/usr/bin/env python3
"""Golden verdicts on separation by linear programming with SciPy: writes separation.json beside it.

    python3 test/golden/separation.py

Needs numpy >= 2 and scipy >= 1.13 (PyPI). A direction d separates where w_i x_i d >= 0 in every row with way w_i = 1 or
-1, x_i d = 0 in every row with way 0, and some product is positive: the sum has a positive maximum over the box |d| <= 1.
"""
import json
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

r = np.random.default_rng(20261130)


def separated(x, ways):
    facing = x[ways != 0] * ways[ways != 0, None]
    fixed = x[ways == 0]
    if len(facing) == 0:
        return False
    found = linprog(
        -facing.sum(axis=0),
        A_ub=-facing,
        b_ub=np.zeros(len(facing)),
        A_eq=fixed if len(fixed) else None,
        b_eq=np.zeros(len(fixed)) if len(fixed) else None,
        bounds=(-1, 1),
        method="highs",
    )
    assert found.status == 0, found.message
    return bool(-found.fun > 1e-6)


cases = []
while len(cases) < 240:
    rows, columns = int(r.integers(4, 30)), int(r.integers(1, 6))
    x = np.column_stack([np.ones(rows), r.integers(-2, 4, size=(rows, columns))]).astype(float)
    if r.random() < 0.3:
        x[:, -1] = 2000 + x[:, -1]
    if r.random() < 0.2 and columns > 1:
        x[:, -1] = x[:, 1] + x[:, 0]
    plane = x @ r.normal(size=columns + 1) if r.random() < 0.4 else x @ r.integers(-1, 2, size=columns + 1)
    ways = np.where(plane > np.median(plane), 1, -1)
    on = np.abs(plane - np.median(plane)) < 1e-9
    ways[on] = r.choice([-1, 1], size=on.sum())
    if r.random() < 0.3:
        ways[r.integers(rows)] *= -1
    if r.random() < 0.4:
        ways[r.random(rows) < 0.15] = 0
    cases.append({"rows": x.tolist(), "ways": ways.tolist(), "separated": separated(x, ways)})

print(sum(c["separated"] for c in cases), "of", len(cases))
Path(__file__).with_name("separation.json").write_text(
    "[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n"
)
