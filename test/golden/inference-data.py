"""ArviZ's view of a run that `bayes export --to netcdf` wrote: structure, summary, effective draws and loo.

    python test/golden/inference-data.py > test/golden/inference-data.json

Needs a built dist/, `arviz` 0.23, `arviz-base` and `arviz-stats` 0.8, from which ArviZ 1.x is made, `netCDF4` and `h5netcdf`. The run is that of the test
(test/sampler/cli/export-netcdf.slow.test.ts).
"""

import json
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import arviz as az
import arviz_base
import arviz_stats
import h5netcdf
import netCDF4
import numpy as np
import xarray as xr
from arviz.stats.diagnostics import _ess as unsplit_ess
from arviz_stats.base import array_stats
from scipy.special import logsumexp

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "test/golden/inference-data.bayes"
GROUPS = ["log_likelihood", "posterior_predictive", "prior"]


def bayes(*arguments):
    done = subprocess.run(["node", ROOT / "dist/bayes.js", *map(str, arguments)], capture_output=True, text=True)
    # 3: provisional, since so few draws say little.
    if done.returncode not in (0, 3):
        sys.exit(done.stderr)


with tempfile.TemporaryDirectory() as folder:
    run, file = Path(folder) / "run", Path(folder) / "run.nc"
    bayes("sample", MODEL, "--out", run)
    bayes("export", run, "--to", "netcdf", "-o", file, "--with", *GROUPS)
    # Each library by its own reader.
    with netCDF4.Dataset(file) as opened:
        netcdf4 = sorted(opened.groups)
    with h5netcdf.File(file, "r") as opened:
        assert sorted(opened.groups) == netcdf4
    data = az.from_netcdf(str(file))
    summary = az.summary(data, var_names=["mu", "tau", "theta"], round_to="none", hdi_prob=0.94)
    names = {"hdi_3%": "hdi_3", "hdi_97%": "hdi_97"}
    # Each point with the relative efficiency of its own likelihood: as R's loo, of whole chains.
    points = data.log_likelihood["y"]
    elpd, shapes = [], []
    for k in range(points.sizes["school"]):
        point = points.isel(school=k)
        size = point.size
        reff = unsplit_ess(np.exp(point.values)) / size
        weights, shape = az.psislw(-point.values.reshape(-1), reff=reff)
        elpd.append(float(logsumexp(weights + point.values.reshape(-1))))
        shapes.append(float(shape))
    # ArviZ 1.x opens the file as a tree of groups.
    tree = arviz_base.convert_to_datatree(xr.open_datatree(file, engine="h5netcdf"))
    of_1x = arviz_stats.summary(
        tree, var_names=["mu", "tau", "theta"], kind="all", ci_kind="hdi", ci_prob=0.94, round_to="none"
    )
    # arviz-stats 0.8 rounds the number of draws in the tail down, and lets it be more than a fifth; R's loo and ArviZ 0.23
    # round up. With their number:
    array_stats._get_ps_tails = lambda n, reff, tail: np.ceil(min(n / 5, 3 * np.sqrt(n / reff)))
    elpd_1x, shapes_1x = [], []
    for k in range(points.sizes["school"]):
        values = tree.log_likelihood["y"].isel(school=k).values
        reff = unsplit_ess(np.exp(values)) / values.size
        weights, shape = array_stats.psislw(values.reshape(-1), r_eff=reff, axis=-1)
        elpd_1x.append(float(logsumexp(weights + values.reshape(-1))))
        shapes_1x.append(float(shape))
    # The same definitions in both; those of intervals, of the tail and of an sd's error are others.
    same = ["mean", "ess_bulk", "r_hat", "mcse_mean"]
    result = {
        "arviz": az.__version__,
        "groups": {
            group: {
                name: {"dims": list(array.dims), "type": str(array.dtype)}
                for name, array in data[group].data_vars.items()
            }
            for group in data.groups()
        },
        "schools": [str(name) for name in data.posterior["school"].values],
        "kind_of": [str(name) for name in data.constant_data["kind_of"].values],
        "summary": {
            row: {names.get(column, column): value for column, value in values.items()}
            for row, values in summary.to_dict(orient="index").items()
        },
        "ess": {
            name: array.values.tolist()
            for name, array in az.ess(data, var_names=["mu", "tau", "theta"]).data_vars.items()
        },
        "arviz_1x": {
            "versions": {"arviz_base": arviz_base.__version__, "arviz_stats": arviz_stats.__version__},
            "groups": sorted(tree.children),
            "summary": {
                row: {column: float(values[column]) for column in same}
                for row, values in of_1x.to_dict(orient="index").items()
            },
            "elpd_loo": elpd_1x,
            "pareto_k": shapes_1x,
        },
        "elpd_loo": elpd,
        "pareto_k": shapes,
    }
    json.dump(result, sys.stdout, indent=1)
    print()
