#!/usr/bin/env python3
"""Golden values of `solve_newton` and `integrate`, by SciPy: writes roots-and-integrals.json beside it.

Roots by `fsolve`, integrals by `quad`; derivatives by the unknowns from SciPy's own values, by the implicit function
theorem and under the integral, with derivatives written by hand here.

    python3 -m pip install scipy
    python3 test/golden/roots-and-integrals.py
"""
import json
import os

import numpy
from scipy.integrate import quad
from scipy.optimize import fsolve
from scipy.special import expit
from scipy.stats import norm

cases = []


def root(name, model, at, f, jacobian, by_arguments, guess, element=0):
    x = fsolve(f, guess, fprime=jacobian, xtol=1e-14)
    x = x - numpy.linalg.solve(jacobian(x), f(x))
    slopes = -numpy.linalg.solve(jacobian(x), by_arguments(x))
    cases.append({"name": name, "model": model, "at": at, "value": float(x[element]),
                  "slopes": [float(v) for v in slopes[element]]})


def integral(name, model, at, f, lower, upper, slopes, points=None):
    def by(g):
        total = 0.0
        ends = [lower] + (points or []) + [upper]
        for a, b in zip(ends, ends[1:]):
            total += quad(g, a, b, epsabs=0, epsrel=1e-13, limit=500)[0]
        return total
    cases.append({"name": name, "model": model, "at": at, "value": by(f),
                  "slopes": [s if isinstance(s, float) else by(s) for s in slopes]})


root("Kepler's equation", """
fun kepler(E, M, e) = E - e * sin(E) - M
param M ~ Flat()
param e ~ Flat()
let z = solve_newton(kepler, 1, M, e)""", [1.1, 0.6],
     lambda x: numpy.array([x[0] - 0.6 * numpy.sin(x[0]) - 1.1]),
     lambda x: numpy.array([[1 - 0.6 * numpy.cos(x[0])]]),
     lambda x: numpy.array([[-1.0, -numpy.sin(x[0])]]), [1.0])

a, b, c = 1.5, 0.7, 0.4
root("the steady state of a chain of reactions", """
fun rates(x, feed, k, d) = [feed - k * x[1] ^ 2 - d * x[1], k * x[1] ^ 2 - d * x[2] - 0.1 * x[1] * x[2]]
param feed ~ Flat()
param k ~ Flat()
param d ~ Flat()
let z = solve_newton(rates, [1, 1], feed, k, d)[2]""", [a, b, c],
     lambda x: numpy.array([a - b * x[0] ** 2 - c * x[0], b * x[0] ** 2 - c * x[1] - 0.1 * x[0] * x[1]]),
     lambda x: numpy.array([[-2 * b * x[0] - c, 0.0], [2 * b * x[0] - 0.1 * x[1], -c - 0.1 * x[0]]]),
     lambda x: numpy.array([[1.0, -x[0] ** 2, -x[0]], [0.0, x[0] ** 2, -x[1]]]), [1.0, 1.0], 1)

# A guess from which undamped steps diverge.
s, m = 1.3, 0.4
root("an arc tangent from far away", """
fun f(x, s, m) = atan(s * x) - m
param s ~ Flat()
param m ~ Flat()
let z = solve_newton(f, 20, s, m)""", [s, m],
     lambda x: numpy.array([numpy.arctan(s * x[0]) - m]),
     lambda x: numpy.array([[s / (1 + (s * x[0]) ** 2)]]),
     lambda x: numpy.array([[x[0] / (1 + (s * x[0]) ** 2), -1.0]]), [0.3])

mu, sigma = 0.3, 1.2
integral("a logit-normal mean, over the whole line", """
fun f(u, mu, sigma) = inv_logit(mu + sigma * u) * exp(logpdf(Normal(0, 1), u))
param mu ~ Flat()
param sigma ~ Flat()
let z = integrate(f, -inf, inf, mu, sigma)""", [mu, sigma],
         lambda u: expit(mu + sigma * u) * norm.pdf(u), -numpy.inf, numpy.inf,
         [lambda u: expit(mu + sigma * u) * expit(-mu - sigma * u) * norm.pdf(u),
          lambda u: u * expit(mu + sigma * u) * expit(-mu - sigma * u) * norm.pdf(u)])

lo, hi, w = -0.5, 1.7, 2.2
f = lambda x: numpy.exp(-w * x) * numpy.cos(x)
integral("unknown limits", """
fun f(x, w) = exp(-w * x) * cos(x)
param lo ~ Flat()
param hi ~ Flat()
param w ~ Flat()
let z = integrate(f, lo, hi, w)""", [lo, hi, w], f, lo, hi, [-float(f(lo)), float(f(hi)), lambda x: -x * f(x)])

lo = 0.4
g = lambda x: numpy.exp(-w * x) / (1 + x)
integral("from an unknown limit to infinity", """
fun f(x, w) = exp(-w * x) / (1 + x)
param lo ~ Flat()
param w ~ Flat()
let z = integrate(f, lo, inf, w)""", [lo, w], g, lo, numpy.inf, [-float(g(lo)), lambda x: -x * g(x)])

h = lambda x: numpy.exp(w * x) / (1 + x * x)
integral("from minus infinity to an unknown limit", """
fun f(x, w) = exp(w * x) / (1 + x ^ 2)
param hi ~ Flat()
param w ~ Flat()
let z = integrate(f, -inf, hi, w)""", [lo, w], h, -numpy.inf, lo, [float(h(lo)), lambda x: x * h(x)])

p, q = 0.35, 2.4
beta = lambda x: x ** (p - 1) * (1 - x) ** (q - 1)
integral("a beta function, singular at 0", """
fun f(x, p, q) = x ^ (p - 1) * (1 - x) ^ (q - 1)
param p ~ Flat()
param q ~ Flat()
let z = integrate(f, 0, 1, p, q)""", [p, q], beta, 0, 1, [lambda x: beta(x) * numpy.log(x), lambda x: beta(x) * numpy.log1p(-x)], [1e-8, 1e-4, 0.5])

centre = 0.31
peak = lambda x: numpy.exp(-0.5 * ((x - centre) / 0.002) ** 2)
integral("a narrow peak", """
fun f(x, m) = exp(-0.5 * ((x - m) / 0.002) ^ 2)
param m ~ Flat()
let z = integrate(f, 0, 1, m)""", [centre], peak, 0, 1,
         [lambda x: peak(x) * (x - centre) / 0.002 ** 2], [0.29, centre, 0.33])

with open(os.path.join(os.path.dirname(__file__), "roots-and-integrals.json"), "w") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")
