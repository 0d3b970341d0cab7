#!/usr/bin/env python3
"""Golden values of Gaussian processes, splines and graphs: writes gaussian-processes.json beside it.

Covariance functions by scikit-learn, spline bases by SciPy's BSpline, conditionals and graphs by SciPy's multivariate
normal with the dense matrices, spectral densities by numerical Fourier transform of the covariance.

    python3 -m pip install numpy scipy scikit-learn
    python3 test/golden/gaussian-processes.py
"""
import json
import os

import numpy as np
from scipy.integrate import quad
from scipy.interpolate import BSpline
from scipy.stats import multivariate_normal
from sklearn.gaussian_process.kernels import RBF, DotProduct, ExpSineSquared, Matern, RationalQuadratic

x = np.array([0.0, 0.7, 1.9, 3.2])
xn = np.array([0.7, 2.5])
X = np.array([[0.0, 1.0], [0.7, -0.4], [1.9, 0.3], [3.2, 2.0]])
Xn = np.array([[0.7, -0.4], [2.5, 0.1]])
eta, ell, ard = 1.3, 0.8, np.array([0.8, 1.7])
column = lambda v: v[:, None]
flat = lambda m: [float(v) for v in np.asarray(m).ravel()]

kernels = []


def case(name, kernel, one=True, scales="1.3, 0.8"):
    """`scales` are the arguments after the points."""
    if one:
        kernels.append({"call": f"{name}(x, {scales})", "values": flat(eta**2 * kernel(column(x)))})
        kernels.append({"call": f"{name}(xn, x, {scales})", "values": flat(eta**2 * kernel(column(xn), column(x)))})
    else:
        kernels.append({"call": f"{name}(X, {scales})", "values": flat(eta**2 * kernel(X))})
        kernels.append({"call": f"{name}(Xn, X, {scales})", "values": flat(eta**2 * kernel(Xn, X))})


for name, make in {
    "exp_quad": lambda l: RBF(l),
    "matern12": lambda l: Matern(l, nu=0.5),
    "matern32": lambda l: Matern(l, nu=1.5),
    "matern52": lambda l: Matern(l, nu=2.5),
}.items():
    case(name, make(ell))
    case(name, make(ell), one=False)
    case(name, make(ard), one=False, scales="1.3, ard")
case("rational_quadratic", RationalQuadratic(ell, 2.2), scales="1.3, 0.8, 2.2")
case("rational_quadratic", RationalQuadratic(ell, 2.2), one=False, scales="1.3, 0.8, 2.2")
case("periodic", ExpSineSquared(ell, 2.5), scales="1.3, 0.8, 2.5")
case("periodic", ExpSineSquared(ell, 2.5), one=False, scales="1.3, 0.8, 2.5")
case("linear", DotProduct(0), scales="1.3")
case("linear", DotProduct(0), one=False, scales="1.3")
case("cosine", lambda a, b=None: np.cos(2 * np.pi * (a - (a if b is None else b).T) / ell))
kernels.append({"call": "exp_quad(x, 1.3, 0.8) * periodic(x, 1, 0.8, 2.5) + linear(x, 0.5)",
                "values": flat(eta**2 * RBF(ell)(column(x)) * ExpSineSquared(ell, 2.5)(column(x)) + 0.25 * np.outer(x, x))})

# The conditional of a joint Gaussian.
K = RBF(1.1)(column(x)) + 0.04 * np.eye(4)
Kc = RBF(1.1)(column(xn), column(x))
Kn = RBF(1.1)(column(xn))
value = np.array([0.3, 1.2, -0.5, 0.1])
point = np.array([0.9, -0.2])
weights = np.linalg.solve(K, Kc.T).T
mean, cov = weights @ value, Kn - weights @ Kc.T
conditional = {"mean": flat(mean), "cov": flat(cov), "point": flat(point),
               "logDensity": float(multivariate_normal(mean, cov).logpdf(point))}

# B-splines.
splines = []
for degree, inner in [(3, [1.0, 2.0, 2.5]), (2, [0.5, 3.0]), (1, [1.5]), (0, [1.0, 2.0]), (3, []), (3, [1.0, 1.0, 2.0])]:
    knots = np.r_[[0.0] * (degree + 1), inner, [4.0] * (degree + 1)]
    at = np.array([0.0, 0.3, 1.0, 1.7, 2.0, 2.5, 3.999, 4.0])
    design = BSpline.design_matrix(at, knots, degree).toarray()
    splines.append({"degree": degree, "knots": flat(knots), "x": flat(at), "columns": design.shape[1], "values": flat(design)})
uneven = np.array([-1.0, -0.5, -0.2, 0.0, 1.1, 2.0, 2.7, 4.0, 4.1, 5.0, 6.5])
at = np.array([0.0, 0.5, 1.1, 3.3, 4.0])
splines.append({"degree": 3, "knots": flat(uneven), "x": flat(at), "columns": 7,
                "values": flat(BSpline.design_matrix(at, uneven, 3).toarray())})

# Conditional autoregression against its dense precision tau (D - alpha W).
edges = np.array([[1, 2], [2, 3], [3, 4], [4, 1], [1, 3], [4, 5]])
W = np.zeros((5, 5))
for i, j in edges - 1:
    W[i, j] = W[j, i] = 1
phi = np.array([0.4, -0.7, 1.1, 0.2, -0.3])
car = []
for alpha, tau in [(0.9, 1.7), (0.0, 0.5), (-0.6, 2.0), (0.999, 3.0)]:
    precision = tau * (np.diag(W.sum(1)) - alpha * W)
    car.append({"alpha": alpha, "tau": tau,
                "logDensity": float(multivariate_normal(np.zeros(5), np.linalg.inv(precision)).logpdf(phi))})

# Linear algebra.
A = np.array([[0.0, 2.0, 1.0], [1.5, -0.3, 0.7], [-2.0, 0.4, 1.1]])
b = np.array([1.0, -2.0, 0.5])
B = np.array([[1.0, 2.0], [0.5, -1.0]])

# Hilbert-space approximation: the spectral density of a covariance is its Fourier transform.
covariances = {
    "exp_quad": lambda r: np.exp(-0.5 * r**2),
    "matern32": lambda r: (1 + np.sqrt(3) * r) * np.exp(-np.sqrt(3) * r),
    "matern52": lambda r: (1 + np.sqrt(5) * r + 5 * r**2 / 3) * np.exp(-np.sqrt(5) * r),
    "matern12": lambda r: np.exp(-r),
}
m, c = 5, 1.5
centre, half = (x.max() + x.min()) / 2, (x.max() - x.min()) / 2
boundary = c * half
frequencies = np.arange(1, m + 1) * np.pi / (2 * boundary)
hsgp = {"basis": flat(np.sqrt(1 / boundary) * np.sin((x[:, None] - centre + boundary) * frequencies)), "sds": {}}
for name, k in covariances.items():
    density = [2 * quad(lambda r: eta**2 * k(r / ell), 0, np.inf, weight="cos", wvar=w)[0] for w in frequencies]
    hsgp["sds"][name] = flat(np.sqrt(density))

with open(os.path.join(os.path.dirname(__file__), "gaussian-processes.json"), "w") as f:
    json.dump({
        "points": {"x": flat(x), "xn": flat(xn), "X": flat(X), "Xn": flat(Xn), "ard": flat(ard)},
        "kernels": kernels, "conditional": conditional, "splines": splines,
        "car": {"edges": [[int(i), int(j)] for i, j in edges], "phi": flat(phi), "cases": car},
        "algebra": {"A": flat(A), "b": flat(b), "B": flat(B), "solve": flat(np.linalg.solve(A, b)),
                    "solveMatrix": flat(np.linalg.solve(A, A @ A.T)), "kron": flat(np.kron(A, B))},
        "hsgp": hsgp,
    }, f, indent=1)
    f.write("\n")
