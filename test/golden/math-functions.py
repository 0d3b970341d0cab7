#!/usr/bin/env python3
"""Golden values of the math library with mpmath (Debian: python3-mpmath): writes math-functions.json beside it.

    /usr/bin/python3 test/golden/math-functions.py

Each point is computed with 60 digits from the exact double, then rounded once.
"""
import json
import random
from pathlib import Path

from mpmath import (
    acos, asin, atan, atan2, besseli, cbrt, cos, cosh, digamma, erf, erfc, exp, expm1, findroot, log,
    log1p, loggamma, mp, mpf, pi, power, psi, sin, sinh, sqrt, tan, tanh,
)

mp.dps = 60
random.seed(20240611)


def uniform(a, b, n):
    return [random.uniform(a, b) for _ in range(n)]


def scales(a, b, n, sign=1):
    """n magnitudes from 10^a to 10^b."""
    return [sign * 10 ** random.uniform(a, b) for _ in range(n)]


def both(values):
    return values + [-v for v in values]


def near(x, n=12):
    """Around x, closer and closer."""
    return [x + s * 10.0**-k for k in range(1, n) for s in (1, -1)]


def Phi(x):
    return erfc(-x / sqrt(mpf(2))) / 2


def log_phi(x):
    return log1p(-erfc(x / sqrt(mpf(2))) / 2) if x > 0 else log(Phi(x))


def probit(p):
    if p == 0.5:
        return mpf(0)
    if p > 0.5:
        return -probit(1 - mpf(p))
    # Newton on log Phi, from the tail's leading term.
    x = -sqrt(-2 * log(p)) if p < 0.1 else mpf(p) * 2 - 1
    for _ in range(200):
        step = (log_phi(x) - log(p)) * Phi(x) * sqrt(2 * pi) * exp(x * x / 2)
        x -= step
        if abs(step) < mpf(10) ** -55:
            return x
    raise SystemExit(f"probit({p}) did not converge")


def log_bessel(x):
    # log I0 needs the digits that 1 + x^2/4 would lose.
    return log(besseli(0, x)) if abs(x) > mpf(10) ** -8 else mpf(x) ** 2 / 4 - mpf(x) ** 4 / 64


def log1m_exp(x):
    return log(-expm1(x))


def logit(p):
    return log(mpf(p) / (1 - mpf(p)))


def inv_logit(x):
    return 1 / (1 + exp(-x))


def log1p_exp(x):
    return log1p(exp(x))


TINY = [5e-324, 2.2250738585072014e-308, 1e-310]
anywhere = uniform(-5, 5, 60) + both(scales(-20, 2, 25))
positive = uniform(0, 5, 40) + scales(-300, 300, 40) + near(1.0)
gamma_points = uniform(0, 12, 120) + scales(-10, 12, 60) + near(1.0) + near(2.0) + [0.5, 0.75, 1.25, 1.75, 2.5, 3.5, 5, 7.25, 10]
negative_gamma = uniform(-12, 0, 40)

ROOT = float(findroot(digamma, 1.4616321449683623))

UNARY = {
    "exp": (exp, uniform(-745, 709, 80) + both(scales(-20, 2, 25)) + [709.78, -708.39, -740.5, -744.9]),
    "log": (log, positive + uniform(0.9, 1.1, 40) + TINY),
    "log1p": (log1p, uniform(-1, 1, 60) + uniform(-0.08, 0.08, 40) + both(scales(-20, 0, 25)) + scales(0, 300, 30)),
    "expm1": (expm1, uniform(-2, 2, 60) + both(scales(-20, 2, 25)) + [-40.0, 700.0]),
    "cbrt": (lambda x: mp.sign(x) * cbrt(abs(x)), both(positive[:60]) + TINY),
    "sin": (sin, anywhere + both(scales(0, 15, 30))),
    "cos": (cos, anywhere + both(scales(0, 15, 30))),
    "tan": (tan, anywhere + both(scales(0, 15, 30))),
    "asin": (asin, uniform(-1, 1, 60) + both(scales(-15, 0, 20)) + [1.0, -1.0]),
    "acos": (acos, uniform(-1, 1, 60) + [1 - 1e-9, -1 + 1e-9, -1.0]),
    "atan": (atan, anywhere + both(scales(0, 18, 20))),
    "sinh": (sinh, anywhere + uniform(-700, 700, 20)),
    "cosh": (cosh, anywhere + uniform(-700, 700, 20)),
    "tanh": (tanh, anywhere + uniform(-25, 25, 30)),
    "inv_logit": (inv_logit, anywhere + uniform(-700, 40, 40)),
    "log_inv_logit": (lambda x: -log1p_exp(-mpf(x)), anywhere + uniform(-800, 700, 40)),
    "logit": (logit, uniform(0, 1, 80) + scales(-300, 0, 30) + near(0.5)),
    "log1p_exp": (log1p_exp, anywhere + uniform(-700, 800, 40)),
    "log1m_exp": (log1m_exp, uniform(-5, 0, 60) + scales(-300, 2.8, 60, -1) + [-1e-20]),
    "lgamma": (loggamma, gamma_points + scales(-300, -10, 10) + scales(12, 300, 10)),
    "digamma": (digamma, gamma_points + scales(-300, -10, 10) + near(ROOT) + [ROOT]),
    "trigamma": (lambda x: psi(1, x), gamma_points + scales(-150, -10, 10)),
    "erf": (erf, anywhere + uniform(-1, 1, 40)),
    "erfc": (erfc, anywhere + uniform(0, 26, 60)),
    "Phi": (Phi, anywhere + uniform(-37, 6, 80)),
    "log_Phi": (log_phi, anywhere + uniform(-60, 37, 80) + scales(2, 100, 20, -1) + [-40.0]),
    "probit": (probit, uniform(0, 1, 80) + scales(-300, -1, 60) + near(0.5) + [1e-16, 1 - 1e-13]),
    "log_i0": (log_bessel, uniform(-40, 40, 80) + scales(-12, 3, 60) + [7.999, 8.0, 8.001, 1e6]),
    "i1_over_i0": (lambda x: besseli(1, x) / besseli(0, x), uniform(-40, 40, 80) + scales(-12, 3, 60) + [7.999, 8.0, 8.001]),
    # Compared by absolute error: the reflection loses digits next to the zeros and poles.
    "lgamma_negative": (lambda x: log(abs(mp.gamma(x))), negative_gamma),
    "digamma_negative": (digamma, negative_gamma),
    "trigamma_negative": (lambda x: psi(1, x), negative_gamma),
}

pairs = [(random.uniform(0, 4), random.uniform(-8, 8)) for _ in range(60)]
pairs += [(10 ** random.uniform(-30, 30), random.uniform(-9, 9)) for _ in range(40)]
signed = [(random.uniform(-9, 9), random.uniform(-9, 9)) for _ in range(60)]
signed += [(s * 10 ** random.uniform(-9, 9), 10 ** random.uniform(-9, 9)) for s in (1, -1) for _ in range(20)]
BINARY = {
    "pow": (power, pairs + [(-3.0, 5.0), (-0.5, -4.0), (1.0000001, 1e8), (0.9999999, 1e9)]),
    "atan2": (atan2, signed),
    "mod": (lambda x, y: mp.sign(x) * (abs(x) - abs(y) * mp.floor(abs(x) / abs(y))), signed),
    "log_sum_exp2": (
        lambda x, y: max(x, y) + log1p(exp(-abs(mpf(x) - mpf(y)))),
        [(x * 20, y * 20) for x, y in signed[:60]] + [(500.0, 499.5), (-1000.0, -1000.0)],
    ),
}

# Added later: after all others, whose points then stay as they were.
UNARY["tetragamma"] = (lambda x: psi(2, x), gamma_points + scales(-100, -10, 10))
UNARY["tetragamma_negative"] = (lambda x: psi(2, x), negative_gamma)

golden = {}
for name, (f, points) in UNARY.items():
    golden[name] = [[x, float(mp.re(f(mpf(x))))] for x in sorted(set(float(p) for p in points))]
for name, (f, points) in BINARY.items():
    golden[name] = [[x, y, float(f(mpf(x), mpf(y)))] for x, y in points]
for name, rows in golden.items():
    golden[name] = [row for row in rows if all(abs(v) < float("inf") for v in row)]

lines = [f'  "{name}": {json.dumps(rows)}' for name, rows in golden.items()]
Path(__file__).with_name("math-functions.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
