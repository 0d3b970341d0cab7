#!/usr/bin/env python3
"""Computes the tables of sampler/math/assembly with mpmath (Debian: python3-mpmath).

    /usr/bin/python3 sampler/math/coefficients.py > sampler/math/assembly/coefficients.ts

Every polynomial interpolates its function at Chebyshev nodes with 60 digits and is then rounded to
doubles. The script checks each one, with its rounded coefficients, on a grid in exact arithmetic and
fails where the relative error exceeds 1.2 half ulps.
"""
import sys

from mpmath import (
    besseli, cos, digamma, erf, erfc, exp, log, loggamma, mp, mpf, ncdf, nstr, pi, polyval, psi, quad, sqrt, taylor,
)

mp.dps = 60
# Rounding the leading coefficient alone costs up to one of these, half an ulp at worst.
HALF_ULP = mpf(2) ** -53


def interpolate(f, a, b, degree, centre):
    """Coefficients in powers of (x - centre), lowest first, by Newton's divided differences."""
    a, b, centre = mpf(a), mpf(b), mpf(centre)
    nodes = [
        (a + b) / 2 + (b - a) / 2 * cos(pi * (2 * k + 1) / (2 * degree + 2)) - centre for k in range(degree + 1)
    ]
    table = [f(x + centre) for x in nodes]
    for level in range(1, degree + 1):
        for k in range(degree, level - 1, -1):
            table[k] = (table[k] - table[k - 1]) / (nodes[k] - nodes[k - level])
    coefficients = [table[degree]]
    for k in range(degree - 1, -1, -1):
        shifted = [mpf(0)] + coefficients
        coefficients = [s - nodes[k] * c for s, c in zip(shifted, coefficients + [mpf(0)])]
        coefficients[0] += table[k]
    return [float(c) for c in coefficients]


def checked(name, f, a, b, degree, centre, scale=lambda x: mpf(1), limit=0.4):
    """`scale(x)` is the part of the result that is not the polynomial's (1 + …): smaller means more slack."""
    coefficients = interpolate(f, a, b, degree, centre)
    worst = mpf(0)
    for k in range(201):
        x = mpf(a) + (mpf(b) - mpf(a)) * k / 200
        exact = f(x)
        found = polyval([mpf(c) for c in reversed(coefficients)], x - mpf(centre))
        worst = max(worst, abs(found / exact - 1) * scale(x) / HALF_ULP)
    print(f"{name} [{nstr(mpf(a), 5)}, {nstr(mpf(b), 5)}] degree {degree}: {nstr(worst, 3)} half ulps", file=sys.stderr)
    if worst > limit:
        raise SystemExit(f"{name}: {nstr(worst, 4)} half ulps")
    return coefficients


def emit(name, doc, values, kind="f64"):
    print(f"\n/** {doc} */")
    print("// @ts-ignore: decorator")
    text = [repr(v) for v in values] if kind == "f64" else [str(v) for v in values]
    lines = []
    for k in range(0, len(text), 4 if kind == "f64" else 16):
        lines.append("  " + ", ".join(text[k : k + (4 if kind == "f64" else 16)]) + ",")
    print(f"@lazy @inline export const {name}: usize = memory.data<{kind}>([\n" + "\n".join(lines) + "\n]);")
    size = len(values) * (8 if kind == "f64" else 1)
    print(f"export function table_{name}(): u64 {{ return (<u64>{size} << 32) | <u64>{name}; }}")
    tables.append(name)


def constant(name, value):
    print("\n// @ts-ignore: decorator")
    print(f"@inline export const {name}: f64 = {float(value)!r};")


tables = []
print("// Written by sampler/math/coefficients.py: do not edit.")

# --- log: 128 intervals of z in [0.6875, 1.375), each with its centre c ---
rows = []
for i in range(128):
    # Interval i covers those z whose bits minus those of 0.6875 have i in the top seven places.
    low = mpf("0.6875") + mpf(i) / 256 if i < 80 else mpf(1) + mpf(i - 80) / 128
    c = low + (mpf(1) / 512 if i < 80 else mpf(1) / 256)
    high = mpf(round(float(log(c) * 2**42))) / 2**42
    rows += [float(c), float(1 / c), float(high), float(log(c) - high)]
emit("LOG_TABLE", "c, 1/c, log(c) in multiples of 2^-42 and its rest, per interval.", rows)


def log_tail(r):
    return (log(1 + r) - r) / r**2 if abs(r) > mpf(10) ** -15 else -mpf(1) / 2 + r / 3


reach = mpf("0.00392")
# The sum is at least 0.06, as smaller ones have a polynomial of their own.
for k, c in enumerate(checked("log", log_tail, -reach, reach, 4, 0, lambda r: r * r / mpf("0.12"))):
    constant(f"LOG_A{k}", c)

# --- the gamma family on [0.5, 10): one polynomial of degree 17 per interval ---
EDGES = [mpf(e) for e in ("0.5", "0.75", "1", "1.25", "1.75", "2.5", "3.5", "5", "7.25", "10")]
emit(
    "GAMMA_INTERVAL",
    "Interval of x by floor(4 x).",
    [sum(1 for e in EDGES[1:] if mpf(k) / 4 >= e) for k in range(40)],
    "u8",
)
ROOT = mp.findroot(digamma, mpf("1.4616321449683623"))
constant("DIGAMMA_ROOT_HIGH", float(ROOT))
constant("DIGAMMA_ROOT_LOW", ROOT - mpf(float(ROOT)))


def lgamma_part(x):
    if abs(x - 1) < mpf(10) ** -20 or abs(x - 2) < mpf(10) ** -20:
        x += mpf(10) ** -18
    return loggamma(x) / ((x - 1) * (x - 2))


def digamma_part(x):
    return digamma(x) / (x - ROOT) if abs(x - ROOT) > mpf(10) ** -20 else psi(1, ROOT)


for name, f, doc in (
    ("LGAMMA", lgamma_part, "lgamma(x) / ((x - 1) (x - 2))"),
    ("DIGAMMA", digamma_part, "digamma(x) / (x - root)"),
    ("TRIGAMMA", lambda x: psi(1, x), "trigamma(x)"),
):
    values = []
    for a, b in zip(EDGES, EDGES[1:]):
        if b <= 1 and name != "LGAMMA":  # Reached by recurrence.
            values += [0.0] * 20
            continue
        centre = (a + b) / 2
        values += [float(centre)] + checked(name, f, a, b, 17, centre, limit=1.2) + [0.0]
    emit(f"{name}_TABLE", f"{doc}: centre, 18 coefficients, padding, per interval.", values)

# Asymptotic parts for x >= 10, in w = 1/x^2.
series = {
    "LGAMMA_TAIL": (lambda x: (loggamma(x) - ((x - 0.5) * log(x) - x + log(2 * pi) / 2)) * x, mpf(1) / 12, 0.01),
    "DIGAMMA_TAIL": (lambda x: (log(x) - 1 / (2 * x) - digamma(x)) * x * x, mpf(1) / 12, 0.01),
    "TRIGAMMA_TAIL": (lambda x: (psi(1, x) - 1 / x - 1 / (2 * x * x)) * x**3, mpf(1) / 6, 0.01),
}
for name, (f, limit_value, weight) in series.items():
    g = lambda w, f=f, limit_value=limit_value: f(1 / sqrt(w)) if w > mpf(10) ** -15 else limit_value
    values = checked(name, g, 0, mpf("0.01"), 5, 0, lambda w: mpf(weight))
    for k, c in enumerate(values):
        constant(f"{name}{k}", c)

# --- the normal tail: R(x) = (1 - Phi(x)) exp(x^2 / 2), x >= 0, in y = 4 / (4 + x) ---
INTERVALS = 32


def tail(x):
    return erfc(x / sqrt(mpf(2))) / 2 * exp(x * x / 2) if x < 200 else tail_series(x)


def tail_series(x):
    term, total = mpf(1), mpf(1)
    for k in range(1, 40):
        term *= -(2 * k - 1) / x**2
        total += term
    return total / (x * sqrt(2 * pi))


values = []
for i in range(INTERVALS):
    def part(t, i=i):
        y = (t + i + mpf("0.5")) / INTERVALS
        if y < mpf(10) ** -15:
            return 1 / (4 * sqrt(2 * pi))
        return tail(4 / y - 4) / y
    values += checked("R", part, -0.5, 0.5, 9, 0, limit=1.2)
emit("NORMAL_TAIL", "R(x) / y in t = 32 y - i - 0.5: 10 coefficients per interval i.", values)

values = checked(
    "erf", lambda q: erf(sqrt(q)) / sqrt(q) if q > mpf(10) ** -30 else 2 / sqrt(pi), 0, mpf("0.5625"), 10, 0, limit=0.6
)
for k, c in enumerate(values):
    constant(f"ERF{k}", c)

# --- modified Bessel functions: a = x^2 / 4 below 8, v = 1 / x from 8 ---
small = mpf(10) ** -30
for name, f in (
    ("I0_SMALL", lambda a: (besseli(0, 2 * sqrt(a)) - 1) / a if a > small else mpf(1)),
    ("I1_SMALL", lambda a: besseli(1, 2 * sqrt(a)) / sqrt(a) if a > small else mpf(1)),
):
    emit(name, "16 coefficients in a = x^2 / 4.", checked(name, f, 0, 16, 15, 0, limit=1.2))


def scaled_i0(v):
    return besseli(0, 1 / v) * exp(-1 / v) / sqrt(v) if v > mpf("0.002") else scaled_series(v, 0)


def scaled_series(v, order):
    term, total = mpf(1), mpf(1)
    for k in range(1, 60):
        term *= -(4 * order - (2 * k - 1) ** 2) * v / (8 * k)
        total += term
    return total / sqrt(2 * pi)


def ratio(v):
    if v > mpf("0.002"):
        return besseli(1, 1 / v) / besseli(0, 1 / v)
    return scaled_series(v, 1) / scaled_series(v, 0)


for name, f in (("I0_LARGE", scaled_i0), ("RATIO_LARGE", ratio)):
    values = []
    for i in range(8):
        values += checked(name, lambda t, i=i: f((t + i + mpf("0.5")) / 64), -0.5, 0.5, 11, 0, limit=1.2)
    emit(name, "In t = 64 / x - i - 0.5: 12 coefficients per interval i of 8.", values)

# --- exp for f64x2: exp(r) = 1 + r + r^2 q(r), |r| <= log(2) / 2 ---
half = log(mpf(2)) / 2 * mpf("1.0001")
values = checked(
    "exp",
    lambda r: (exp(r) - 1 - r) / r**2 if abs(r) > mpf(10) ** -15 else mpf(1) / 2 + r / 6,
    -half, half, 10, 0, lambda r: r * r / 2,
)
for k, c in enumerate(values):
    constant(f"EXP{k}", c)

# build-math.mjs learns from `table_*` where each table lies; index.ts has to export them.
print(", ".join(f"table_{name}" for name in tables), file=sys.stderr)
