"""Columns of `poly(x, 3)` and of `s(x, k = 7)`, from other ways to get them.

    python3 -m venv venv && venv/bin/pip install numpy scipy
    venv/bin/python test/golden/smooths.py

Polynomials: R's `poly` is the QR decomposition of the powers of the centred datum; at new rows, the same polynomials
by their coefficients. Spline: the covariance of the penalised part of a natural cubic spline between all rows, from
SciPy's interpolating splines and the pseudo-inverse of their penalty, without the straight line that fits best.
"""

import json
from pathlib import Path

import numpy as np
from scipy.interpolate import CubicSpline

x = np.array([1.5, 0.2, 3.7, 2.2, 9.1, 4.4, 4.4, 6.3, 5.05, 7.8, 0.9, 2.9, 8.6])
new = np.array([0.2, 5.5, 9.1, -1.25, 11.0, 3.3])


def polynomials(degree):
    centred = x - x.mean()
    powers = np.vander(centred, degree + 1, increasing=True)
    q, r = np.linalg.qr(powers)
    columns = (q * np.sign(np.diag(r)))[:, 1:]
    # The same polynomials elsewhere: their coefficients in the powers.
    coefficients = np.linalg.lstsq(powers, columns, rcond=None)[0]
    return columns, np.vander(new - x.mean(), degree + 1, increasing=True) @ coefficients


def spline(size):
    distinct = np.unique(x)
    at = np.linspace(0, len(distinct) - 1, size)
    knots = np.interp(at, np.arange(len(distinct)), distinct)
    cardinal = [CubicSpline(knots, np.eye(size)[k], bc_type="natural") for k in range(size)]

    def values(points):
        inside = np.clip(points, knots[0], knots[-1])
        rows = []
        for s in cardinal:
            # Straight beyond the outer knots.
            slope = np.where(points < knots[0], s(knots[0], 1), s(knots[-1], 1))
            rows.append(s(inside) + slope * (points - inside))
        return np.array(rows).T

    second = np.array([s(knots, 2) for s in cardinal])
    h = np.diff(knots)
    penalty = np.zeros((size, size))
    for j, step in enumerate(h):
        a, b = second[:, j], second[:, j + 1]
        penalty += step / 6 * (2 * np.outer(a, a) + np.outer(a, b) + np.outer(b, a) + 2 * np.outer(b, b))
    inverse = np.linalg.pinv(penalty, rcond=1e-10)

    def lines(points):
        return np.column_stack([np.ones_like(points), points])

    fitted = np.linalg.lstsq(lines(x), values(x), rcond=None)[0]
    rest = values(x) - lines(x) @ fitted
    other = values(new) - lines(new) @ fitted
    scale = np.mean(np.diag(rest @ inverse @ rest.T))
    return knots, rest @ inverse @ rest.T / scale, other @ inverse @ rest.T / scale


columns, at_new = polynomials(3)
knots, covariance, cross = spline(7)
target = Path(__file__).with_name("smooths.json")
target.write_text(
    json.dumps(
        {
            "x": x.tolist(),
            "new": new.tolist(),
            "polynomials": columns.tolist(),
            "polynomials_new": at_new.tolist(),
            "knots": knots.tolist(),
            "covariance": covariance.tolist(),
            "covariance_new": cross.tolist(),
        },
        indent=1,
    )
    + "\n"
)
