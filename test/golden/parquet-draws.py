"""What pyarrow reads in the file that `bayes export --to parquet` wrote.

    python test/golden/parquet-draws.py > test/golden/parquet-draws.json

Needs a built dist/ and `pyarrow`. The run is that of the test (test/sampler/cli/export-parquet.slow.test.ts).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "test/golden/cmdstan-files.bayes"


def bayes(*arguments):
    done = subprocess.run(["node", ROOT / "dist/bayes.js", *map(str, arguments)], capture_output=True, text=True)
    # 3: provisional, since so few draws say little.
    if done.returncode not in (0, 3):
        sys.exit(done.stderr)


with tempfile.TemporaryDirectory() as folder:
    run, file, feather = (Path(folder) / name for name in ("run", "draws.parquet", "draws.arrow"))
    bayes("sample", MODEL, "--out", run)
    bayes("export", run, "--to", "parquet", "-o", file)
    bayes("export", run, "--to", "arrow", "-o", feather)
    table = pq.read_table(file)
    # Cell by cell, with the types.
    same = pa.feather.read_table(feather)
    assert table.column_names == same.column_names
    for name in table.column_names:
        assert table[name].type == same[name].type, name
        assert table[name].combine_chunks().equals(same[name].combine_chunks()), name
    result = {
        "pyarrow": pa.__version__,
        "rows": table.num_rows,
        "columns": {
            name: {
                "type": str(table[name].type),
                "first": table[name][0].as_py(),
                "middle": table[name][table.num_rows // 2].as_py(),
                "last": table[name][-1].as_py(),
            }
            for name in table.column_names
        },
    }
print(json.dumps(result, indent=1))
