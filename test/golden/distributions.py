#!/usr/bin/env python3
"""Golden values of every distribution: log density, cdf, mean, sd.

The values are computed with 50 digits by mpmath from textbook definitions (not from the expressions of the
table) and, wherever SciPy has the distribution, compared with SciPy here, so that the two sources hold each
other. Needs python3-scipy and python3-mpmath. Run it as

    /usr/bin/python3 test/golden/distributions.py

and it writes test/golden/distributions.json. Numbers are rounded to doubles; infinities are strings.
"""
import json
import math
import os

import numpy as np
from mpmath import mp, mpf
import mpmath as m
from scipy import special as scipy_special
from scipy import stats

mp.dps = 50
INF = m.inf


def out(v):
    """A double for JSON."""
    f = float(v)
    if math.isnan(f):
        return "nan"
    if math.isinf(f):
        return "inf" if f > 0 else "-inf"
    return f


def ln(v):
    return -INF if v == 0 else m.log(v)


def norm_cdf(z):
    return m.ncdf(z) if abs(z) < 5 else (m.erfc(-z / m.sqrt(2)) / 2)


def norm_pdf(z):
    return m.exp(-z * z / 2) / m.sqrt(2 * m.pi)


table = {}


def near(ours, theirs, what, rel=1e-7):
    ours, theirs = float(ours), float(theirs)
    if math.isinf(ours) or math.isinf(theirs):
        # SciPy underflows in far tails where mpmath does not; an infinite value of ours must be matched.
        assert not math.isinf(ours) or ours == theirs, (what, ours, theirs)
        return
    assert abs(ours - theirs) <= rel * max(1.0, abs(theirs)), (what, ours, theirs)


def scalar(name, cases, xs, pdf, cdf, scipy=None, mean=None, sd=None, discrete=False):
    """pdf(x, **args), cdf(x, **args), mean(**args), sd(**args) in mpmath; scipy(**args) a frozen distribution."""
    entry = []
    for args in cases:
        exact = {k: mpf(v) for k, v in args.items()}
        points = [mpf(x) for x in (xs(**exact) if callable(xs) else xs)]
        values = [ln(pdf(x, **exact)) for x in points]
        case = {"args": args, "x": [out(x) for x in points], "logDensity": [out(v) for v in values]}
        if cdf is not None:
            case["cdf"] = [out(cdf(x, **exact)) for x in points]
        if mean is not None:
            case["mean"] = out(mean(**exact))
        if sd is not None:
            case["sd"] = out(sd(**exact))
        if scipy is not None:
            frozen = scipy(**args)
            for x, v, at in zip(points, values, range(len(points))):
                theirs = frozen.logpmf(float(x)) if discrete else frozen.logpdf(float(x))
                near(v, theirs, (name, args, float(x), "density"))
                if cdf is not None:
                    near(case["cdf"][at], frozen.cdf(float(x)), (name, args, float(x), "cdf"))
            if mean is not None and not isinstance(case["mean"], str):
                near(case["mean"], frozen.mean(), (name, args, "mean"))
            if sd is not None and not isinstance(case["sd"], str):
                near(case["sd"], frozen.std(), (name, args, "sd"))
        entry.append(case)
    table[name] = {"cases": entry}


def grid(*cases):
    return list(cases)


def d(**kw):
    return kw


# ── Continuous ────────────────────────────────────────────────────────────────────────────────────

line = lambda c, s: [c - 40 * s, c - 6 * s, c - s, c - s / 3, c, c + s / 7, c + 2 * s, c + 8 * s, c + 40 * s]
half = lambda s: [s / 1000, s / 3, s, 2 * s, 6 * s, 30 * s]

scalar("Normal", grid(d(mu=0, sigma=1), d(mu=-3.5, sigma=0.02), d(mu=100, sigma=25)),
       lambda mu, sigma: line(mu, sigma),
       lambda x, mu, sigma: norm_pdf((x - mu) / sigma) / sigma,
       lambda x, mu, sigma: norm_cdf((x - mu) / sigma),
       lambda mu, sigma: stats.norm(mu, sigma), lambda mu, sigma: mu, lambda mu, sigma: sigma)

scalar("HalfNormal", grid(d(sigma=1), d(sigma=0.01), d(sigma=50)), lambda sigma: half(sigma),
       lambda x, sigma: 2 * norm_pdf(x / sigma) / sigma,
       lambda x, sigma: m.erf(x / sigma / m.sqrt(2)),
       lambda sigma: stats.halfnorm(scale=sigma),
       lambda sigma: sigma * m.sqrt(2 / m.pi), lambda sigma: sigma * m.sqrt(1 - 2 / m.pi))


def t_pdf(x, nu, mu, sigma):
    z = (x - mu) / sigma
    return m.gamma((nu + 1) / 2) / m.gamma(nu / 2) / m.sqrt(nu * m.pi) / sigma * (1 + z * z / nu) ** (-(nu + 1) / 2)


def t_cdf(x, nu, mu, sigma):
    z = (x - mu) / sigma
    tail = m.betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + z * z), regularized=True) / 2
    return 1 - tail if z > 0 else tail


scalar("StudentT", grid(d(nu=1, mu=0, sigma=1), d(nu=4, mu=2, sigma=0.5), d(nu=30, mu=-1, sigma=10), d(nu=2.5, mu=0, sigma=3)),
       lambda nu, mu, sigma: line(mu, sigma), t_pdf, t_cdf,
       lambda nu, mu, sigma: stats.t(nu, mu, sigma),
       lambda nu, mu, sigma: mu if nu > 1 else m.nan,
       lambda nu, mu, sigma: sigma * m.sqrt(nu / (nu - 2)) if nu > 2 else (INF if nu > 1 else m.nan))


def half_t_mean(nu, sigma):
    if nu <= 1:
        return INF
    return 2 * sigma * m.sqrt(nu / m.pi) * m.gamma((nu + 1) / 2) / m.gamma(nu / 2) / (nu - 1)


scalar("HalfStudentT", grid(d(nu=3, sigma=2.5), d(nu=7.5, sigma=0.1)), lambda nu, sigma: half(sigma),
       lambda x, nu, sigma: 2 * t_pdf(x, nu, 0, sigma), lambda x, nu, sigma: 2 * t_cdf(x, nu, 0, sigma) - 1, None,
       half_t_mean,
       lambda nu, sigma: m.sqrt(sigma**2 * nu / (nu - 2) - half_t_mean(nu, sigma) ** 2) if nu > 2 else INF)

scalar("Cauchy", grid(d(alpha=0, beta=1), d(alpha=-2, beta=0.3)), lambda alpha, beta: line(alpha, beta),
       lambda x, alpha, beta: 1 / (m.pi * beta * (1 + ((x - alpha) / beta) ** 2)),
       lambda x, alpha, beta: m.atan((x - alpha) / beta) / m.pi + mpf(1) / 2,
       lambda alpha, beta: stats.cauchy(alpha, beta))

scalar("HalfCauchy", grid(d(beta=1), d(beta=25)), lambda beta: half(beta) + [1e6 * beta],
       lambda x, beta: 2 / (m.pi * beta * (1 + (x / beta) ** 2)), lambda x, beta: 2 * m.atan(x / beta) / m.pi,
       lambda beta: stats.halfcauchy(scale=beta))

scalar("Exponential", grid(d(lam=1), d(lam=0.02), d(lam=300)), lambda lam: [x / lam for x in [1e-6, 0.3, 1, 5, 60]],
       lambda x, lam: lam * m.exp(-lam * x), lambda x, lam: -m.expm1(-lam * x),
       lambda lam: stats.expon(scale=1 / lam), lambda lam: 1 / lam, lambda lam: 1 / lam)

scalar("Gamma", grid(d(alpha=2, beta=3), d(alpha=0.3, beta=1), d(alpha=150, beta=0.5)),
       lambda alpha, beta: [alpha / beta * k for k in [0.001, 0.5, 1, 1.7, 6]],
       lambda x, alpha, beta: beta**alpha / m.gamma(alpha) * x ** (alpha - 1) * m.exp(-beta * x),
       lambda x, alpha, beta: m.gammainc(alpha, 0, beta * x, regularized=True),
       lambda alpha, beta: stats.gamma(alpha, scale=1 / beta),
       lambda alpha, beta: alpha / beta, lambda alpha, beta: m.sqrt(alpha) / beta)

ig_mean = lambda alpha, beta: beta / (alpha - 1) if alpha > 1 else INF
ig_sd = lambda alpha, beta: m.sqrt(beta**2 / (alpha - 1) ** 2 / (alpha - 2)) if alpha > 2 else (INF if alpha > 1 else m.nan)
ig_pdf = lambda x, alpha, beta: beta**alpha / m.gamma(alpha) * x ** (-alpha - 1) * m.exp(-beta / x)
ig_cdf = lambda x, alpha, beta: m.gammainc(alpha, beta / x, INF, regularized=True)
scalar("InverseGamma", grid(d(alpha=3, beta=2), d(alpha=0.5, beta=1), d(alpha=40, beta=100), d(alpha=1.5, beta=0.1)),
       lambda alpha, beta: [beta / alpha * k for k in [0.05, 0.5, 1, 2, 50]], ig_pdf, ig_cdf,
       lambda alpha, beta: stats.invgamma(alpha, scale=beta), ig_mean, ig_sd)

scalar("ScaledInverseChiSquared", grid(d(nu=5, s=2), d(nu=1.5, s=0.1), d(nu=3, s=1)),
       lambda nu, s: [s * s * k for k in [0.1, 0.5, 1, 3, 40]],
       lambda x, nu, s: ig_pdf(x, nu / 2, nu * s * s / 2), lambda x, nu, s: ig_cdf(x, nu / 2, nu * s * s / 2),
       lambda nu, s: stats.invgamma(nu / 2, scale=nu * s * s / 2),
       lambda nu, s: ig_mean(nu / 2, nu * s * s / 2), lambda nu, s: ig_sd(nu / 2, nu * s * s / 2))

scalar("ChiSquared", grid(d(nu=1), d(nu=4), d(nu=250)), lambda nu: [nu * k for k in [0.01, 0.5, 1, 2, 8]],
       lambda x, nu: x ** (nu / 2 - 1) * m.exp(-x / 2) / (2 ** (nu / 2) * m.gamma(nu / 2)),
       lambda x, nu: m.gammainc(nu / 2, 0, x / 2, regularized=True),
       lambda nu: stats.chi2(nu), lambda nu: nu, lambda nu: m.sqrt(2 * nu))

scalar("Beta", grid(d(alpha=2, beta=5), d(alpha=0.5, beta=0.5), d(alpha=300, beta=20)), [1e-8, 0.01, 0.3, 0.5, 0.93, 0.999],
       lambda x, alpha, beta: x ** (alpha - 1) * (1 - x) ** (beta - 1) / m.beta(alpha, beta),
       lambda x, alpha, beta: m.betainc(alpha, beta, 0, x, regularized=True),
       lambda alpha, beta: stats.beta(alpha, beta), lambda alpha, beta: alpha / (alpha + beta),
       lambda alpha, beta: m.sqrt(alpha * beta / (alpha + beta + 1)) / (alpha + beta))

scalar("Uniform", grid(d(lower=0, upper=1), d(lower=-7, upper=3)), lambda lower, upper: [lower, (lower + upper) / 3, upper, upper + 1, lower - 2],
       lambda x, lower, upper: 1 / (upper - lower) if lower <= x <= upper else mpf(0),
       lambda x, lower, upper: min(mpf(1), max(mpf(0), (x - lower) / (upper - lower))),
       lambda lower, upper: stats.uniform(lower, upper - lower),
       lambda lower, upper: (lower + upper) / 2, lambda lower, upper: (upper - lower) / m.sqrt(12))

scalar("LogNormal", grid(d(mu=0, sigma=1), d(mu=3, sigma=0.1), d(mu=-2, sigma=2)),
       lambda mu, sigma: [m.exp(mu + k * sigma) for k in [-20, -3, -0.5, 0, 1, 4, 20]],
       lambda x, mu, sigma: norm_pdf((m.log(x) - mu) / sigma) / sigma / x,
       lambda x, mu, sigma: norm_cdf((m.log(x) - mu) / sigma),
       lambda mu, sigma: stats.lognorm(sigma, scale=math.exp(mu)),
       lambda mu, sigma: m.exp(mu + sigma**2 / 2),
       lambda mu, sigma: m.exp(mu + sigma**2 / 2) * m.sqrt(m.expm1(sigma**2)))

scalar("Laplace", grid(d(mu=0, b=1), d(mu=5, b=0.2)), lambda mu, b: line(mu, b),
       lambda x, mu, b: m.exp(-abs(x - mu) / b) / (2 * b),
       lambda x, mu, b: m.exp((x - mu) / b) / 2 if x < mu else 1 - m.exp((mu - x) / b) / 2,
       lambda mu, b: stats.laplace(mu, b), lambda mu, b: mu, lambda mu, b: m.sqrt(2) * b)

scalar("Logistic", grid(d(mu=0, s=1), d(mu=-4, s=3)), lambda mu, s: line(mu, s) + [mu + 800 * s],
       lambda x, mu, s: m.exp(-(x - mu) / s) / (s * (1 + m.exp(-(x - mu) / s)) ** 2),
       lambda x, mu, s: 1 / (1 + m.exp(-(x - mu) / s)),
       lambda mu, s: stats.logistic(mu, s), lambda mu, s: mu, lambda mu, s: s * m.pi / m.sqrt(3))

scalar("Gumbel", grid(d(mu=0, beta=1), d(mu=2, beta=0.5)), lambda mu, beta: [mu + k * beta for k in [-5, -2, -0.5, 0, 1, 6, 40]],
       lambda x, mu, beta: m.exp(-(x - mu) / beta - m.exp(-(x - mu) / beta)) / beta,
       lambda x, mu, beta: m.exp(-m.exp(-(x - mu) / beta)),
       lambda mu, beta: stats.gumbel_r(mu, beta), lambda mu, beta: mu + beta * m.euler,
       lambda mu, beta: beta * m.pi / m.sqrt(6))

scalar("Weibull", grid(d(alpha=1.5, beta=2), d(alpha=0.7, beta=0.1), d(alpha=12, beta=30)),
       lambda alpha, beta: [beta * k for k in [0.001, 0.5, 1, 1.4, 2]],
       lambda x, alpha, beta: alpha / beta * (x / beta) ** (alpha - 1) * m.exp(-((x / beta) ** alpha)),
       lambda x, alpha, beta: -m.expm1(-((x / beta) ** alpha)),
       lambda alpha, beta: stats.weibull_min(alpha, scale=beta), lambda alpha, beta: beta * m.gamma(1 + 1 / alpha),
       lambda alpha, beta: beta * m.sqrt(m.gamma(1 + 2 / alpha) - m.gamma(1 + 1 / alpha) ** 2))

scalar("LogLogistic", grid(d(alpha=2, beta=1.5), d(alpha=0.1, beta=0.7), d(alpha=30, beta=12)),
       lambda alpha, beta: [alpha * k for k in [1e-8, 0.001, 0.5, 1, 1.4, 1000]],
       lambda x, alpha, beta: beta / alpha * (x / alpha) ** (beta - 1) / (1 + (x / alpha) ** beta) ** 2,
       lambda x, alpha, beta: 1 / (1 + (x / alpha) ** -beta),
       lambda alpha, beta: stats.fisk(beta, scale=alpha),
       lambda alpha, beta: alpha * m.pi / beta / m.sin(m.pi / beta) if beta > 1 else INF,
       lambda alpha, beta: alpha * m.sqrt(2 * m.pi / beta / m.sin(2 * m.pi / beta) - (m.pi / beta / m.sin(m.pi / beta)) ** 2)
       if beta > 2 else (INF if beta > 1 else mp.nan))

scalar("Pareto", grid(d(alpha=3, m=1), d(alpha=1.2, m=10), d(alpha=0.5, m=2)), lambda alpha, m: [m, m * 1.001, m * 2, m * 500, m / 2],
       lambda x, alpha, m: alpha * m**alpha / x ** (alpha + 1) if x >= m else mpf(0),
       lambda x, alpha, m: 1 - (m / x) ** alpha if x >= m else mpf(0),
       lambda alpha, m: stats.pareto(alpha, scale=m),
       lambda alpha, m: alpha * m / (alpha - 1) if alpha > 1 else INF,
       lambda alpha, m: mp.sqrt(m**2 * alpha / (alpha - 1) ** 2 / (alpha - 2)) if alpha > 2 else (INF if alpha > 1 else mp.nan))


def owen_t(h, a):
    return m.quad(lambda t: m.exp(-h * h * (1 + t * t) / 2) / (1 + t * t), [0, a]) / (2 * m.pi)


def skew_sd(mu, sigma, alpha):
    delta = alpha / m.sqrt(1 + alpha**2)
    return sigma * m.sqrt(1 - 2 * delta**2 / m.pi)


scalar("SkewNormal", grid(d(mu=0, sigma=1, alpha=1), d(mu=3, sigma=2, alpha=-5), d(mu=0, sigma=0.5, alpha=0)),
       lambda mu, sigma, alpha: [mu + k * sigma for k in [-6, -2, -0.5, 0, 1, 3, 6]],
       lambda x, mu, sigma, alpha: 2 / sigma * norm_pdf((x - mu) / sigma) * norm_cdf(alpha * (x - mu) / sigma),
       lambda x, mu, sigma, alpha: norm_cdf((x - mu) / sigma) - 2 * owen_t((x - mu) / sigma, alpha),
       lambda mu, sigma, alpha: stats.skewnorm(alpha, mu, sigma),
       lambda mu, sigma, alpha: mu + sigma * alpha / m.sqrt(1 + alpha**2) * m.sqrt(2 / m.pi), skew_sd)


def exg_pdf(x, mu, sigma, nu):
    return m.exp((mu - x) / nu + sigma**2 / (2 * nu**2)) / nu * norm_cdf((x - mu) / sigma - sigma / nu)


def exg_cdf(x, mu, sigma, nu):
    return norm_cdf((x - mu) / sigma) - nu * exg_pdf(x, mu, sigma, nu)


scalar("ExGaussian", grid(d(mu=0, sigma=1, nu=1), d(mu=300, sigma=20, nu=100), d(mu=1, sigma=1, nu=0.05)),
       lambda mu, sigma, nu: [mu + k * sigma for k in [-8, -2, 0, 1, 3]] + [mu + 6 * nu],
       exg_pdf, exg_cdf, lambda mu, sigma, nu: stats.exponnorm(nu / sigma, mu, sigma),
       lambda mu, sigma, nu: mu + nu, lambda mu, sigma, nu: m.sqrt(sigma**2 + nu**2))

vm_pdf = lambda x, mu, kappa: m.exp(kappa * m.cos(x - mu)) / (2 * m.pi * m.besseli(0, kappa))
scalar("VonMises", grid(d(mu=0, kappa=1), d(mu=1.2, kappa=8), d(mu=-2, kappa=0.01), d(mu=0.5, kappa=900)),
       lambda mu, kappa: [mu + k for k in [-1, -0.4, -0.01, 0, 0.3, 1.1]], vm_pdf,
       lambda x, mu, kappa: m.quad(lambda t: vm_pdf(t, mu, kappa), sorted({-m.pi, x} | {p for p in [mu - 5 / m.sqrt(kappa), mu, mu + 5 / m.sqrt(kappa)] if -m.pi < p < x})),
       None, lambda mu, kappa: mu)

scalar("Wald", grid(d(mu=1, lam=1), d(mu=3, lam=0.5), d(mu=10, lam=2000)),
       lambda mu, lam: [mu * k for k in [0.05, 0.5, 1, 1.6, 9]],
       lambda x, mu, lam: m.sqrt(lam / (2 * m.pi * x**3)) * m.exp(-lam * (x - mu) ** 2 / (2 * mu**2 * x)),
       lambda x, mu, lam: norm_cdf(m.sqrt(lam / x) * (x / mu - 1)) + m.exp(2 * lam / mu) * norm_cdf(-m.sqrt(lam / x) * (x / mu + 1)),
       lambda mu, lam: stats.invgauss(mu / lam, scale=lam), lambda mu, lam: mu, lambda mu, lam: m.sqrt(mu**3 / lam))


def tri_pdf(x, lower, upper, c):
    if x < lower or x > upper:
        return mpf(0)
    if x < c:
        return 2 * (x - lower) / (upper - lower) / (c - lower)
    return 2 / (upper - lower) if x == c else 2 * (upper - x) / (upper - lower) / (upper - c)


def tri_cdf(x, lower, upper, c):
    if x <= lower:
        return mpf(0)
    if x >= upper:
        return mpf(1)
    return (x - lower) ** 2 / (upper - lower) / (c - lower) if x <= c else 1 - (upper - x) ** 2 / (upper - lower) / (upper - c)


scalar("Triangular", grid(d(lower=0, upper=1, c=0.5), d(lower=-2, upper=5, c=-1), d(lower=0, upper=2, c=2), d(lower=0, upper=2, c=0)),
       lambda lower, upper, c: [lower - 1, lower + (upper - lower) / 100, c, (lower + upper) / 2, upper - (upper - lower) / 50, upper + 1],
       tri_pdf, tri_cdf, lambda lower, upper, c: stats.triang((c - lower) / (upper - lower), lower, upper - lower),
       lambda lower, upper, c: (lower + upper + c) / 3,
       lambda lower, upper, c: m.sqrt((lower**2 + upper**2 + c**2 - lower * upper - lower * c - upper * c) / 18))


def tn_z(mu, sigma, lower, upper):
    a, b = (lower - mu) / sigma, (upper - mu) / sigma
    if a > 0:
        return m.erfc(a / m.sqrt(2)) / 2 - m.erfc(b / m.sqrt(2)) / 2
    return norm_cdf(b) - norm_cdf(a)


def tn_sd(mu, sigma, lower, upper):
    a, b, z = (lower - mu) / sigma, (upper - mu) / sigma, tn_z(mu, sigma, lower, upper)
    ends = (a * norm_pdf(a) if not m.isinf(a) else 0) - (b * norm_pdf(b) if not m.isinf(b) else 0)
    return sigma * m.sqrt(1 + ends / z - ((norm_pdf(a) - norm_pdf(b)) / z) ** 2)


with m.workdps(120):
    scalar("TruncatedNormal", grid(d(mu=0, sigma=1, lower=-1, upper=2), d(mu=1, sigma=3, lower=8, upper=20),
                                   d(mu=0, sigma=1, lower=12, upper=13), d(mu=0, sigma=1, lower=-30, upper=-25)),
           lambda mu, sigma, lower, upper: [lower, lower + (upper - lower) / 50, (lower + upper) / 2, upper - (upper - lower) / 9, upper + 1, lower - 1],
           lambda x, mu, sigma, lower, upper: norm_pdf((x - mu) / sigma) / sigma / tn_z(mu, sigma, lower, upper) if lower <= x <= upper else mpf(0),
           lambda x, mu, sigma, lower, upper: mpf(0) if x <= lower else mpf(1) if x >= upper else tn_z(mu, sigma, lower, x) / tn_z(mu, sigma, lower, upper),
           None,
           lambda mu, sigma, lower, upper: mu + sigma * (norm_pdf((lower - mu) / sigma) - norm_pdf((upper - mu) / sigma)) / tn_z(mu, sigma, lower, upper),
           tn_sd)
for c in table["TruncatedNormal"]["cases"][:2]:
    a = c["args"]
    f = stats.truncnorm((a["lower"] - a["mu"]) / a["sigma"], (a["upper"] - a["mu"]) / a["sigma"], a["mu"], a["sigma"])
    near(c["mean"], f.mean(), "truncnorm mean")
    near(c["sd"], f.std(), "truncnorm sd")
    for x, v, F in zip(c["x"], c["logDensity"], c["cdf"]):
        near(v, f.logpdf(x), "truncnorm density")
        near(F, f.cdf(x), "truncnorm cdf")

logit = lambda x: m.log(x / (1 - x))
scalar("LogitNormal", grid(d(mu=0, sigma=1), d(mu=2, sigma=0.3), d(mu=-1, sigma=3)), [1e-6, 0.02, 0.4, 0.5, 0.88, 0.999],
       lambda x, mu, sigma: norm_pdf((logit(x) - mu) / sigma) / sigma / (x * (1 - x)),
       lambda x, mu, sigma: norm_cdf((logit(x) - mu) / sigma))


def al_pdf(x, b, kappa, mu):
    s = 1 if x >= mu else -1
    return b / (kappa + 1 / kappa) * m.exp(-(x - mu) * b * s * kappa**s)


def al_cdf(x, b, kappa, mu):
    k2 = kappa**2
    return k2 / (1 + k2) * m.exp((x - mu) * b / kappa) if x < mu else 1 - m.exp(-(x - mu) * b * kappa) / (1 + k2)


scalar("AsymmetricLaplace", grid(d(b=1, kappa=1, mu=0), d(b=2.5, kappa=0.4, mu=-1), d(b=0.1, kappa=3, mu=7)),
       lambda b, kappa, mu: [mu + k / b for k in [-30, -2, -0.3, 0, 0.5, 3, 20]], al_pdf, al_cdf,
       lambda b, kappa, mu: stats.laplace_asymmetric(kappa, mu, 1 / b),
       lambda b, kappa, mu: mu + (1 / kappa - kappa) / b, lambda b, kappa, mu: m.sqrt(1 / kappa**2 + kappa**2) / b)

ku_m = lambda n, a, b: b * m.beta(1 + n / a, b)
scalar("Kumaraswamy", grid(d(a=2, b=3), d(a=0.5, b=0.5), d(a=8, b=1)), [1e-6, 0.1, 0.5, 0.83, 0.999],
       lambda x, a, b: a * b * x ** (a - 1) * (1 - x**a) ** (b - 1), lambda x, a, b: -m.expm1(b * m.log1p(-(x**a))), None,
       lambda a, b: ku_m(1, a, b), lambda a, b: m.sqrt(ku_m(2, a, b) - ku_m(1, a, b) ** 2))

scalar("Moyal", grid(d(mu=0, sigma=1), d(mu=5, sigma=0.4)), lambda mu, sigma: [mu + k * sigma for k in [-5, -1, 0, 1, 5, 60]],
       lambda x, mu, sigma: m.exp(-((x - mu) / sigma + m.exp(-(x - mu) / sigma)) / 2) / m.sqrt(2 * m.pi) / sigma,
       lambda x, mu, sigma: m.erfc(m.exp(-(x - mu) / sigma / 2) / m.sqrt(2)),
       lambda mu, sigma: stats.moyal(mu, sigma), lambda mu, sigma: mu + sigma * (m.log(2) + m.euler),
       lambda mu, sigma: sigma * m.pi / m.sqrt(2))

ri_pdf = lambda x, nu, sigma: x / sigma**2 * m.exp(-(x * x + nu * nu) / (2 * sigma**2)) * m.besseli(0, x * nu / sigma**2)
scalar("Rice", grid(d(nu=0, sigma=1), d(nu=3, sigma=1), d(nu=40, sigma=2)), lambda nu, sigma: [sigma / 10, sigma, nu + sigma / 3, nu + 2 * sigma, nu + 6 * sigma],
       ri_pdf, lambda x, nu, sigma: m.quad(lambda t: ri_pdf(t, nu, sigma), m.linspace(0, x, 9)),
       lambda nu, sigma: stats.rice(nu / sigma, scale=sigma))

for name in ("Flat", "HalfFlat"):
    table[name] = {"cases": [{"args": {}, "x": [0.5, 3.0, 100.0], "logDensity": [0, 0, 0]}]}

# ── Discrete ──────────────────────────────────────────────────────────────────────────────────────


def summed(pmf, first=0):
    return lambda x, **a: m.fsum([pmf(mpf(i), **a) for i in range(int(first(**a)) if callable(first) else first, int(x) + 1)])


def discrete(name, cases, xs, pmf, scipy=None, mean=None, sd=None, first=0):
    scalar(name, cases, xs, pmf, summed(pmf, first), scipy, mean, sd, discrete=True)


pw = lambda base, e: mpf(1) if e == 0 else base**e
bin_pmf = lambda x, n, p: m.binomial(n, x) * pw(p, x) * pw(1 - p, n - x) if 0 <= x <= n else mpf(0)
poi_pmf = lambda x, mu: pw(mu, x) * m.exp(-mu) / m.factorial(x)
nb_pmf = lambda x, mu, alpha: m.gamma(x + alpha) / m.gamma(alpha) / m.factorial(x) * (alpha / (mu + alpha)) ** alpha * pw(mu / (mu + alpha), x)

discrete("Bernoulli", grid(d(p=0.3), d(p=0.999), d(p=0), d(p=1)), [0, 1], lambda x, p: p if x == 1 else 1 - p,
         lambda p: stats.bernoulli(p), lambda p: p, lambda p: m.sqrt(p * (1 - p)))
discrete("Binomial", grid(d(n=10, p=0.3), d(n=1000, p=0.002), d(n=7, p=0), d(n=7, p=1), d(n=0, p=0.5)),
         lambda n, p: [0, 1, 3, 7, n, n + 1] if n > 0 else [0, 1], bin_pmf,
         lambda n, p: stats.binom(n, p), lambda n, p: n * p, lambda n, p: m.sqrt(n * p * (1 - p)))
discrete("BetaBinomial", grid(d(n=10, alpha=2, beta=3), d(n=200, alpha=0.3, beta=0.6)), lambda n, alpha, beta: [0, 1, 4, n - 1, n, n + 1],
         lambda x, n, alpha, beta: m.binomial(n, x) * m.beta(x + alpha, n - x + beta) / m.beta(alpha, beta) if x <= n else mpf(0),
         lambda n, alpha, beta: stats.betabinom(n, alpha, beta), lambda n, alpha, beta: n * alpha / (alpha + beta),
         lambda n, alpha, beta: m.sqrt(n * alpha * beta * (alpha + beta + n) / (alpha + beta + 1)) / (alpha + beta))
discrete("Poisson", grid(d(mu=3.7), d(mu=0.001), d(mu=450), d(mu=0)), [0, 1, 4, 60, 500], poi_pmf,
         lambda mu: stats.poisson(mu), lambda mu: mu, lambda mu: m.sqrt(mu))
discrete("NegativeBinomial", grid(d(mu=5, alpha=2), d(mu=100, alpha=0.3), d(mu=0.5, alpha=5000), d(mu=0, alpha=2)), [0, 1, 6, 80, 400], nb_pmf,
         lambda mu, alpha: stats.nbinom(alpha, alpha / (mu + alpha)), lambda mu, alpha: mu,
         lambda mu, alpha: m.sqrt(mu + mu**2 / alpha))
discrete("Geometric", grid(d(p=0.2), d(p=0.001), d(p=1)), [1, 2, 10, 300], lambda x, p: p * pw(1 - p, x - 1),
         lambda p: stats.geom(p), lambda p: 1 / p, lambda p: m.sqrt(1 - p) / p, first=1)
discrete("DiscreteUniform", grid(d(lower=1, upper=6), d(lower=-3, upper=-3)), lambda lower, upper: [lower, upper, upper + 1],
         lambda x, lower, upper: 1 / (upper - lower + 1) if lower <= x <= upper else mpf(0),
         lambda lower, upper: stats.randint(lower, upper + 1), lambda lower, upper: (lower + upper) / 2,
         lambda lower, upper: m.sqrt(((upper - lower + 1) ** 2 - 1) / 12), first=lambda lower, upper: lower)


def inflated(pmf):
    return lambda x, psi, **a: (1 - psi if x == 0 else 0) + psi * pmf(x, **a)


def mixed_moments(pmf, top):
    """Mean and sd of a count by summing its masses."""
    def moments(**a):
        masses = [(mpf(i), pmf(mpf(i), **a)) for i in range(top)]
        mean = m.fsum([i * p for i, p in masses])
        return mean, m.sqrt(m.fsum([(i - mean) ** 2 * p for i, p in masses]))
    return (lambda **a: moments(**a)[0]), (lambda **a: moments(**a)[1])


zip_pmf = inflated(poi_pmf)
mean, sd = mixed_moments(zip_pmf, 400)
discrete("ZeroInflatedPoisson", grid(d(psi=0.7, mu=4), d(psi=0.1, mu=0.2), d(psi=1, mu=60), d(psi=0.999, mu=80), d(psi=0.5, mu=100)), [0, 1, 5, 90], zip_pmf, None, mean, sd)
zib_pmf = inflated(bin_pmf)
mean, sd = mixed_moments(zib_pmf, 50)
discrete("ZeroInflatedBinomial", grid(d(psi=0.7, n=10, p=0.4), d(psi=0.05, n=40, p=0.9), d(psi=1, n=5, p=0.5)), lambda psi, n, p: [0, 1, 5, n, n + 1], zib_pmf, None, mean, sd)
zinb_pmf = inflated(nb_pmf)
mean, sd = mixed_moments(zinb_pmf, 6000)
discrete("ZeroInflatedNegativeBinomial", grid(d(psi=0.7, mu=4, alpha=2), d(psi=0.2, mu=30, alpha=0.5)), [0, 1, 5, 90], zinb_pmf, None, mean, sd)
hp_pmf = lambda x, psi, mu: 1 - psi if x == 0 else psi * poi_pmf(x, mu) / (1 - m.exp(-mu))
mean, sd = mixed_moments(hp_pmf, 200)
discrete("HurdlePoisson", grid(d(psi=0.7, mu=4), d(psi=0.1, mu=0.001)), [0, 1, 5, 40], hp_pmf, None, mean, sd)

zero = lambda mu, alpha: (alpha / (mu + alpha)) ** alpha
hnb_pmf = lambda x, psi, mu, alpha: 1 - psi if x == 0 else psi * nb_pmf(x, mu, alpha) / (1 - zero(mu, alpha))
mean, sd = mixed_moments(hnb_pmf, 6000)
discrete("HurdleNegativeBinomial", grid(d(psi=0.7, mu=4, alpha=2), d(psi=0.1, mu=0.001, alpha=0.7), d(psi=0.3, mu=30, alpha=0.5)),
         [0, 1, 5, 40], hnb_pmf, None, mean, sd)

gam = lambda x, alpha, beta: beta**alpha / m.gamma(alpha) * x ** (alpha - 1) * m.exp(-beta * x)
scalar("HurdleGamma", grid(d(psi=0.7, alpha=2, beta=0.5), d(psi=0.2, alpha=0.4, beta=3)), [0, 0.01, 0.5, 3, 40],
       lambda x, psi, alpha, beta: 1 - psi if x == 0 else psi * gam(x, alpha, beta),
       lambda x, psi, alpha, beta: 1 - psi + psi * m.gammainc(alpha, 0, beta * x, regularized=True), None,
       lambda psi, alpha, beta: psi * alpha / beta,
       lambda psi, alpha, beta: m.sqrt(psi * (alpha + alpha**2) / beta**2 - (psi * alpha / beta) ** 2))

above = lambda x, mu, sigma: norm_pdf((m.log(x) - mu) / sigma) / (sigma * x)
scalar("HurdleLogNormal", grid(d(psi=0.7, mu=0.5, sigma=0.8), d(psi=0.2, mu=-2, sigma=1.5)), [0, 0.01, 0.5, 3, 40],
       lambda x, psi, mu, sigma: 1 - psi if x == 0 else psi * above(x, mu, sigma),
       lambda x, psi, mu, sigma: 1 - psi if x == 0 else 1 - psi + psi * norm_cdf((m.log(x) - mu) / sigma), None,
       lambda psi, mu, sigma: psi * m.exp(mu + sigma**2 / 2),
       lambda psi, mu, sigma: m.sqrt(psi * m.exp(2 * mu + 2 * sigma**2) - (psi * m.exp(mu + sigma**2 / 2)) ** 2))

discrete("HyperGeometric", grid(d(N=50, k=10, n=20), d(N=20, k=15, n=12), d(N=1000, k=5, n=400)),
         lambda N, k, n: [max(0, n + k - N), max(0, n + k - N) + 2, min(n, k), min(n, k) + 1],
         lambda x, N, k, n: m.binomial(k, x) * m.binomial(N - k, n - x) / m.binomial(N, n) if max(0, n + k - N) <= x <= min(n, k) else mpf(0),
         lambda N, k, n: stats.hypergeom(N, k, n), lambda N, k, n: n * k / N,
         lambda N, k, n: m.sqrt(n * k * (N - k) * (N - n) / (N - 1)) / N)
discrete("DiscreteWeibull", grid(d(q=0.7, beta=1.3), d(q=0.95, beta=0.6), d(q=0.3, beta=1)), [0, 1, 5, 30],
         lambda x, q, beta: q ** (pw(x, beta) if x > 0 else mpf(0)) - q ** ((x + 1) ** beta))


def listed(name, cases, log_mass):
    """Distributions of scalars with vector arguments: the values are counted through."""
    table[name] = {"cases": [{"args": args, "x": list(xs), "logDensity": [out(log_mass(x, **args)) for x in xs]} for args, xs in cases]}


listed("Categorical", [(d(p=[0.2, 0.5, 0.3]), [1, 2, 3]), (d(p=[1.0, 0.0]), [1, 2])], lambda x, p: ln(mpf(p[x - 1])))


def ordered(F):
    def log_mass(x, eta, cutpoints, sigma=1):
        at = [-INF] + [mpf(c) for c in cutpoints] + [INF]
        with m.workdps(400):
            # A difference of two upper tails needs the digits.
            upper = mpf(1) if m.isinf(at[x]) else F((at[x] - mpf(eta)) / mpf(sigma))
            lower = mpf(0) if m.isinf(at[x - 1]) else F((at[x - 1] - mpf(eta)) / mpf(sigma))
            return ln(upper - lower)
    return log_mass


cuts = [(d(eta=0.3, cutpoints=[-1.0, 0.5, 2.0]), [1, 2, 3, 4]), (d(eta=-30.0, cutpoints=[-1.0, 0.5, 0.5001]), [1, 2, 3, 4]),
        (d(eta=25.0, cutpoints=[-1.0, 0.5]), [1, 2, 3]), (d(eta=0.0, cutpoints=[0.7]), [1, 2])]
listed("OrderedLogistic", cuts, ordered(lambda z: 1 / (1 + m.exp(-z))))
listed("OrderedProbit", [({**a, "sigma": 1.0}, xs) for a, xs in cuts] + [(d(eta=0.3, cutpoints=[-1.0, 0.5], sigma=2.5), [1, 2, 3])],
       ordered(lambda z: m.erfc(-z / m.sqrt(2)) / 2))

# ── Other parameterisations: the density at the canonical arguments they stand for ────────────────

inv_logit = lambda e: 1 / (1 + m.exp(-mpf(e)))
alternatives = []


def other(name, args, xs, density):
    alternatives.append({"name": name, "args": args, "x": xs, "logDensity": [out(ln(density(mpf(x)))) for x in xs]})


for e in [0.4, -35.0, 50.0, 700.0]:
    other("Bernoulli", d(logit_p=e), [0, 1], lambda x: inv_logit(e) if x == 1 else 1 / (1 + m.exp(mpf(e))))
for e in [0.4, -35.0, 50.0]:
    # 1 - p with its own digits.
    other("Binomial", d(n=10, logit_p=e), [0, 3, 10], lambda x: m.binomial(10, x) * inv_logit(e) ** x * inv_logit(-e) ** (10 - x))
for e in [0.4, -35.0, 6.0]:
    other("Poisson", d(log_mu=e), [0, 1, 30], lambda x: poi_pmf(x, m.exp(mpf(e))))
    other("NegativeBinomial", d(log_mu=e, alpha=2.5), [0, 1, 30], lambda x: nb_pmf(x, m.exp(mpf(e)), mpf(2.5)))
other("NegativeBinomial", d(n=3.5, p=0.3), [0, 1, 30], lambda x: m.gamma(x + mpf(3.5)) / m.gamma(mpf(3.5)) / m.factorial(x) * mpf(0.3) ** mpf(3.5) * (1 - mpf(0.3)) ** x)
other("Exponential", d(scale=4.0), [0.1, 3.0], lambda x: m.exp(-x / 4) / 4)
other("Gamma", d(mu=3.0, sigma=2.0), [0.1, 3.0], lambda x: gam(x, mpf(9) / 4, mpf(3) / 4))
other("InverseGamma", d(mu=3.0, sigma=2.0), [0.5, 3.0], lambda x: ig_pdf(x, 2 + mpf(9) / 4, 3 * (1 + mpf(9) / 4)))
other("Beta", d(mu=0.3, nu=12.0), [0.1, 0.6], lambda x: x ** (mpf(0.3) * 12 - 1) * (1 - x) ** ((1 - mpf(0.3)) * 12 - 1) / m.beta(mpf(0.3) * 12, (1 - mpf(0.3)) * 12))
other("Beta", d(mu=0.5, sigma=0.25), [0.1, 0.6], lambda x: x ** mpf(0.5) * (1 - x) ** mpf(0.5) / m.beta(mpf(1.5), mpf(1.5)))
other("AsymmetricLaplace", d(b=2.0, q=0.9, mu=1.0), [0.5, 1.5], lambda x: al_pdf(x, mpf(2), m.sqrt(mpf(0.9) / (1 - mpf(0.9))), 1))
other("Rice", d(b=1.5, sigma=2.0), [0.5, 4.0], lambda x: ri_pdf(x, mpf(3), mpf(2)))
soft = [m.exp(mpf(v)) for v in [0.3, -40.0, 800.0]]
other("Categorical", d(logits=[0.3, -40.0, 800.0]), [1, 2, 3], lambda x: soft[int(x) - 1] / m.fsum(soft))

# ── Multivariate: SciPy and, for the rest, definitions ────────────────────────────────────────────

multi = {}


def event(name, args, xs, log_density):
    multi.setdefault(name, []).append({"args": args, "x": xs, "logDensity": [out(log_density(np.array(x, dtype=float))) for x in xs]})


cov3 = [[2.0, 0.5, -0.3], [0.5, 1.0, 0.2], [-0.3, 0.2, 0.5]]
chol3 = np.linalg.cholesky(np.array(cov3)).tolist()
pts3 = [[0.0, 0.0, 0.0], [1.5, -2.0, 0.3], [30.0, 2.0, -8.0]]
mu3 = [1.0, -1.0, 0.5]
event("MvNormal", d(mu=mu3, cov=cov3), pts3, stats.multivariate_normal(mu3, cov3).logpdf)
event("MvNormal", d(mu=mu3, chol=chol3), pts3, stats.multivariate_normal(mu3, cov3).logpdf)
event("MvStudentT", d(nu=4.5, mu=mu3, scale=cov3), pts3, stats.multivariate_t(mu3, cov3, df=4.5).logpdf)
event("MvStudentT", d(nu=4.5, mu=mu3, chol=chol3), pts3, stats.multivariate_t(mu3, cov3, df=4.5).logpdf)

simplices = [[0.2, 0.5, 0.3], [0.01, 0.98, 0.01], [0.25, 0.25, 0.5]]
for alpha in [[1.0, 1.0, 1.0], [0.5, 3.0, 12.0]]:
    event("Dirichlet", d(alpha=alpha), simplices, stats.dirichlet(alpha).logpdf)


def stick(alpha):
    def log_density(w):
        # Breaks v_i ~ Beta(1, alpha) and the Jacobian of w_i = v_i * (what is left).
        left, total = mpf(1), mpf(0)
        for wi in [mpf(v) for v in w[:-1]]:
            v = wi / left
            total += ln(mpf(alpha)) + (mpf(alpha) - 1) * ln(1 - v) - ln(left)
            left -= wi
        return total
    return log_density


for alpha in [1.0, 3.5, 0.4]:
    event("StickBreakingWeights", d(alpha=alpha, K=3), [[0.5, 0.25, 0.125, 0.125], [0.1, 0.2, 0.3, 0.4]], stick(alpha))

p4 = [0.1, 0.2, 0.3, 0.4]
event("Multinomial", d(n=10, p=p4), [[1, 2, 3, 4], [10, 0, 0, 0], [0, 0, 5, 5], [1, 1, 1, 1]], stats.multinomial(10, p4).logpmf)
a4 = [0.5, 1.0, 2.0, 8.0]
event("DirichletMultinomial", d(n=10, alpha=a4), [[1, 2, 3, 4], [10, 0, 0, 0], [0, 0, 5, 5]], stats.dirichlet_multinomial(np.array(a4), 10).logpmf)


def lkj_log_constant(eta, k):
    """Log of the normalising integral: Lewandowski, Kurowicka & Joe (2009), equation 16 (not the closed form of theorem 5)."""
    total = mpf(0)
    for i in range(1, k):
        b = mpf(eta) + mpf(k - i - 1) / 2
        total += (2 * mpf(eta) - 2 + k - i) * (k - i) * m.log(2) + (k - i) * m.log(m.beta(b, b))
    return total


def lkj(eta):
    return lambda r: (mpf(eta) - 1) * ln(mpf(np.linalg.det(r))) - lkj_log_constant(eta, len(r))


def lkj_cholesky(eta):
    def log_density(l):
        k = len(l)
        # Jacobian of R = L L' for unit-length rows: prod L[i, i]^(k - i), i from 1.
        jacobian = m.fsum([(k - 1 - i) * ln(mpf(l[i][i])) for i in range(1, k)])
        return (mpf(eta) - 1) * 2 * m.fsum([ln(mpf(l[i][i])) for i in range(k)]) + jacobian - lkj_log_constant(eta, k)
    return log_density


# The density on L integrates to one over its strictly lower triangle (K = 3, eta = 1.7).
from scipy import integrate

inner = lambda z, y, x: float(m.exp(lkj_cholesky(1.7)([[1, 0, 0], [x, math.sqrt(1 - x * x), 0], [y, z, math.sqrt(max(1e-300, 1 - y * y - z * z))]])))
with m.workdps(15):
    disc = lambda x: integrate.dblquad(lambda z, y: inner(z, y, x), -1, 1, lambda y: -math.sqrt(1 - y * y), lambda y: math.sqrt(1 - y * y), epsabs=1e-4, epsrel=1e-4)[0]
    nodes, weights = np.polynomial.legendre.leggauss(9)
    assert abs(sum(w * disc(x) for x, w in zip(nodes, weights)) - 1) < 2e-3, "LKJ constant"

r2 = [[1.0, 0.4], [0.4, 1.0]]
r4 = (lambda a: (a / np.sqrt(np.outer(np.diag(a), np.diag(a)))))(np.array([[2.0, 0.3, -0.5, 0.1], [0.3, 1.0, 0.2, 0.4], [-0.5, 0.2, 3.0, 0.0], [0.1, 0.4, 0.0, 1.5]]))
for eta in [1.0, 2.5, 0.7]:
    for r in (np.array(r2), r4):
        event("LKJCorr", d(eta=eta), [r.tolist()], lkj(eta))
        event("LKJCholesky", d(eta=eta), [np.linalg.cholesky(r).tolist()], lkj_cholesky(eta))

w3 = [[3.0, 0.7, 0.1], [0.7, 2.0, -0.4], [0.1, -0.4, 1.2]]
event("Wishart", d(nu=7.5, V=cov3), [w3, cov3], stats.wishart(7.5, cov3).logpdf)
event("InverseWishart", d(nu=7.5, Psi=cov3), [w3, cov3], stats.invwishart(7.5, cov3).logpdf)

# An orthonormal basis of the vectors that sum to zero.
basis = np.linalg.svd(np.ones((1, 4)))[2][1:]
zs = [[1.0, -2.0, 0.5, 0.5], [0.0, 0.0, 0.0, 0.0], [30.0, -10.0, -15.0, -5.0]]
for sigma in [1.0, 0.2]:
    event("ZeroSumNormal", d(sigma=sigma), zs, lambda x: stats.norm(0, sigma).logpdf(basis @ x).sum())

walk = [[0.3, 0.1, 0.5, 1.4, 0.9], [10.0, -10.0, 3.0, 3.0, 3.0]]
# The covariance of a walk is min(i, j) times the step's variance plus that of the start.
steps = 0.7**2 * np.minimum.outer(np.arange(5), np.arange(5)) + 2.0**2
event("GaussianRandomWalk", d(sigma=0.7, init={"name": "Normal", "args": [1.0, 2.0]}, mu=0.25), walk,
      stats.multivariate_normal(1.0 + 0.25 * np.arange(5), steps).logpdf)


def ar2(x):
    total = stats.norm(0, 3).logpdf(x[0]) + stats.norm(0, 3).logpdf(x[1])
    for t in range(2, len(x)):
        total += stats.norm(0.6 * x[t - 1] - 0.2 * x[t - 2], 0.7).logpdf(x[t])
    return total


event("AR", d(rho=[0.6, -0.2], sigma=0.7, init={"name": "Normal", "args": [0.0, 3.0]}, mu=0.0), walk, ar2)
edges = [[1, 2], [2, 3], [3, 4], [4, 1], [1, 3]]
laplacian = np.zeros((4, 4))
for i, j in edges:
    laplacian[i - 1, i - 1] += 1
    laplacian[j - 1, j - 1] += 1
    laplacian[i - 1, j - 1] -= 1
    laplacian[j - 1, i - 1] -= 1
event("ICAR", d(edges=edges), zs, lambda x: -0.5 * x @ laplacian @ x)
adjacency = np.diag(np.diag(laplacian)) - laplacian
for alpha, tau in [(0.7, 1.5), (-0.4, 0.3), (0.0, 2.0)]:
    precision = tau * (np.diag(np.diag(laplacian)) - alpha * adjacency)
    event("CAR", d(edges=edges, alpha=alpha, tau=tau), zs, stats.multivariate_normal(np.zeros(4), np.linalg.inv(precision)).logpdf)
old, across, new = np.array([[2.0, 0.5], [0.5, 1.5]]), np.array([[0.3, 0.1], [0.4, 0.2], [-0.1, 0.3]]), np.array(cov3)
event("GaussianConditional", d(K_new=cov3, K_cross=across.tolist(), K_old=old.tolist(), value=[1.2, -0.7]), pts3,
      stats.multivariate_normal(across @ np.linalg.solve(old, [1.2, -0.7]), new - across @ np.linalg.solve(old, across.T)).logpdf)

# The regularised incomplete gamma function P(a, x) at shapes up to those of large counts, at z standard deviations.
def gamma_p(a, z):
    with m.workdps(60):
        x = mpf(a + z * math.sqrt(a))
        # By the integral of the density over some standard deviations: mpmath's series are slow there.
        sd = m.sqrt(mpf(a))
        top = m.loggamma(mpf(a))
        density = lambda t: m.exp((a - 1) * m.log(t) - t - top)
        low = max(mpf(0), x - 30 * sd) if z > 0 else max(mpf(0), x - 14 * sd)
        return {"a": a, "x": out(x), "P": out(m.quad(density, m.linspace(low, x, 31)))}


special = {"gammaP": [gamma_p(a, z) for a in (2e4, 9e6, 1.2e7, 1e9, 1e12) for z in (-8, -3, -0.5, 0, 1, 5)]}
for g in special["gammaP"][:6]:

    near(g["P"], scipy_special.gammainc(g["a"], g["x"]), "gammaP")

target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "distributions.json")
with open(target, "w") as f:
    json.dump({"scalar": table, "alternatives": alternatives, "multivariate": multi, "special": special}, f, indent=1)
    f.write("\n")
print(len(table), "scalar,", len(multi), "multivariate")
