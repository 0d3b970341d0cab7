#!/usr/bin/env python3
"""Golden values of the log probability of an interval, log(F(hi) - F(lo)), and its derivatives by the arguments, far out
on either side too. Needs mpmath:

    python3 test/golden/intervals.py

writes test/golden/intervals.json.
"""
import json
from pathlib import Path

from mpmath import erfc, exp, factorial, gammainc, log, mp, mpf, sqrt

mp.dps = 120


def Phi(z):
    return erfc(-z / sqrt(mpf(2))) / 2


def normal(lo, hi, mu, sigma):
    # On the side where the tails are small, so that the difference keeps its digits.
    a, b = (lo - mu) / sigma, (hi - mu) / sigma
    return Phi(-a) - Phi(-b) if a > 0 else Phi(b) - Phi(a)


def gamma(lo, hi, alpha, beta):
    return gammainc(alpha, beta * lo, beta * hi, regularized=True)


def poisson(lo, hi, mu):
    return sum(mu**k * exp(-mu) / factorial(k) for k in range(int(lo), int(hi) + 1))


CASES = [
    ("Normal", normal, {"mu": 1.5, "sigma": 2.0}, [(-1, 0.5), (1.4, 1.6), (20, 21), (75, 76), (-70, -69.5), (-40, 3)]),
    ("Gamma", gamma, {"alpha": 2.5, "beta": 0.5}, [(0.001, 0.002), (1, 9), (100, 101), (900, 1000), (1e-90, 1e-80)]),
    ("Poisson", poisson, {"mu": 4.25}, [(0, 2), (3, 9), (40, 45), (150, 160), (2, 3)]),
]


def rows():
    for name, f, args, intervals in CASES:
        exact = {k: mpf(v) for k, v in args.items()}
        for lo, hi in intervals:
            lo, hi = (mpf(float(v)) for v in (lo, hi))
            slopes = {}
            for k in exact:
                d = abs(exact[k]) * mpf(10) ** -30
                up, down = ({**exact, k: exact[k] + sign * d} for sign in (1, -1))
                slopes[k] = float((log(f(lo, hi, **up)) - log(f(lo, hi, **down))) / (2 * d))
            yield {"name": name, "args": args, "lo": float(lo), "hi": float(hi),
                   "logProbability": float(log(f(lo, hi, **exact))), "slopes": slopes}


lines = [json.dumps(row) for row in rows()]
Path(__file__).with_name("intervals.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
