#!/usr/bin/env python3
"""Golden values of tail probabilities: log P(X <= x) and log P(X > x) of every univariate distribution, and their
derivatives by every continuous argument and by x, far out where the probabilities are 1e-300. Needs mpmath:

    python3 test/golden/tails.py

writes test/golden/tails.json. Distribution functions are those of textbooks, at 400 digits, so that 1 - F keeps
its digits; where that takes an integral or a series, each tail is one of its own. Derivatives are
central differences at that precision.
"""
import json
import os

import mpmath as m
from mpmath import mp, mpf

INF = m.inf
rows = []


def out(v):
    f = float(v)
    return "inf" if f == INF else "-inf" if f == -INF else f


def ln(v):
    return -INF if v == 0 else m.log(v)


def tails(name, args, xs, cdf, ccdf=None, fixed=(), digits=400, discrete=False, step=None):
    """cdf(x, **args); `fixed` are the whole-numbered arguments, which have no derivative."""
    with m.workdps(digits):
        upper = ccdf or (lambda x, **a: 1 - cdf(x, **a))
        h = mpf(10) ** (step or -20)
        exact = {k: mpf(v) for k, v in args.items()}
        for x in xs:
            x = mpf(float(x))
            row = {"name": name, "args": args, "x": float(x)}
            for key, f in (("logCdf", cdf), ("logCcdf", upper)):
                row[key] = out(ln(f(x, **exact)))
                if isinstance(row[key], str):
                    continue
                slopes = {}
                for k in exact:
                    if k in fixed:
                        continue
                    d = h * max(abs(exact[k]), mpf(1))
                    hi, lo = ({**exact, k: exact[k] + s * d} for s in (1, -1))
                    slopes[k] = out((ln(f(x, **hi)) - ln(f(x, **lo))) / (2 * d))
                if not discrete:
                    d = h * abs(x) if x != 0 else h
                    slopes["x"] = out((ln(f(x + d, **exact)) - ln(f(x - d, **exact))) / (2 * d))
                row[key + "Slopes"] = slopes
            rows.append(row)
    print(name, len(rows), flush=True)


def Phi(z):
    return m.erfc(-z / m.sqrt(mpf(2))) / 2


def P(a, x):
    """By its series of positive terms: exact at any precision."""
    if x <= 0:
        return mpf(0)
    term = total = 1 / a
    n = 0
    while term > total * mpf(10) ** (-mp.dps - 5):
        n += 1
        term *= x / (a + n)
        total += term
    return total * m.exp(a * m.log(x) - x - m.loggamma(a))


def I(x, a, b):
    """Of positive terms: x^a (1 - x)^b / (a B) 2F1(a + b, 1; a + 1; x), on the side where it ends soon."""
    if x <= 0:
        return mpf(0)
    if x >= 1:
        return mpf(1)
    if x > mpf(1) / 2:
        return 1 - I(1 - x, b, a)
    term = total = mpf(1)
    n = 0
    while n < a + b or term > total * mpf(10) ** (-mp.dps - 5):
        term *= x * (a + b + n) / (a + 1 + n)
        total += term
        n += 1
    return total * m.exp(a * m.log(x) + b * m.log(1 - x) - m.loggamma(a) - m.loggamma(b) + m.loggamma(a + b)) / a


far = [-37, -20, -5, -1, -0.3, 0.2, 1, 4, 15, 37]

# Continuous distributions with a distribution function.
tails("Normal", dict(mu=0.5, sigma=2), [0.5 + 2 * z for z in far], lambda x, mu, sigma: Phi((x - mu) / sigma))
tails("HalfNormal", dict(sigma=2), [2e-9, 0.02, 1, 2.5, 9, 37, 74], lambda x, sigma: m.erf(x / sigma / m.sqrt(mpf(2))))


def t_cdf(z, nu):
    tail = I(nu / (nu + z * z), nu / 2, mpf(1) / 2) / 2
    return tail if z < 0 else 1 - tail


for nu, zs in ((1, [-1e12, -30, 2, 1e9]), (4, [-1e70, -1e9, -40, -2, -0.01, 0.3, 3, 1e6, 1e60]),
               (30, [-1e9, -60, -4, 0.5, 8, 1000]), (2.5, [-1e100, -3, 1, 1e100]), (1000, [-70, -3, 0.1, 5, 40])):
    tails("StudentT", dict(nu=nu, mu=1, sigma=0.5), [1 + z / 2 for z in zs],
          lambda x, nu, mu, sigma: t_cdf((x - mu) / sigma, nu))
for nu, zs in ((3, [1e-12, 0.01, 1, 20, 1e20, 1e90]), (60, [1e-7, 0.5, 3, 100, 1e4])):
    tails("HalfStudentT", dict(nu=nu, sigma=2), [2 * z for z in zs],
          lambda x, nu, sigma: 1 - I(nu / (nu + (x / sigma) ** 2), nu / 2, mpf(1) / 2))
tails("Cauchy", dict(alpha=-2, beta=0.3), [-1e290, -1e6, -3, -2.1, -1.8, 5, 1e9, 1e250],
      lambda x, alpha, beta: m.atan2(beta, alpha - x) / m.pi)
tails("HalfCauchy", dict(beta=3), [1e-200, 0.01, 2, 50, 1e9, 1e280], lambda x, beta: 2 * m.atan(x / beta) / m.pi)
tails("Exponential", dict(lam=0.2), [1e-250, 0.01, 3, 50, 3400], lambda x, lam: -m.expm1(-lam * x))
for alpha, beta, ks in ((2, 3, [1e-140, 0.01, 0.5, 1, 3, 60, 350]), (0.3, 1, [1e-300, 1e-9, 0.2, 1.2, 2, 40, 2000]),
                        (150, 0.5, [0.01, 0.5, 0.9, 1, 1.1, 2, 8]), (1e-3, 1, [1e-30, 0.5, 300, 1200, 6e5]),
                        (2000, 2, [0.5, 0.9, 1, 1.05, 1.7])):
    tails("Gamma", dict(alpha=alpha, beta=beta), [alpha / beta * k for k in ks],
          lambda x, alpha, beta: P(alpha, beta * x))
for alpha, beta, ks in ((3, 2, [0.005, 0.05, 0.5, 1, 2, 50, 1e90]), (40, 100, [0.05, 0.4, 0.9, 1.2, 3, 1e6])):
    tails("InverseGamma", dict(alpha=alpha, beta=beta), [beta / alpha * k for k in ks],
          lambda x, alpha, beta: 1 - P(alpha, beta / x))
tails("ScaledInverseChiSquared", dict(nu=5, s=2), [4 * k for k in [0.004, 0.1, 0.5, 1, 3, 40, 1e100]],
      lambda x, nu, s: 1 - P(nu / 2, nu * s * s / (2 * x)))
for nu, ks in ((1, [1e-200, 0.01, 1, 40, 1300]), (4, [1e-140, 0.01, 1, 8, 300]), (250, [0.05, 0.5, 1, 2, 7])):
    tails("ChiSquared", dict(nu=nu), [nu * k for k in ks], lambda x, nu: P(nu / 2, x / 2))
for a, b, xs in ((2, 5, [1e-140, 1e-8, 0.01, 0.3, 0.5, 0.93, 1 - 1e-12]), (0.5, 0.5, [1e-280, 0.01, 0.5, 0.97]),
                 (300, 20, [0.1, 0.7, 0.93, 0.95, 0.99, 1 - 1e-14]), (0.01, 3, [1e-300, 1e-20, 0.3, 0.999]),
                 (2000, 3000, [0.1, 0.3, 0.395, 0.4, 0.41, 0.5, 0.65])):
    tails("Beta", dict(alpha=a, beta=b), xs, lambda x, alpha, beta: I(x, alpha, beta))
tails("Uniform", dict(lower=-7, upper=3), [-7 + 1e-9, -2, 2.5, 3 - 1e-9], lambda x, lower, upper: (x - lower) / (upper - lower))
tails("LogNormal", dict(mu=1, sigma=0.5), [m.exp(1 + z / 2) for z in far], lambda x, mu, sigma: Phi((m.log(x) - mu) / sigma))
tails("Laplace", dict(mu=5, b=0.2), [-130, 3, 4.9, 5.1, 9, 140],
      lambda x, mu, b: m.exp((x - mu) / b) / 2 if x < mu else 1 - m.exp((mu - x) / b) / 2)
tails("Logistic", dict(mu=-4, s=3), [-2050, -60, -5, 0, 40, 2000], lambda x, mu, s: 1 / (1 + m.exp((mu - x) / s)))
tails("Gumbel", dict(mu=2, beta=0.5), [-1.2, 0, 2, 5, 40, 340], lambda x, mu, beta: m.exp(-m.exp((mu - x) / beta)))
tails("Weibull", dict(alpha=1.5, beta=2), [1e-190, 1e-4, 1, 2.3, 20, 150], lambda x, alpha, beta: -m.expm1(-((x / beta) ** alpha)))
tails("LogLogistic", dict(alpha=2, beta=1.5), [1e-190, 1e-4, 1, 3, 500, 1e195], lambda x, alpha, beta: 1 / (1 + (x / alpha) ** -beta))
tails("Pareto", dict(alpha=3, m=2), [2 + 1e-9, 2.5, 60, 1e90], lambda x, alpha, m: 1 - (m / x) ** alpha)
tails("Triangular", dict(lower=-2, upper=5, c=-1), [-2 + 1e-9, -1.5, 0, 3, 5 - 1e-9],
      lambda x, lower, upper, c: (x - lower) ** 2 / (upper - lower) / (c - lower) if x <= c
      else 1 - (upper - x) ** 2 / (upper - lower) / (upper - c))
tails("LogitNormal", dict(mu=-1, sigma=3), [1e-40, 1e-6, 0.02, 0.4, 0.88, 0.999, 1 - 1e-15],
      lambda x, mu, sigma: Phi((m.log(x / (1 - x)) - mu) / sigma))
tails("AsymmetricLaplace", dict(b=2.5, kappa=0.4, mu=-1), [-110, -3, -1.1, -0.9, 4, 600],
      lambda x, b, kappa, mu: kappa**2 / (1 + kappa**2) * m.exp((x - mu) * b / kappa) if x < mu
      else 1 - m.exp(-(x - mu) * b * kappa) / (1 + kappa**2))
tails("Kumaraswamy", dict(a=2, b=3), [1e-140, 1e-6, 0.1, 0.5, 0.83, 1 - 1e-13],
      lambda x, a, b: -m.expm1(b * m.log1p(-(x**a))))
tails("Moyal", dict(mu=5, sigma=0.4), [2.5, 4, 5, 7, 60, 500], lambda x, mu, sigma: m.erfc(m.exp((mu - x) / sigma / 2) / m.sqrt(mpf(2))))
for mu, lam, ks in ((1, 1, [0.001, 0.05, 0.5, 1, 9, 200, 1300]), (10, 2000, [0.3, 0.8, 1, 1.2, 3]), (3, 0.5, [0.0002, 0.1, 1, 40, 2000])):
    tails("Wald", dict(mu=mu, lam=lam), [mu * k for k in ks],
          lambda x, mu, lam: Phi(m.sqrt(lam / x) * (x / mu - 1)) + m.exp(2 * lam / mu) * Phi(-m.sqrt(lam / x) * (x / mu + 1)))


def exg(x, mu, sigma, nu):
    return Phi((x - mu) / sigma) - m.exp((mu - x) / nu + sigma**2 / (2 * nu**2)) * Phi((x - mu) / sigma - sigma / nu)


for a, zs in ((dict(mu=0, sigma=1, nu=1), [-36, -8, -2, 0, 3, 20, 650]), (dict(mu=300, sigma=20, nu=100), [-30, -4, 0, 2, 30, 3000]),
              (dict(mu=1, sigma=1, nu=0.05), [-30, -3, 0, 2, 12, 33])):
    tails("ExGaussian", a, [a["mu"] + z * a["sigma"] for z in zs], exg)


def tn(x, mu, sigma, lower, upper):
    F = lambda v: Phi((v - mu) / sigma)
    return (F(x) - F(lower)) / (F(upper) - F(lower))


tails("TruncatedNormal", dict(mu=0, sigma=1, lower=-1, upper=2), [-1 + 1e-9, 0, 1.5, 2 - 1e-9], tn)
tails("TruncatedNormal", dict(mu=0.3, sigma=0.7, lower=-1, upper=2), [-1 + 1e-9, 2 - 1e-9], tn)
tails("TruncatedNormal", dict(mu=0, sigma=1, lower=12, upper=13), [12.01, 12.3, 12.9], tn)

# Tails of their own.


def skew(z, alpha):
    if z > 0:
        return 1 - skew(-z, -alpha)
    f = lambda t: m.sqrt(2 / m.pi) * m.exp(-t * t / 2) * Phi(alpha * t)
    length = 150 / (m.sqrt(z * z + 150) - z)
    most = f(z)  # `quad` looks at absolute errors
    return most * m.quad(lambda t: f(t) / most, [z - length * mpf(k) / 8 for k in range(8, -1, -1)])


for a, zs in ((dict(mu=0, sigma=1, alpha=1), [-26, -6, -1, 0, 1, 6, 37]), (dict(mu=3, sigma=2, alpha=-5), [-37, -3, -0.5, 0, 0.4, 3, 7]),
              (dict(mu=0, sigma=0.5, alpha=0), [-37, -2, 0.5, 30])):
    tails("SkewNormal", a, [a["mu"] + z * a["sigma"] for z in zs],
          lambda x, mu, sigma, alpha: skew((x - mu) / sigma, alpha),
          lambda x, mu, sigma, alpha: skew((mu - x) / sigma, -alpha), digits=32, step=-10)


def marcum(a, b, upper):
    """Q of order 1, or 1 - Q: P(J <= K) and P(K < J) of independent Poisson counts, K of a^2 / 2 and J of b^2 / 2."""
    outer, inner = (a * a / 2, b * b / 2) if upper else (b * b / 2, a * a / 2)
    mass, weight = m.exp(-outer), m.exp(-inner)
    below = weight if upper else mpf(0)
    total = mass * below
    k = 0
    while True:
        if not upper:
            below += weight
        k += 1
        mass *= outer / k
        weight *= inner / k
        if upper:
            below += weight
        total += mass * below
        if k > outer and k > inner and mass < total * mpf(10) ** (-mp.dps):
            return total


for nu, sigma, xs in ((0, 1, [1e-140, 0.1, 1, 3, 37]), (3, 1, [1e-100, 0.5, 2.5, 4, 12, 39]), (40, 2, [0.5, 20, 38, 41, 60, 110])):
    tails("Rice", dict(nu=nu, sigma=sigma), xs, lambda x, nu, sigma: marcum(nu / sigma, x / sigma, False),
          lambda x, nu, sigma: marcum(nu / sigma, x / sigma, True), fixed=("nu",) if nu == 0 else (), digits=50, step=-15)

bessels = {}


def arc(d, kappa):
    """The integral of the von Mises density from 0 to d, by its Fourier series."""
    if kappa not in bessels:
        values = [m.besseli(0, kappa)]
        while len(values) < 2 or values[-1] > values[0] * mpf(10) ** (-mp.dps):
            values.append(m.besseli(len(values), kappa))
        bessels[kappa] = values
    first, *rest = bessels[kappa]
    return (d + 2 * m.fsum([v * m.sin((j + 1) * d) / (j + 1) for j, v in enumerate(rest)]) / first) / (2 * m.pi)


for mu, kappa, xs in ((0, 1, [-3.1, -1, 0.2, 2, 3.14]), (1.2, 8, [-3, -1.9, 0, 1.2, 2.5, 3]), (0, 345, [-3.13, -2, -0.1, 0.05, 1, 3.1]),
                      (-2, 0.01, [-3, 0, 3])):
    tails("VonMises", dict(mu=mu, kappa=kappa), xs, lambda x, mu, kappa: arc(x - mu, kappa) - arc(-m.pi - mu, kappa),
          lambda x, mu, kappa: arc(m.pi - mu, kappa) - arc(x - mu, kappa))


def hurdle_gamma(x, psi, alpha, beta):
    return 1 - psi + psi * P(alpha, beta * x)


tails("HurdleGamma", dict(psi=0.7, alpha=2, beta=3), [0.001, 0.5, 3, 200], hurdle_gamma)



def hurdle_log_normal(x, psi, mu, sigma):
    return 1 - psi + psi * Phi((m.log(x) - mu) / sigma)


tails("HurdleLogNormal", dict(psi=0.7, mu=0.5, sigma=0.8), [1e-9, 0.3, 2, 40, 1e12], hurdle_log_normal)

# Counts: by the incomplete gamma and beta where those are textbook, otherwise sums of masses.


def counts(name, args, xs, pmf, last, fixed=(), first=0):
    total = lambda a, b, kw: m.fsum([pmf(mpf(i), **kw) for i in range(a, b + 1)])
    tails(name, args, xs, lambda x, **kw: total(first, int(x), kw),
          lambda x, **kw: total(int(x) + 1, last(int(x)), kw), fixed=fixed, digits=60, discrete=True)


def closed(name, args, xs, both, fixed=()):
    tails(name, args, xs, both[0], both[1], fixed=fixed, discrete=True)


binomial = (lambda x, n, p: I(1 - p, n - x, x + 1), lambda x, n, p: I(p, x + 1, n - x))
poisson = (lambda x, mu: 1 - P(x + 1, mu), lambda x, mu: P(x + 1, mu))
negative = (lambda x, mu, alpha: I(alpha / (alpha + mu), alpha, x + 1),
            lambda x, mu, alpha: I(mu / (alpha + mu), x + 1, alpha))


def inflated(both):
    return lambda x, psi, **a: 1 - psi + psi * both[0](x, **a), lambda x, psi, **a: psi * both[1](x, **a)


hurdle = (lambda x, psi, mu: 1 - psi * P(x + 1, mu) / -m.expm1(-mu),
          lambda x, psi, mu: psi * P(x + 1, mu) / -m.expm1(-mu))

counts("Bernoulli", dict(p=0.3), [0], lambda x, p: p if x == 1 else 1 - p, lambda x: 1)
counts("Bernoulli", dict(logit_p=60), [0], lambda x, logit_p: 1 / (1 + m.exp(-logit_p if x == 1 else logit_p)), lambda x: 1)
closed("Binomial", dict(n=1000, p=0.3), [0, 20, 150, 300, 320, 600, 999], binomial, fixed=("n",))
counts("Binomial", dict(n=12, logit_p=45), [0, 5, 11],
       lambda x, n, logit_p: m.binomial(n, x) * m.exp(x * logit_p - n * m.log(1 + m.exp(logit_p))), lambda x: 12, fixed=("n",))
counts("BetaBinomial", dict(n=200, alpha=40, beta=3), [0, 30, 150, 190, 199],
       lambda x, n, alpha, beta: m.binomial(n, x) * m.beta(x + alpha, n - x + beta) / m.beta(alpha, beta), lambda x: 200, fixed=("n",))
closed("Poisson", dict(mu=3.7), [0, 2, 4, 12, 60, 170], poisson)
closed("Poisson", dict(mu=450), [2, 300, 440, 460, 700], poisson)
closed("NegativeBinomial", dict(mu=5, alpha=2), [0, 3, 6, 80, 700], negative)
closed("NegativeBinomial", dict(mu=500, alpha=300), [0, 100, 480, 520, 900], negative)
counts("Geometric", dict(p=0.2), [1, 4, 60, 2000], lambda x, p: p * (1 - p) ** (x - 1), lambda x: x + 1200, first=1)
counts("DiscreteUniform", dict(lower=-3, upper=6), [-3, 0, 5], lambda x, lower, upper: 1 / (upper - lower + 1),
       lambda x: 6, fixed=("lower", "upper"), first=-3)
counts("HyperGeometric", dict(N=500, k=200, n=100), [0, 3, 30, 42, 70, 99],
       lambda x, N, k, n: m.binomial(k, x) * m.binomial(N - k, n - x) / m.binomial(N, n), lambda x: 100, fixed=("N", "k", "n"))
closed("DiscreteWeibull", dict(q=0.8, beta=1.3), [0, 2, 9, 120],
       (lambda x, q, beta: 1 - q ** ((x + 1) ** beta), lambda x, q, beta: q ** ((x + 1) ** beta)))
closed("ZeroInflatedPoisson", dict(psi=0.6, mu=3.7), [0, 4, 60, 170], inflated(poisson))
closed("ZeroInflatedNegativeBinomial", dict(psi=0.6, mu=5, alpha=2), [0, 6, 700], inflated(negative))
closed("ZeroInflatedBinomial", dict(psi=0.6, n=100, p=0.3), [0, 20, 40, 99], inflated(binomial), fixed=("n",))
for mu in (0.001, 3.7, 450):
    closed("HurdlePoisson", dict(psi=0.6, mu=mu), [0, 2, 12, 60], hurdle)


def positive_negative(x, mu, alpha):
    return negative[1](x, mu, alpha) / (1 - (alpha / (alpha + mu)) ** alpha)


hurdle_negative = (lambda x, psi, mu, alpha: 1 - psi * positive_negative(x, mu, alpha),
                   lambda x, psi, mu, alpha: psi * positive_negative(x, mu, alpha))
for mu, alpha in ((0.001, 0.7), (5, 2), (450, 0.4), (300, 200)):
    closed("HurdleNegativeBinomial", dict(psi=0.6, mu=mu, alpha=alpha), [0, 2, 12, 60, 700], hurdle_negative)


def ordered(name, extra, F):
    cut = [mpf(-3), mpf("0.5"), mpf(4)]
    for x in (1, 2, 3):
        tails(name, dict(eta=30, cutpoints=[-3, 0.5, 4], **extra), [x],
              lambda v, eta, cutpoints, **a: F(cut[int(v) - 1] - eta, **a), fixed=("cutpoints",), digits=300, discrete=True)


mpf_of = mpf


def mpf(v):  # noqa: F811 -- lists of numbers stay as they are
    return v if isinstance(v, list) else mpf_of(v)


ordered("OrderedLogistic", {}, lambda z: 1 / (1 + m.exp(-z)))
ordered("OrderedProbit", dict(sigma=2), lambda z, sigma: Phi(z / sigma))
tails("Categorical", dict(p=[0.2, 0.5, 0.3]), [1, 2],
      lambda x, p: m.fsum([mpf_of(q) for q in p[: int(x)]]), fixed=("p",), digits=60, discrete=True)

path = os.path.join(os.path.dirname(__file__), "tails.json")
with open(path, "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n")
print(len(rows), "rows")
