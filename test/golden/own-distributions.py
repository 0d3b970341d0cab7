"""Log densities of the distributions that test/sampler/compile/own-distributions.test.ts writes in the language, by SciPy."""

import json
import pathlib

import numpy as np
from scipy import stats


def hurdle(x, p, mu, sigma):
    if x == 0:
        return np.log(p)
    return np.log1p(-p) + stats.lognorm.logpdf(x, sigma, scale=np.exp(mu))


def inflated(k, psi, p):
    mass = (1 - psi) * stats.geom.pmf(k + 1, p) + (psi if k == 0 else 0)
    return np.log(mass)


def ramp(x, top):
    return stats.triang.logpdf(x, 1, scale=top)


rows = {
    "HurdleLogNormal": [
        {"x": x, "args": args, "logpdf": float(hurdle(x, *args))}
        for args in ([0.3, 0.5, 0.8], [0.01, -2.0, 0.2], [0.95, 3.0, 2.5])
        for x in (0.0, 1e-6, 0.07, 0.5, 1.0, 3.25, 40.0)
    ],
    "ZIGeometric": [
        {"x": k, "args": args, "logpdf": float(inflated(k, *args))}
        for args in ([0.25, 0.3], [0.01, 0.9], [0.8, 0.02])
        for k in (0, 1, 2, 7, 30)
    ],
    "Ramp": [
        {"x": x, "args": [top], "logpdf": float(ramp(x, top))}
        for top in (0.5, 1.0, 30.0)
        for x in (0.01 * top, 0.4 * top, 0.99 * top)
    ],
}
out = pathlib.Path(__file__).with_suffix(".json")
out.write_text(json.dumps(rows, indent=1) + "\n")
