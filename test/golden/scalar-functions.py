#!/usr/bin/env python3
"""Golden values and partial derivatives of the functions that are defined by others, with mpmath: writes
scalar-functions.json beside it.

    python3 test/golden/scalar-functions.py

Each row holds the arguments, the value and the partial derivatives, from 60 digits rounded once.
"""
import json
from pathlib import Path

from mpmath import beta, binomial, exp, expm1, log, log1p, mp, mpf

mp.dps = 60

SCALES = [(1e-300,), (1e-9,), (0.3,), (0.999,), (1.001,), (2.0,), (41.5,), (7e10,), (1e300,)]
SHAPES = [(0.01, 3.0), (0.5, 0.5), (1.0, 2.5), (2.0, 7.0), (12.5, 0.3), (40.0, 60.0), (150.0, 2.25)]

FUNCTIONS = {
    "log2": (lambda x: log(x) / log(mpf(2)), SCALES),
    "log10": (lambda x: log(x) / log(mpf(10)), SCALES),
    "cloglog": (
        lambda p: log(-log1p(-p)),
        [(1e-300,), (1e-20,), (1e-9,), (0.01,), (0.3,), (0.6,), (0.99,), (0.999999,)],
    ),
    "inv_cloglog": (
        lambda x: -expm1(-exp(x)),
        [(-60.0,), (-20.5,), (-3.0,), (-0.4,), (0.0,), (0.75,), (2.5,), (3.5,)],
    ),
    "beta": (beta, SHAPES),
    "lbeta": (lambda a, b: log(beta(a, b)), SHAPES),
    "lchoose": (
        lambda n, k: log(binomial(n, k)),
        [(5.0, 2.0), (5.0, 0.25), (10.5, 3.75), (100.0, 50.0), (1000.0, 3.0), (60.0, 59.5), (2.5, 1.25)],
    ),
    "log_mix": (
        lambda theta, a, b: log(theta * exp(a) + (1 - theta) * exp(b)),
        [
            (0.3, -1.0, 2.0), (0.5, 0.0, 0.25), (0.999, -1000.0, -1003.0), (1e-9, 4.0, -6.0),
            (0.25, 800.0, 799.0), (0.75, -2.0, -40.0), (0.6, 3.5, 3.25),
        ],
    ),
    "clip": (
        lambda x, lo, hi: min(max(x, lo), hi),
        [(0.5, -1.0, 2.0), (-3.0, -1.0, 2.0), (7.0, -1.0, 2.0), (1.25, 1.0, 1.5), (-0.5, 0.0, 1.0), (9.0, 0.0, 1.0), (0.25, 0.0, 1.0)],
    ),
}


def slope(f, x, k):
    """Central difference: its error is 40 digits below the value."""
    h = (abs(x[k]) or 1) * mpf(10) ** -20
    up, down = list(x), list(x)
    up[k] += h
    down[k] -= h
    return (f(*up) - f(*down)) / (2 * h)


def row(f, point):
    x = [mpf(v) for v in point]
    return [*point, float(f(*x)), *(float(slope(f, x, k)) for k in range(len(x)))]


lines = [
    f'  "{name}": {json.dumps([row(f, point) for point in points])}' for name, (f, points) in FUNCTIONS.items()
]
Path(__file__).with_name("scalar-functions.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
