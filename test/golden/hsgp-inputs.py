"""Approximate Gaussian processes of two inputs, by their definition (Riutort-Mayol et al. 2023, eq. 8 to 14).

    python3 test/golden/hsgp-inputs.py     (numpy, scipy)

Writes hsgp-inputs.json: the points, and for each kernel the process at given weights. The spectral density is the
Fourier transform of the kernel, here by a numerical Hankel transform of scipy, not by its closed form.
"""

import json
from pathlib import Path

import numpy as np
from scipy.integrate import quad
from scipy.special import j0

X = np.array([[-1.0, 0.2], [-0.3, 1.4], [0.1, 0.9], [0.8, -0.7], [1.6, 0.4], [0.5, 2.3]])
ETA, ELL, M, C = 1.3, np.array([0.8, 1.7]), [3, 4], [1.5, 2.0]
WEIGHTS = [round(float(np.sin(3 * k + 1)), 3) for k in range(M[0] * M[1])]

KERNELS = {
    "exp_quad": lambda r: np.exp(-(r**2) / 2),
    "matern12": lambda r: np.exp(-r),
    "matern32": lambda r: (1 + np.sqrt(3) * r) * np.exp(-np.sqrt(3) * r),
    "matern52": lambda r: (1 + np.sqrt(5) * r + 5 * r**2 / 3) * np.exp(-np.sqrt(5) * r),
}


def density(kernel, w):
    """In two dimensions, of a kernel with length scales of 1: 2 pi times the integral of k(r) J0(w r) r."""
    end, pieces = 60.0, 240
    edges = np.linspace(0, end, pieces + 1)
    parts = [
        quad(lambda r: KERNELS[kernel](r) * j0(w * r) * r, a, b, epsabs=1e-15, epsrel=1e-13)[0]
        for a, b in zip(edges[:-1], edges[1:])
    ]
    return 2 * np.pi * sum(parts)


def process(kernel):
    middle = (X.max(axis=0) + X.min(axis=0)) / 2
    bound = np.array(C) * (X.max(axis=0) - X.min(axis=0)) / 2
    total = np.zeros(len(X))
    k = 0
    for j1 in range(1, M[0] + 1):
        for j2 in range(1, M[1] + 1):
            omega = np.array([j1, j2]) * np.pi / (2 * bound)
            phi = np.prod(np.sin(omega * (X - middle + bound)) / np.sqrt(bound), axis=1)
            spectrum = ETA**2 * np.prod(ELL) * density(kernel, float(np.linalg.norm(ELL * omega)))
            total += WEIGHTS[k] * np.sqrt(spectrum) * phi
            k += 1
    return total.tolist()


out = {
    "x": X.tolist(),
    "weights": WEIGHTS,
    "values": {kernel: process(kernel) for kernel in KERNELS},
}
(Path(__file__).parent / "hsgp-inputs.json").write_text(json.dumps(out, indent=1) + "\n")
