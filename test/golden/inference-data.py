"""ArviZ's view of a run that `bayes export --to netcdf` wrote: structure, summary, effective draws and loo.

    python test/golden/inference-data.py > test/golden/inference-data.json

Needs a built dist/, `arviz` 0.23, `netCDF4` and `h5netcdf`. The run is that of the test
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
import h5netcdf
import netCDF4
import numpy as np
from arviz.stats.diagnostics import _ess as unsplit_ess
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
        "elpd_loo": elpd,
        "pareto_k": shapes,
    }
    json.dump(result, sys.stdout, indent=1)
    print()
