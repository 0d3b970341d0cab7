"""Golden values of the test of uniform ranks, and its simultaneous bands (Saeilynoja, Buerkner and Vehtari 2022).

    python rank-uniformity.py > rank-uniformity.json

Of S ranks with values 0 .. R - 1, N_i is the number below i = 1 .. R - 1. The statistic is the least two-sided
binomial p-value over all i. Its distribution is computed in another way than in the product: the increments of N are
independent Poisson numbers given their sum, so that the probability that N stays within limits is that of a truncated
random walk of Poisson increments, divided by the probability of the sum (Noe 1972; Moscovich 2023). For small cases it
is checked against the enumeration of all rank counts.
"""

import itertools
import json
import math

import numpy as np
from scipy.stats import binom, poisson


def two_sided(count, ranks):
    n = np.arange(count + 1)
    rows = []
    for i in range(1, ranks):
        p = i / ranks
        rows.append(np.minimum(1, 2 * np.minimum(binom.cdf(n, count, p), binom.sf(n - 1, count, p))))
    return np.array(rows)


def inside(count, ranks, allowed):
    """Probability that N_i is allowed for every i; `allowed` is a table of flags."""
    pmf = poisson.pmf(np.arange(count + 1), count / ranks)
    walk = np.zeros(count + 1)
    walk[0] = 1
    for i in range(ranks):
        walk = np.convolve(walk, pmf)[: count + 1]
        if i < ranks - 1:
            walk = np.where(allowed[i], walk, 0)
    return walk[count] / poisson.pmf(count, count)


def by_enumeration(count, ranks, allowed):
    total = 0.0
    for cells in itertools.product(range(count + 1), repeat=ranks):
        if sum(cells) != count:
            continue
        below = np.cumsum(cells)[:-1]
        if all(allowed[i][n] for i, n in enumerate(below)):
            total += math.factorial(count) / math.prod(math.factorial(c) for c in cells) / ranks**count
    return total


def below(found, ranks):
    return [sum(rank < i for rank in found) for i in range(1, ranks)]


def statistic(found, count, ranks, table):
    return min(table[i][n] for i, n in enumerate(below(found, ranks)))


def p_value(found, ranks):
    count = len(found)
    table = two_sided(count, ranks)
    least = statistic(found, count, ranks, table)
    return 1 - inside(count, ranks, table > least * (1 + 1e-10))


def band(count, ranks, level):
    """The widest pointwise level at which the walk stays inside with at least this probability."""
    table = two_sided(count, ranks)
    steps = np.unique(table)
    low, high = 0, len(steps) - 1  # steps[low] is wide enough, steps[high] is not
    while high - low > 1:
        middle = (low + high) // 2
        if inside(count, ranks, table > steps[middle] * (1 + 1e-10)) >= level:
            low = middle
        else:
            high = middle
    allowed = table > steps[low] * (1 + 1e-10)
    return {
        "lower": [int(np.argmax(row)) for row in allowed],
        "upper": [int(count - np.argmax(row[::-1])) for row in allowed],
    }


for count, ranks in [(5, 3), (6, 4), (4, 5)]:
    table = two_sided(count, ranks)
    for limit in [0.02, 0.1, 0.3]:
        a = inside(count, ranks, table > limit)
        b = by_enumeration(count, ranks, table > limit)
        assert abs(a - b) < 1e-12, (count, ranks, limit, a, b)

rng = np.random.default_rng(20)
cases = []
for count, ranks in [(20, 10), (36, 60), (200, 100), (200, 20), (1000, 100)]:
    sets = {
        "uniform": rng.integers(0, ranks, count),
        "low": np.floor(rng.beta(1, 1.3, count) * ranks),
        "narrow": np.floor(rng.beta(0.8, 0.8, count) * ranks),
        "wide": np.floor(rng.beta(1.4, 1.4, count) * ranks),
    }
    for name, found in sets.items():
        found = [int(rank) for rank in found]
        cases.append({"name": f"{name}, {count} of {ranks}", "ranks": ranks, "found": found, "p_value": p_value(found, ranks)})
bands = [{"count": c, "ranks": r, "level": level, **band(c, r, level)} for c, r, level in [(50, 20, 0.9), (200, 100, 0.95), (200, 100, 0.99)]]
print(json.dumps({"cases": cases, "bands": bands}))
