"""What ArviZ and cmdstanpy read in the files that `bayes export --to cmdstan` wrote.

    python test/golden/cmdstan-files.py > test/golden/cmdstan-files.json

Needs a built dist/, `arviz` 0.23 and `cmdstanpy`. The run is that of the test
(test/sampler/cli/export-cmdstan.slow.test.ts).
"""

import json
import logging
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import arviz as az
import cmdstanpy
import numpy as np

logging.disable(logging.WARNING)
ROOT = Path(__file__).parents[2]
MODEL = ROOT / "test/golden/cmdstan-files.bayes"


def bayes(*arguments):
    done = subprocess.run(["node", ROOT / "dist/bayes.js", *map(str, arguments)], capture_output=True, text=True)
    # 3: provisional, since so few draws say little.
    if done.returncode not in (0, 3):
        sys.exit(done.stderr)


with tempfile.TemporaryDirectory() as folder:
    run = Path(folder) / "run"
    bayes("sample", MODEL, "--out", run)
    bayes("export", run, "--to", "cmdstan", "-o", Path(folder) / "draws.csv")
    files = [str(Path(folder) / f"draws_{chain}.csv") for chain in (1, 2, 3, 4)]
    data = az.from_cmdstan(files)
    fit = cmdstanpy.from_csv(files)
    # Two readers, one by the names of columns, the other by their order.
    assert np.array_equal(fit.stan_variable("m").reshape(4, 200, 2, 3), data.posterior["m"].values)
    assert fit.num_draws_sampling == 200 and fit.chains == 4
    summary = az.summary(data, round_to="none", hdi_prob=0.94)
    names = {"hdi_3%": "hdi_3", "hdi_97%": "hdi_97"}
    result = {
        "arviz": az.__version__,
        "cmdstanpy": cmdstanpy.__version__,
        "sizes": {name: list(array.shape) for name, array in data.posterior.data_vars.items()},
        "statistics": sorted(data.sample_stats.data_vars),
        "summary": {
            row: {names.get(column, column): value for column, value in values.items()}
            for row, values in summary.to_dict(orient="index").items()
        },
        "bfmi": az.bfmi(data).tolist(),
        "step_size": [float(value) for value in fit.step_size],
        "first": data.posterior["m"].values[:, 0].tolist(),
    }
    json.dump(result, sys.stdout, indent=1)
    print()
