#!/usr/bin/env python3
"""Golden design matrices of formulas, by formulaic (the notation of R): writes design.json beside it.

    python3 -m pip install formulaic
    python3 test/golden/design.py
"""
import json
import os

import pandas
from formulaic import model_matrix

rows = pandas.DataFrame({
    "x": [0.3, 1.3, -0.3, 1.9, 0.1, 1.1, 0.0, 1.5],
    "z": [1, 0, 2, 5, 3, 1, 4, 2],
    "site": ["A", "B", "A", "C", "B", "C", "A", "C"],
    "arm": ["u", "u", "v", "v", "u", "v", "v", "u"],
})
formulas = ["1 + x", "x + z", "x * z", "site", "x * site", "x:site", "0 + site", "0 + x + site", "site * arm", 
            "0 + site:arm", "x + z + x:z - z", "x * z * arm", "arm / x", "C(site, contr.sum)", "x * C(site, contr.sum)", "log(z + 1) * arm",
            "I(x ** 2) + x", "(x + z) * arm", "-1 + x"]
cases = []
for formula in formulas:
    matrix = model_matrix(formula, rows)
    cases.append({"formula": formula.replace("contr.", "").replace("**", "^"),
                  "intercept": "Intercept" in matrix.columns,
                  "columns": [[float(v) for v in matrix[c]] for c in matrix.columns if c != "Intercept"]})
with open(os.path.join(os.path.dirname(__file__), "design.json"), "w") as f:
    json.dump({"rows": rows.to_dict("list"), "cases": cases}, f, indent=1)
    f.write("\n")
