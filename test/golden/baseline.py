#!/usr/bin/env python3
"""Golden penalised regressions by scikit-learn: writes baseline.json beside it.

    python3 test/golden/baseline.py

Needs numpy >= 2 and scikit-learn >= 1.5 (PyPI). Designs are written out from the CSV files of the examples, as their models
use them. Columns are standardised within the rows of each fit; the intercept has no penalty. The penalty is the one of least
cross-validated loss on a grid, over given folds; predictions are those of the last fold by a fit to the others.
"""
import csv
import json
from pathlib import Path

import numpy as np
from scipy.special import xlogy
from sklearn.linear_model import LogisticRegression, PoissonRegressor, Ridge
from sklearn.preprocessing import StandardScaler

root = Path(__file__).parents[2]
penalties = [10.0 ** ((12 - k) / 2) for k in range(19)]


def table(path):
    with open(root / "examples" / path) as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {name: [row[name] for row in rows] for name in rows[0]}


def number(values):
    return np.array(values, dtype=float)


def labels(values):
    levels = list(dict.fromkeys(values))
    return np.array([[value == level for level in levels] for value in values], dtype=float)


def fit(family, x, y, trials, penalty):
    scaler = StandardScaler().fit(x)
    z = scaler.transform(x)
    if family == "normal":
        model = Ridge(alpha=penalty, solver="cholesky").fit(z, y)
        return lambda new: model.predict(scaler.transform(new))
    if family == "poisson":
        model = PoissonRegressor(alpha=penalty / len(y), solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(z, y)
        return lambda new: model.predict(scaler.transform(new))
    # A row of successes and one of failures, weighted by their numbers.
    model = LogisticRegression(C=1 / penalty, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    both = np.vstack([z, z])
    outcome = np.concatenate([np.ones(len(y)), np.zeros(len(y))])
    weight = np.concatenate([y, trials - y])
    model.fit(both[weight > 0], outcome[weight > 0], sample_weight=weight[weight > 0])
    return lambda new: model.predict_proba(scaler.transform(new))[:, 1]


def loss(family, y, trials, mean):
    if family == "normal":
        return (y - mean) ** 2 / 2
    if family == "poisson":
        return mean - xlogy(y, mean)
    return -xlogy(y, mean) - xlogy(trials - y, 1 - mean)


def case(name, family, x, y, trials=None, folds=5):
    trials = np.ones(len(y)) if trials is None else trials
    fold = np.arange(len(y)) % folds
    losses = []
    for penalty in penalties:
        total = 0.0
        for k in range(folds):
            mean = fit(family, x[fold != k], y[fold != k], trials[fold != k], penalty)(x[fold == k])
            total += loss(family, y[fold == k], trials[fold == k], mean).sum()
        losses.append(total / len(y))
    best = penalties[int(np.argmin(losses))]
    held = fold == folds - 1
    means = {
        str(penalty): fit(family, x[~held], y[~held], trials[~held], penalty)(x[held]).tolist()
        for penalty in (best, penalties[6], penalties[14])
    }
    return {
        "name": name,
        "family": family,
        "columns": x.T.tolist() if name.startswith("made") else None,
        "outcome": y.tolist() if name.startswith("made") else None,
        "fold": fold.tolist(),
        "losses": losses,
        "penalty": best,
        "means": means,
    }


cases = []
t = table("linear-regression/linear_regression.csv")
cases.append(case("linear-regression/linear_regression", "normal", np.column_stack([number(t["x1"]), number(t["x2"])]), number(t["y"])))
t = table("ppc-regression/ppc_regression.csv")
cases.append(case("ppc-regression/ppc_regression", "normal", number(t["x"])[:, None], number(t["y"])))
t = table("advi-vs-mcmc/advi_regression.csv")
cases.append(case("advi-vs-mcmc/advi_vs_mcmc", "normal", np.column_stack([number(t["x1"]), number(t["x2"])]), number(t["y"])))
cases.append(case("advi-vs-mcmc/uncentred", "normal", np.column_stack([number(t["x1"]) + 5, number(t["x2"])]), number(t["y"])))
t = table("hierarchical/hierarchical.csv")
cases.append(case("hierarchical/hierarchical", "normal", np.column_stack([labels(t["group"]), number(t["x"])]), number(t["y"])))
t = table("radon/radon_mn.csv")
cases.append(case("radon/radon", "normal", np.column_stack([labels(t["county"]), number(t["floor"])]), number(t["log_radon"])))
t = table("bioassay/bioassay.csv")
cases.append(case("bioassay/bioassay", "binomial", number(t["log_dose"])[:, None], number(t["deaths"]), number(t["n"]), folds=4))

r = np.random.default_rng(20261130)
x = r.normal(size=(80, 3))
eta = 0.4 + x @ np.array([0.8, -0.5, 0.0])
cases.append(case("made yes/no", "binomial", x, (r.random(80) < 1 / (1 + np.exp(-eta))).astype(float)))
cases.append(case("made counts", "poisson", x, r.poisson(np.exp(eta)).astype(float)))

for one in cases:
    print(one["name"], one["penalty"])
Path(__file__).with_name("baseline.json").write_text(
    json.dumps({"penalties": penalties, "cases": cases}, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n"
)
