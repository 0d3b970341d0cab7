#!/usr/bin/env python3
"""Golden values of eigenvectors, geometric means, metrics and their divergences with NumPy and SciPy: writes symmetric-matrices.json beside it.

    python3 test/golden/symmetric-matrices.py

Needs numpy >= 2 and scipy >= 1.13 (PyPI). Matrices are row by row.
"""
import json
from pathlib import Path

import numpy as np
from scipy.linalg import cholesky, eigh, inv, sqrtm

r = np.random.default_rng(20261129)


def with_values(values):
    """A symmetric matrix of these eigenvalues in random directions."""
    q, _ = np.linalg.qr(r.normal(size=(len(values), len(values))))
    a = q @ np.diag(values) @ q.T
    return (a + a.T) / 2


def ar(n, rho):
    return rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))


def eigen(name, a, separated=True):
    values, vectors = eigh(a)
    return {
        "name": name,
        "matrix": a.ravel().tolist(),
        "values": values.tolist(),
        # Up to the sign, one per row; null where eigenvalues nearly coincide and vectors are not determined.
        "vectors": np.abs(vectors.T).ravel().tolist() if separated else None,
    }


def mean(name, d, g):
    """inv(G) # D by matrix square roots: G^-1/2 (G^1/2 D G^1/2)^1/2 G^-1/2."""
    root = np.real(sqrtm(g))
    back = inv(root)
    m = back @ np.real(sqrtm(root @ d @ root)) @ back
    return {
        "name": name,
        "draws": d.ravel().tolist(),
        "gradients": g.ravel().tolist(),
        "mean": ((m + m.T) / 2).ravel().tolist(),
    }


def metric(name, x, g, share, cutoff=2.0):
    """Low rank and dense inverse metrics from draws x and gradients g, rows, shrunk by `share`."""
    scale = np.sqrt(x.std(axis=0) / g.std(axis=0))
    xs = (x - x.mean(axis=0)) / scale
    gs = (g - g.mean(axis=0)) * scale
    one = np.eye(x.shape[1])
    d = (1 - share) * xs.T @ xs / len(x) + share * one
    h = (1 - share) * gs.T @ gs / len(x) + share * one
    root = np.real(sqrtm(h))
    back = inv(root)
    m = back @ np.real(sqrtm(root @ d @ root)) @ back
    values, vectors = eigh((m + m.T) / 2)
    kept = (values > cutoff) | (values < 1 / cutoff)
    low = one + (vectors[:, kept] * (values[kept] - 1)) @ vectors[:, kept].T
    spread = np.outer(scale, scale)
    return {
        "name": name,
        "dimension": x.shape[1],
        "draws": x.tolist(),
        "gradients": g.tolist(),
        "share": share,
        "rank": int(kept.sum()),
        "low_rank": (low * spread).ravel().tolist(),
        "dense": (m * spread).ravel().tolist(),
    }


def judgement(name, x, g, cutoff=2.0):
    """Fisher divergences, on the later half of the draws, of metrics estimated from the earlier half."""
    scale = np.sqrt(x.std(axis=0) / g.std(axis=0))
    xs = (x - x.mean(axis=0)) / scale
    gs = (g - g.mean(axis=0)) * scale
    half = len(x) // 2
    one = np.eye(x.shape[1])
    late_d = xs[half:].T @ xs[half:] / (len(x) - half)
    late_h = gs[half:].T @ gs[half:] / (len(x) - half)

    def divergence(inverse_mass):
        return float(np.trace(inverse_mass @ late_h) + np.trace(inv(inverse_mass) @ late_d))

    best = {kind: (divergence(one), 1) for kind in ("low_rank", "dense")}
    for share in (1e-4, 1e-2, 0.1, 0.4):
        d = (1 - share) * xs[:half].T @ xs[:half] / half + share * one
        h = (1 - share) * gs[:half].T @ gs[:half] / half + share * one
        # The smallest eigenvalues are lost in the square of the largest where roots are taken as they come.
        values, vectors = eigh(h)
        root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
        back = vectors @ np.diag(1 / np.sqrt(values)) @ vectors.T
        squares, turned = eigh(root @ d @ root)
        m = back @ turned @ np.diag(np.sqrt(squares)) @ turned.T @ back
        values, vectors = eigh((m + m.T) / 2)
        kept = (values > cutoff) | (values < 1 / cutoff)
        low = one + (vectors[:, kept] * (values[kept] - 1)) @ vectors[:, kept].T
        for kind, candidate in (("low_rank", low), ("dense", m)):
            best[kind] = min(best[kind], (divergence(candidate), share))
    return {
        "name": name,
        "dimension": x.shape[1],
        "draws": x.tolist(),
        "gradients": g.tolist(),
        "diagonal": divergence(one),
        "low_rank": best["low_rank"],
        "dense": best["dense"],
    }


def gaussian_draws(cov, n, noise=0.0):
    x = r.normal(size=(n, len(cov))) @ cholesky(cov) + 3
    g = -(x - 3) @ inv(cov)
    return x, g + noise * r.normal(size=g.shape) * g.std(axis=0)


eigens = [
    eigen("one by one", np.array([[3.5]])),
    eigen("two by two", np.array([[2.0, -1.0], [-1.0, 5.0]])),
    eigen("indefinite", with_values([-7.0, -0.5, 0.25, 3.0, 11.0])),
    eigen("autoregressive", ar(30, 0.95)),
    eigen("of all magnitudes", with_values(10.0 ** np.linspace(-6, 6, 12)), separated=False),
    eigen("tiny", 1e-200 * with_values(np.arange(1.0, 8.0))),
    eigen("huge", 1e200 * with_values(np.arange(1.0, 8.0))),
    eigen("diagonal", np.diag([5.0, -2.0, 9.0, 1.0])),
    eigen("tridiagonal", np.diag(np.arange(1.0, 9.0)) + np.diag(np.ones(7), 1) + np.diag(np.ones(7), -1)),
    eigen("identity", np.eye(6), separated=False),
    eigen("one strong direction", np.eye(20) + 30 * np.outer(np.ones(20), np.ones(20)) / 20, separated=False),
    eigen("zero", np.zeros((5, 5)), separated=False),
    eigen("of low rank", with_values([0.0, 0.0, 0.0, 0.0, 2.0, 9.0]), separated=False),
]
means = [
    mean("commuting", np.diag([4.0, 9.0, 0.25]), np.diag([1.0, 4.0, 16.0])),
    mean("inverses of each other", ar(15, 0.9), inv(ar(15, 0.9))),
    mean("unrelated", with_values(np.linspace(0.5, 20, 10)), with_values(10.0 ** np.linspace(-3, 1, 10))),
    mean("one by one", np.array([[8.0]]), np.array([[2.0]])),
]
strong = ar(8, 0.8) + 25 * np.outer(np.ones(8), np.ones(8)) / 8
scales = 10.0 ** np.linspace(-3, 3, 8)
metrics = [
    metric("a Gaussian of many scales", *gaussian_draws(strong * np.outer(scales, scales), 30), 1e-4),
    metric("with noisy gradients", *gaussian_draws(strong, 40, noise=0.5), 0.1),
    metric("fewer draws than coordinates", *gaussian_draws(ar(25, 0.9), 11, noise=0.1), 0.01),
]
judgements = [
    judgement("more draws than coordinates", *gaussian_draws(strong * np.outer(scales, scales), 40, noise=0.2)),
    judgement("half of the draws span some of the space", *gaussian_draws(ar(25, 0.9), 20, noise=0.3)),
    judgement("all draws span some of the space", *gaussian_draws(ar(30, 0.8), 12, noise=0.2)),
]
out = Path(__file__).with_suffix(".json")
out.write_text(json.dumps({"eigen": eigens, "means": means, "metrics": metrics, "judgements": judgements}, separators=(",", ":")) + "\n")
