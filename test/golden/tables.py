"""Small tables in Parquet and Arrow, written by pyarrow, and what is in them as JSON (test/sampler/data/tables).

pip install pyarrow; python test/golden/tables.py
"""
import datetime
import decimal
import json
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.ipc
import pyarrow.parquet as pq

FOLDER = Path(__file__).parent.parent / "sampler" / "data" / "tables"
ROWS = 7

columns = {
    "y": pa.array([1.5, None, -2.25e-300, 0.1, 1e308, 0.0, 3.0], pa.float64()),
    "gap": pa.array([1.0, math.nan, 2.0, 3.0, 4.0, 5.0, 6.0], pa.float64()),
    "n": pa.array([3, 1, None, -4, 2**53, 0, 7], pa.int64()),
    "small": pa.array([1, 2, 3, 4, 5, 6, 250], pa.uint8()),
    "id": pa.array([2**53 + 1, 1, 2, 3, 4, 5, 2**53 + 3], pa.int64()),
    "yes": pa.array([True, False, None, True, True, False, False], pa.bool_()),
    "site": pa.array(["north", "süd", None, "north", "", "east", "süd"], pa.string()),
    "level": pa.array(["low", "high", "low", None, "low", "high", "high"]).dictionary_encode(),
    "day": pa.array([datetime.date(2020, 2, 28 + k % 2) for k in range(ROWS)], pa.date32()),
    "time": pa.array([datetime.datetime(2020, 1, 1, 12, k) for k in range(ROWS)], pa.timestamp("us")),
    "midnight": pa.array([datetime.datetime(1969, 12, 31 - k) for k in range(ROWS)], pa.timestamp("ms")),
    "price": pa.array([decimal.Decimal(k) / 4 for k in range(ROWS)], pa.decimal128(9, 2)),
    "single": pa.array([0.5, 0.25, None, 1.0, 2.0, 4.0, 8.0], pa.float32()),
}
nested = {"pair": pa.array([[1, 2]] * ROWS, pa.list_(pa.int64()))}


def cell(name, value):
    """What a datum reads: labels and dates as text, large integers digit by digit."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**53:
        return str(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat()[: 10 if name == "midnight" else 19]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return float(value) if isinstance(value, decimal.Decimal) else value


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = pa.table({**columns, **nested})
    expected = {name: [cell(name, value) for value in array.to_pylist()] for name, array in columns.items()}
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    for compression in ["none", "snappy", "gzip", "brotli", "zstd", "lz4"]:
        pq.write_table(table, FOLDER / f"{compression}.parquet", compression=compression)
    # Several groups of rows, pages of a few rows, no dictionaries, and pages of the second version.
    pq.write_table(table, FOLDER / "groups.parquet", row_group_size=3)
    pq.write_table(table, FOLDER / "plain.parquet", use_dictionary=False, data_page_size=16, data_page_version="2.0")
    pa.feather.write_feather(table, FOLDER / "feather.arrow", compression="uncompressed", chunksize=3)
    pa.feather.write_feather(table, FOLDER / "compressed.arrow", compression="lz4")
    with pa.OSFile(str(FOLDER / "stream.arrow"), "wb") as sink, pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, max_chunksize=4)


if __name__ == "__main__":
    main()
