#!/usr/bin/env python3
"""Golden quantiles of every distribution of numbers. Continuous ones start from SciPy and are then solved with mpmath
on textbook distribution functions at 60 digits, so that neither is trusted alone; discrete ones are found by summing
their masses. Needs SciPy and mpmath:

    python3 test/golden/quantiles.py

writes test/golden/quantiles.json.
"""
import json
from pathlib import Path

import mpmath as m
from mpmath import mp, mpf
from scipy import special, stats

mp.dps = 60
P = [0.001, 0.025, 0.31, 0.5, 0.83, 0.975, 0.9999]
rows = []


def Phi(z):
    return m.erfc(-z / m.sqrt(mpf(2))) / 2


def igamma(a, x):
    return m.gammainc(a, 0, x, regularized=True)


def t_cdf(x, nu):
    half = m.betainc(mpf(nu) / 2, mpf(1) / 2, 0, nu / (nu + x * x), regularized=True) / 2
    return half if x < 0 else 1 - half


def integral(density, lower):
    return lambda x: m.quad(density, [lower, (lower + x) / 2, x])


def continuous(call, cdf, start):
    for p in P:
        guess = mpf(float(start(p)))
        h = max(abs(guess), mpf(1)) * mpf(10) ** -7
        x = m.findroot(lambda v: cdf(v) - mpf(p), (guess, guess + h), solver="secant", tol=mpf(10) ** -70, maxsteps=40)
        assert abs(x - guess) < 1e-6 * max(1, abs(x)), (call, p, x, guess)
        rows.append({"distribution": call, "p": p, "quantile": float(x)})


def discrete(call, mass, first=0):
    for p in P:
        total, k = mpf(mass(first)), first
        while total < mpf(p):
            k += 1
            total += mpf(mass(k))
        rows.append({"distribution": call, "p": p, "quantile": k})


half, two = mpf(1) / 2, mpf(2)
continuous("Normal(1.5, 2)", lambda x: Phi((x - 1.5) / 2), stats.norm(1.5, 2).ppf)
continuous("HalfNormal(1.5)", lambda x: m.erf(x / (1.5 * m.sqrt(two))), stats.halfnorm(0, 1.5).ppf)
continuous("StudentT(3.5, 0.5, 2)", lambda x: t_cdf((x - 0.5) / 2, mpf(3.5)), stats.t(3.5, 0.5, 2).ppf)
continuous("HalfStudentT(3.5, 2)", lambda x: 2 * t_cdf(x / 2, mpf(3.5)) - 1, lambda p: 2 * stats.t(3.5).ppf((1 + p) / 2))
continuous("Cauchy(1, 0.5)", lambda x: half + m.atan((x - 1) / half) / m.pi, stats.cauchy(1, 0.5).ppf)
continuous("HalfCauchy(0.5)", lambda x: 2 * m.atan(x / half) / m.pi, stats.halfcauchy(0, 0.5).ppf)
continuous("Exponential(0.7)", lambda x: 1 - m.exp(-mpf(0.7) * x), stats.expon(0, 1 / 0.7).ppf)
continuous("Gamma(2.5, 0.5)", lambda x: igamma(mpf(2.5), x / 2), stats.gamma(2.5, 0, 2).ppf)
continuous("InverseGamma(2.5, 1.5)", lambda x: 1 - igamma(mpf(2.5), mpf(1.5) / x), stats.invgamma(2.5, 0, 1.5).ppf)
continuous("ScaledInverseChiSquared(5, 1.5)", lambda x: 1 - igamma(mpf(2.5), mpf(5.625) / x), stats.invgamma(2.5, 0, 5.625).ppf)
continuous("ChiSquared(3)", lambda x: igamma(mpf(1.5), x / 2), stats.chi2(3).ppf)
continuous("Beta(2, 3.5)", lambda x: m.betainc(2, mpf(3.5), 0, x, regularized=True), stats.beta(2, 3.5).ppf)
continuous("Uniform(-1, 3)", lambda x: (x + 1) / 4, stats.uniform(-1, 4).ppf)
continuous("LogNormal(0.5, 0.75)", lambda x: Phi((m.log(x) - half) / mpf(0.75)), lambda p: m.exp(stats.norm(0.5, 0.75).ppf(p)))
continuous("Laplace(1, 2)", lambda x: m.exp((x - 1) / 2) / 2 if x < 1 else 1 - m.exp((1 - x) / 2) / 2, stats.laplace(1, 2).ppf)
continuous("Logistic(1, 2)", lambda x: 1 / (1 + m.exp((1 - x) / 2)), stats.logistic(1, 2).ppf)
continuous("LogLogistic(2, 3.5)", lambda x: 1 / (1 + (x / 2) ** mpf(-3.5)), stats.fisk(3.5, 0, 2).ppf)
continuous("Gumbel(1, 2)", lambda x: m.exp(-m.exp((1 - x) / 2)), stats.gumbel_r(1, 2).ppf)
continuous("Weibull(1.5, 2)", lambda x: 1 - m.exp(-((x / 2) ** mpf(1.5))), stats.weibull_min(1.5, 0, 2).ppf)
continuous("Pareto(2.5, 1.5)", lambda x: 1 - (mpf(1.5) / x) ** mpf(2.5), stats.pareto(2.5, 0, 1.5).ppf)
continuous("SkewNormal(0.5, 2, 3)", integral(lambda x: 2 / two * m.npdf((x - half) / 2) * Phi(3 * (x - half) / 2), mpf(-30)), stats.skewnorm(3, 0.5, 2).ppf)
continuous("ExGaussian(0.5, 1, 2)", lambda x: Phi(x - half) - m.exp(-(x - half) / 2 + mpf(1) / 8) * Phi(x - half - half), stats.exponnorm(2, 0.5, 1).ppf)


def von_mises(x):
    return m.quad(lambda v: m.exp(2 * m.cos(v - half)) / (2 * m.pi * m.besseli(0, 2)), [-m.pi, -1, half, x])


def bisected(cdf, low, high):
    def start(p):
        lo, hi = mpf(low), mpf(high)
        for _ in range(40):
            mid = (lo + hi) / 2
            lo, hi = (mid, hi) if cdf(mid) < p else (lo, mid)
        return lo
    return start


with m.workdps(20):
    von_mises_start = bisected(von_mises, -m.pi, m.pi)
    starts = {p: von_mises_start(p) for p in P}
continuous("VonMises(0.5, 2)", von_mises, lambda p: starts[p])
continuous("Wald(1.5, 2)", lambda x: Phi(m.sqrt(2 / x) * (x / mpf(1.5) - 1)) + m.exp(4 / mpf(1.5)) * Phi(-m.sqrt(2 / x) * (x / mpf(1.5) + 1)), stats.invgauss(1.5 / 2, 0, 2).ppf)
continuous("Triangular(-1, 3, 0.5)", lambda x: (x + 1) ** 2 / (4 * mpf(1.5)) if x <= half else 1 - (3 - x) ** 2 / (4 * mpf(2.5)), stats.triang(1.5 / 4, -1, 4).ppf)
continuous("TruncatedNormal(0.5, 2, -1, 4)", lambda x: (Phi((x - half) / 2) - Phi(mpf(-0.75))) / (Phi(mpf(1.75)) - Phi(mpf(-0.75))), stats.truncnorm(-0.75, 1.75, 0.5, 2).ppf)
continuous("LogitNormal(0.5, 0.75)", lambda x: Phi((m.log(x / (1 - x)) - half) / mpf(0.75)), lambda p: special.expit(stats.norm(0.5, 0.75).ppf(p)))
continuous("AsymmetricLaplace(1.5, 0.8, 0.5)", lambda x: (mpf(0.8) ** 2 / (1 + mpf(0.8) ** 2) * m.exp((x - half) * 1.5 / mpf(0.8)) if x < half
                                                      else 1 - m.exp(-(x - half) * 1.5 * mpf(0.8)) / (1 + mpf(0.8) ** 2)),
           stats.laplace_asymmetric(0.8, 0.5, 1 / 1.5).ppf)
continuous("Kumaraswamy(2, 3.5)", lambda x: 1 - (1 - x**2) ** mpf(3.5), lambda p: (1 - (1 - p) ** (1 / 3.5)) ** 0.5)
continuous("Moyal(1, 2)", lambda x: m.erfc(m.exp(-(x - 1) / 4) / m.sqrt(two)), stats.moyal(1, 2).ppf)
continuous("Rice(1.5, 2)", integral(lambda x: x / 4 * m.exp(-(x**2 + mpf(2.25)) / 8) * m.besseli(0, x * 1.5 / 4), mpf(0)), stats.rice(0.75, 0, 2).ppf)

discrete("Bernoulli(0.3)", stats.bernoulli(0.3).pmf)
discrete("Binomial(12, 0.3)", stats.binom(12, 0.3).pmf)
discrete("BetaBinomial(12, 2, 3.5)", stats.betabinom(12, 2, 3.5).pmf)
discrete("Poisson(4.5)", stats.poisson(4.5).pmf)
discrete("NegativeBinomial(4.5, 1.5)", stats.nbinom(1.5, 1.5 / 6).pmf)
discrete("Geometric(0.2)", stats.geom(0.2).pmf, 1)
discrete("Categorical([0.2, 0.5, 0.3])", lambda k: [0.2, 0.5, 0.3][k - 1], 1)
discrete("OrderedLogistic(0.4, [-1, 0.5, 2])", lambda k: special.expit([-1, 0.5, 2, float("inf")][k - 1] - 0.4) - special.expit(([-float("inf"), -1, 0.5, 2])[k - 1] - 0.4), 1)
discrete("OrderedProbit(0.4, [-1, 0.5, 2])", lambda k: stats.norm.cdf([-1, 0.5, 2, float("inf")][k - 1] - 0.4) - stats.norm.cdf(([-float("inf"), -1, 0.5, 2])[k - 1] - 0.4), 1)
discrete("DiscreteUniform(2, 9)", stats.randint(2, 10).pmf, 2)
discrete("ZeroInflatedPoisson(0.7, 4.5)", lambda k: (0.3 if k == 0 else 0) + 0.7 * stats.poisson(4.5).pmf(k))
discrete("ZeroInflatedBinomial(0.7, 12, 0.3)", lambda k: (0.3 if k == 0 else 0) + 0.7 * stats.binom(12, 0.3).pmf(k))
discrete("ZeroInflatedNegativeBinomial(0.7, 4.5, 1.5)", lambda k: (0.3 if k == 0 else 0) + 0.7 * stats.nbinom(1.5, 1.5 / 6).pmf(k))
discrete("HurdlePoisson(0.7, 4.5)", lambda k: 0.3 if k == 0 else 0.7 * stats.poisson(4.5).pmf(k) / (1 - stats.poisson(4.5).pmf(0)))
discrete("HurdleNegativeBinomial(0.7, 4.5, 1.5)", lambda k: 0.3 if k == 0 else 0.7 * stats.nbinom(1.5, 1.5 / 6).pmf(k) / (1 - stats.nbinom(1.5, 1.5 / 6).pmf(0)))
discrete("HyperGeometric(40, 15, 10)", stats.hypergeom(40, 15, 10).pmf)
discrete("DiscreteWeibull(0.7, 1.5)", lambda k: mpf(0.7) ** (mpf(k) ** mpf(1.5)) - mpf(0.7) ** (mpf(k + 1) ** mpf(1.5)))

# Zeros with a probability of their own, limits and mixtures.
for p in P:
    rows.append({"distribution": "HurdleGamma(0.7, 2.5, 0.5)", "p": p,
                 "quantile": 0.0 if p <= 0.3 else float(stats.gamma(2.5, 0, 2).ppf((p - 0.3) / 0.7))})
    rows.append({"distribution": "HurdleLogNormal(0.7, 0.5, 0.75)", "p": p,
                 "quantile": 0.0 if p <= 0.3 else float(stats.lognorm(0.75, 0, float(m.exp(0.5))).ppf((p - 0.3) / 0.7))})
low = mpf(1) - m.exp(-mpf(0.7) * 2)
continuous("Truncated(Exponential(0.7), lower = 2)", lambda x: (1 - m.exp(-mpf(0.7) * x) - low) / (1 - low), lambda p: 2 + stats.expon(0, 1 / 0.7).ppf(p))
continuous("Truncated(Normal(0, 1), 10, 11)", lambda x: (Phi(-10) - Phi(-x)) / (Phi(-10) - Phi(-11)), lambda p: -stats.norm.ppf(stats.norm.cdf(-10) - p * (stats.norm.cdf(-10) - stats.norm.cdf(-11))))
discrete("Truncated(Poisson(4.5), 3, 8)", lambda k: stats.poisson(4.5).pmf(k) / (stats.poisson(4.5).cdf(8) - stats.poisson(4.5).cdf(2)), 3)
for p in P:
    rows.append({"distribution": "Censored(Normal(1.5, 2), 0, 4)", "p": p, "quantile": float(min(4, max(0, stats.norm(1.5, 2).ppf(p))))})
mix = lambda x: mpf(0.3) * Phi(x) + mpf(0.7) * (1 - m.exp(-x / 2) if x > 0 else 0)
continuous("Mixture([0.3, 0.7], Normal(0, 1), Exponential(0.5))", mix, bisected(mix, -10, 40))
discrete("Mixture([0.3, 0.7], Poisson(1), Poisson(9))", lambda k: 0.3 * stats.poisson(1).pmf(k) + 0.7 * stats.poisson(9).pmf(k))

# Alternative arguments.
continuous("Gamma(mu = 2, sigma = 1.5)", lambda x: igamma(mpf(4) / mpf(2.25), x * 2 / mpf(2.25)), stats.gamma(4 / 2.25, 0, 2.25 / 2).ppf)
discrete("Bernoulli(logit_p = -0.4)", lambda k: special.expit(0.4) if k == 0 else special.expit(-0.4))
discrete("Poisson(log_mu = 1.2)", stats.poisson(float(m.exp(1.2))).pmf)

Path(__file__).with_name("quantiles.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
