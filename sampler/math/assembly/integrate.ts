// Integrals over an interval by adaptive Gauss–Kronrod quadrature with 21 nodes and the error estimates of QUADPACK
// (R. Piessens et al., QUADPACK, 1983). Nothing allocates.
//
// The variable is changed so that the interval is finite and mild singularities at its ends vanish, x = s²(3 − 2s) and
// those of L. F. Shampine (Vectorized adaptive quadrature in MATLAB, 2008); where bisection goes on at an end all the
// same, the integral begins anew with the double exponential change (H. Takahasi and M. Mori, 1974), which no algebraic
// singularity withstands.
// Nodes that miss a bump far out say nothing of it: at the end the integrand is looked at between them, at probes at
// geometric distances, and intervals that do not account for what is seen there are bisected until they do.
// The start and each step that returns 1 ask the caller for the first element of each row of `slope` at `time`: the
// integrand, then its derivatives by each direction. Each row has the tolerance relative to the integral of its absolute
// value. A limit is a direction too: its derivative is the integrand there.
import { exp } from './elementary';
import { log } from './log';
import { item, put } from './ode-frame';

// Where numbers are in `work`: 32 bits each, then 64, then the values at the nodes of an interval, then the intervals.
const STAGE: usize = 0, COLUMNS: usize = 4, STEPS: usize = 8, MOST_STEPS: usize = 12, COUNT: usize = 16;
const CURRENT: usize = 20, PENDING: usize = 24, PENDING_END: usize = 28, NODE: usize = 32, ENDS: usize = 36;
const IS_DOUBLE: usize = 40, OUTPUT: usize = 44, TIME: usize = 48, SLOPE: usize = 52, LOWER_COLUMN: usize = 56;
const UPPER_COLUMN: usize = 60, OUTCOME: usize = 64, LIMITS: usize = 68, REACHED: usize = 72, WEIGHT: usize = 80;
const LOWER: usize = 88, UPPER: usize = 96, RTOL: usize = 104, VARIABLE: usize = 112;
const FIRST_AT: usize = 120, FIRST_VALUE: usize = 128, LAST_AT: usize = 136, LAST_VALUE: usize = 144, PROBE: usize = 152, VALUES: usize = 160;

// Values of STAGE, of ENDS (bits), and of OUTCOME, which `sampler/math/integral-solver.ts` puts in words.
const AT_NODE = 0, AT_LOWER = 1, AT_UPPER = 2, DONE = 3, AT_PROBE = 4;
const UPPER_INFINITE = 1, LOWER_INFINITE = 2;
const SOLVED = 0, TOO_MANY_STEPS = 1, NOT_FINITE = 2, NO_LIMITS = 3, SINGULAR_END = 4, NOTHING_SEEN = 5;

const NODES = 21, FIRST_INTERVALS = 4;
/** An interval at an end that is bisected further is taken for a singularity's. */
const SHORT_AT_END: f64 = 1.0 / 256;
/** Beyond it the double exponential change has no weight, or `x` no double. */
const FINITE_RANGE: f64 = 6, INFINITE_RANGE: f64 = 6.7;
/** Probes between finite limits; on each infinite side, the logarithm of the first one's distance and of the ratio of two. */
const FINITE_PROBES = 256, PROBES = 64, FIRST_PROBE: f64 = 1.6, PROBE_RATIO: f64 = 0.12;
/** An interval accounts for a probe where that is at most this many times its mean absolute value. */
const MOST_ABOVE_MEAN: f64 = 32;
const PI: f64 = 3.141592653589793;

function quadrature_node(k: i32): f64 {
  switch (k) {
    case 0: return 0.9956571630258081;
    case 1: return 0.9739065285171717;
    case 2: return 0.9301574913557082;
    case 3: return 0.8650633666889845;
    case 4: return 0.7808177265864169;
    case 5: return 0.6794095682990244;
    case 6: return 0.5627571346686047;
    case 7: return 0.4333953941292472;
    case 8: return 0.2943928627014602;
    case 9: return 0.14887433898163122;
    default: return 0;
  }
}

function quadrature_kronrod(k: i32): f64 {
  switch (k) {
    case 0: return 0.011694638867371874;
    case 1: return 0.032558162307964725;
    case 2: return 0.054755896574351995;
    case 3: return 0.07503967481091996;
    case 4: return 0.0931254545836976;
    case 5: return 0.10938715880229764;
    case 6: return 0.12349197626206584;
    case 7: return 0.13470921731147334;
    case 8: return 0.14277593857706009;
    case 9: return 0.1477391049013385;
    default: return 0.1494455540029169;
  }
}

/** 0 for the nodes that the Gauss rule of order 10 does not have. */
function quadrature_gauss(k: i32): f64 {
  switch (k) {
    case 1: return 0.06667134430868814;
    case 3: return 0.1494513491505806;
    case 5: return 0.21908636251598204;
    case 7: return 0.26926671930999635;
    case 9: return 0.29552422471475287;
    default: return 0;
  }
}

// @ts-ignore: decorator
@inline function quadrature_mirrored(k: i32): i32 { return k <= 10 ? k : 20 - k; }
// @ts-ignore: decorator
@inline function quadrature_values(work: usize, k: i32): usize {
  return work + VALUES + ((<usize>k * <usize>load<i32>(work, COLUMNS)) << 3);
}
/** An interval: its ends, then for each column its integral, the error of that, and the integral of its absolute value. */
function quadrature_interval(work: usize, i: i32): usize {
  return quadrature_values(work, NODES) + ((<usize>i * <usize>(2 + 3 * load<i32>(work, COLUMNS))) << 3);
}

/**
 * `lowerColumn`, `upperColumn`: rows of the output for the derivatives by the limits, 0 where none is wanted. `work`: 20
 * numbers, 21 times `columns`, and `mostSteps` + 4 times 2 + 3 `columns`.
 */
export function integrate_start(
  work: usize, columns: i32, mostSteps: i32, limits: usize, output: usize,
  time: usize, slope: usize, lowerColumn: i32, upperColumn: i32, rtol: f64,
): void {
  store<i32>(work, columns, COLUMNS);
  store<i32>(work, 0, STEPS);
  store<i32>(work, mostSteps, MOST_STEPS);
  store<i32>(work, <i32>limits, LIMITS);
  store<i32>(work, <i32>output, OUTPUT);
  store<i32>(work, <i32>time, TIME);
  store<i32>(work, <i32>slope, SLOPE);
  store<i32>(work, lowerColumn, LOWER_COLUMN);
  store<i32>(work, upperColumn, UPPER_COLUMN);
  store<i32>(work, SOLVED, OUTCOME);
  store<f64>(work, rtol, RTOL);
  const a = item(limits, 0), b = item(limits, 1);
  store<f64>(work, min(a, b), LOWER);
  store<f64>(work, max(a, b), UPPER);
  store<i32>(work, (max(a, b) == Infinity ? UPPER_INFINITE : 0) | (min(a, b) == -Infinity ? LOWER_INFINITE : 0), ENDS);
  store<i32>(work, AT_NODE, STAGE);
  if (quadrature_start(work, a, b) == 0) store<i32>(work, DONE, STAGE);
}

function quadrature_start(work: usize, a: f64, b: f64): i32 {
  if (a == b) return quadrature_nothing(work);
  store<f64>(work, NaN, REACHED);
  return a != a || b != b ? quadrature_fail(work, NO_LIMITS) : quadrature_begin(work, false);
}

/** Takes what was asked for; 1 while it asks for more. */
export function integrate_step(work: usize): i32 {
  const stage = load<i32>(work, STAGE), columns = load<i32>(work, COLUMNS);
  const slope = <usize>load<i32>(work, SLOPE), output = <usize>load<i32>(work, OUTPUT);
  if (stage == AT_LOWER) {
    put(output, load<i32>(work, LOWER_COLUMN), -item(slope, 0));
    return quadrature_ask_upper(work);
  }
  if (stage == AT_UPPER) {
    put(output, load<i32>(work, UPPER_COLUMN), item(slope, 0));
    return 0;
  }
  if (stage == DONE) return 0;
  if (stage == AT_PROBE) return quadrature_take_probe(work, columns, slope);
  const at = load<i32>(work, NODE);
  const to = quadrature_values(work, at), weight = load<f64>(work, WEIGHT);
  for (let c = 0; c < columns; c++) {
    const value = item(slope, c) * weight;
    if (!(abs(value) < Infinity)) return quadrature_fail(work, NOT_FINITE);
    put(to, c, value);
  }
  quadrature_note_ends(work, abs(item(to, 0)));
  store<i32>(work, at + 1, NODE);
  return quadrature_advance(work);
}

/** Keeps the outermost values of the integrand. */
function quadrature_note_ends(work: usize, value: f64): void {
  const u = load<f64>(work, VARIABLE);
  if (u < load<f64>(work, FIRST_AT)) {
    store<f64>(work, u, FIRST_AT);
    store<f64>(work, value, FIRST_VALUE);
  }
  if (u > load<f64>(work, LAST_AT)) {
    store<f64>(work, u, LAST_AT);
    store<f64>(work, value, LAST_VALUE);
  }
}

/** Divides the range of the variable. */
function quadrature_begin(work: usize, isDouble: bool): i32 {
  store<i32>(work, isDouble ? 1 : 0, IS_DOUBLE);
  store<i32>(work, 0, PROBE);
  store<f64>(work, Infinity, FIRST_AT);
  store<f64>(work, -Infinity, LAST_AT);
  const range = load<i32>(work, ENDS) == 0 ? FINITE_RANGE : INFINITE_RANGE;
  const from = isDouble ? -range : 0.0, to = isDouble ? range : 1.0;
  const count = !isDouble && load<i32>(work, ENDS) == 0 ? 2 : FIRST_INTERVALS;
  for (let i = 0; i < count; i++) {
    const p = quadrature_interval(work, i);
    put(p, 0, from + (to - from) * (<f64>i / <f64>count));
    put(p, 1, from + (to - from) * (<f64>(i + 1) / <f64>count));
  }
  store<i32>(work, count, COUNT);
  store<i32>(work, 0, CURRENT);
  store<i32>(work, 1, PENDING);
  store<i32>(work, count, PENDING_END);
  store<i32>(work, 0, NODE);
  return quadrature_advance(work);
}

/** Goes to the next node with a weight, through intervals that are complete. */
function quadrature_advance(work: usize): i32 {
  const columns = load<i32>(work, COLUMNS);
  while (true) {
    let at = load<i32>(work, NODE);
    const p = quadrature_interval(work, load<i32>(work, CURRENT));
    const middle = 0.5 * (item(p, 0) + item(p, 1)), half = 0.5 * (item(p, 1) - item(p, 0));
    for (; at < NODES; at++) {
      const t = quadrature_node(quadrature_mirrored(at));
      const u = middle + half * (at < 10 ? -t : t), x = quadrature_place(work, u);
      if (x == x) {
        store<i32>(work, at, NODE);
        store<f64>(work, u, VARIABLE);
        store<f64>(work, x, REACHED);
        put(<usize>load<i32>(work, TIME), 0, x);
        return 1;
      }
      memory.fill(quadrature_values(work, at), 0, <usize>columns << 3);
    }
    quadrature_close(work, p, half, columns);
    store<i32>(work, 0, NODE);
    const pending = load<i32>(work, PENDING);
    if (pending < load<i32>(work, PENDING_END)) {
      store<i32>(work, pending, CURRENT);
      store<i32>(work, pending + 1, PENDING);
      continue;
    }
    const worst = quadrature_worst_interval(work, columns);
    if (worst < 0) return quadrature_look(work, columns);
    const w = quadrature_interval(work, worst), from = item(w, 0), to = item(w, 1);
    if (load<i32>(work, IS_DOUBLE) == 0 && to - from <= SHORT_AT_END && (from == 0 || to == 1)) return quadrature_begin(work, true);
    if (!quadrature_bisect(work, worst)) return 0;
  }
}

/** Puts both halves of an interval next in turn; false where there are too many. */
function quadrature_bisect(work: usize, i: i32): bool {
  const w = quadrature_interval(work, i), from = item(w, 0), to = item(w, 1), between = 0.5 * (from + to);
  const steps = load<i32>(work, STEPS) + 1, count = load<i32>(work, COUNT);
  store<i32>(work, steps, STEPS);
  if (steps > load<i32>(work, MOST_STEPS) || !(between > from && between < to)) {
    store<f64>(work, quadrature_place(work, between), REACHED);
    quadrature_fail(work, TOO_MANY_STEPS);
    return false;
  }
  const next = quadrature_interval(work, count);
  put(next, 0, between);
  put(next, 1, to);
  put(w, 1, between);
  store<i32>(work, count + 1, COUNT);
  store<i32>(work, i, CURRENT);
  store<i32>(work, count, PENDING);
  store<i32>(work, count + 1, PENDING_END);
  return true;
}

/** Goes to the next probe; those between finite limits are for an integrand that is 0 at all nodes. */
function quadrature_look(work: usize, columns: i32): i32 {
  const ends = load<i32>(work, ENDS);
  const count = ends == 0 ? FINITE_PROBES : ends == (UPPER_INFINITE | LOWER_INFINITE) ? 2 * PROBES : PROBES;
  if (ends == 0 && !quadrature_is_nothing(work, columns)) return quadrature_finish(work, columns);
  for (let k = load<i32>(work, PROBE); k < count; k++) {
    const u = quadrature_probe(work, ends, k), x = quadrature_place(work, u);
    if (x != x) continue;
    store<i32>(work, k, PROBE);
    store<f64>(work, u, VARIABLE);
    store<f64>(work, x, REACHED);
    store<i32>(work, AT_PROBE, STAGE);
    put(<usize>load<i32>(work, TIME), 0, x);
    return 1;
  }
  return quadrature_finish(work, columns);
}

/** The variable at a probe. */
function quadrature_probe(work: usize, ends: i32, k: i32): f64 {
  const isDouble = load<i32>(work, IS_DOUBLE) == 1;
  if (ends == 0) {
    const part = (<f64>k + 0.5) / <f64>FINITE_PROBES;
    return isDouble ? FINITE_RANGE * (2 * part - 1) : part;
  }
  if (ends == (UPPER_INFINITE | LOWER_INFINITE)) {
    const x = exp(FIRST_PROBE + PROBE_RATIO * <f64>(k >> 1)), sign = (k & 1) == 0 ? 1.0 : -1.0;
    if (isDouble) return sign * quadrature_asinh_of(2 / PI * quadrature_asinh_of(x));
    return 0.5 + sign * (sqrt(1 + 4 * x * x) - 1) / (4 * x);
  }
  const logarithm = FIRST_PROBE + PROBE_RATIO * <f64>k;
  if (isDouble) return quadrature_asinh_of(2 / PI * logarithm);
  const r = exp(0.5 * logarithm);
  return r / (1 + r);
}

/** Bisects the interval of a probe that it does not account for; looks at that probe again when it has its integral. */
function quadrature_take_probe(work: usize, columns: i32, slope: usize): i32 {
  const u = load<f64>(work, VARIABLE), count = load<i32>(work, COUNT);
  let at = 0;
  while (at < count - 1 && !(item(quadrature_interval(work, at), 0) <= u && u <= item(quadrature_interval(work, at), 1))) at++;
  const p = quadrature_interval(work, at), length = item(p, 1) - item(p, 0);
  for (let c = 0; c < columns; c++) {
    const value = abs(item(slope, c)) * load<f64>(work, WEIGHT) * length;
    // So far out it need not be finite.
    if (!(value < Infinity) || value <= MOST_ABOVE_MEAN * item(p, 4 + 3 * c)) continue;
    let absolute: f64 = 0;
    for (let i = 0; i < count; i++) absolute += item(quadrature_interval(work, i), 4 + 3 * c);
    if (value <= load<f64>(work, RTOL) * absolute) continue;
    if (!quadrature_bisect(work, at)) return 0;
    store<i32>(work, 0, NODE);
    store<i32>(work, AT_NODE, STAGE);
    return quadrature_advance(work);
  }
  store<i32>(work, load<i32>(work, PROBE) + 1, PROBE);
  return quadrature_look(work, columns);
}

/** Whether the integrand and its derivatives are 0 wherever they were looked at. */
function quadrature_is_nothing(work: usize, columns: i32): bool {
  for (let i = 0; i < load<i32>(work, COUNT); i++)
    for (let c = 0; c < columns; c++) if (item(quadrature_interval(work, i), 4 + 3 * c) != 0) return false;
  return true;
}

/** x for this value of the variable, its slope in WEIGHT; NaN where rounding puts it at an end, or has none. */
function quadrature_place(work: usize, u: f64): f64 {
  const a = load<f64>(work, LOWER), b = load<f64>(work, UPPER), ends = load<i32>(work, ENDS);
  const isDouble = load<i32>(work, IS_DOUBLE) == 1;
  let x: f64, weight: f64;
  if (ends == 0) {
    const isLower = isDouble ? u < 0 : u < 0.5;
    let distance: f64;
    if (isDouble) {
      const e = exp(-PI * quadrature_sinh_of(abs(u)));
      distance = (b - a) * (e / (1 + e));
      weight = (b - a) * PI * quadrature_cosh_of(u) * (e / ((1 + e) * (1 + e)));
    } else {
      const s = isLower ? u : 1 - u;
      distance = (b - a) * (s * s * (3 - 2 * s));
      weight = (b - a) * 6 * s * (1 - s);
    }
    x = isLower ? a + distance : b - distance;
  } else if (ends == (UPPER_INFINITE | LOWER_INFINITE)) {
    if (isDouble) {
      const v = 0.5 * PI * quadrature_sinh_of(u);
      x = quadrature_sinh_of(v);
      weight = 0.5 * PI * quadrature_cosh_of(u) * quadrature_cosh_of(v);
    } else {
      const t = 2 * u - 1, d = 4 * u * (1 - u);
      x = t / d;
      weight = 2 * (1 + t * t) / (d * d);
    }
  } else {
    let distance: f64;
    if (isDouble) {
      distance = exp(0.5 * PI * quadrature_sinh_of(u));
      weight = 0.5 * PI * quadrature_cosh_of(u) * distance;
    } else {
      const r = u / (1 - u);
      distance = r * r;
      weight = 2 * r / ((1 - u) * (1 - u));
    }
    x = ends == UPPER_INFINITE ? a + distance : b - distance;
  }
  store<f64>(work, weight, WEIGHT);
  return x > a && x < b && weight < Infinity ? x : NaN;
}

function quadrature_asinh_of(x: f64): f64 { return log(x + sqrt(x * x + 1)); }
function quadrature_sinh_of(x: f64): f64 { return 0.5 * (exp(x) - exp(-x)); }
function quadrature_cosh_of(x: f64): f64 { return 0.5 * (exp(x) + exp(-x)); }

/** The integral over an interval from its values, with QUADPACK's estimate of the error. */
function quadrature_close(work: usize, p: usize, half: f64, columns: i32): void {
  for (let c = 0; c < columns; c++) {
    let k: f64 = 0, g: f64 = 0, absolute: f64 = 0, around: f64 = 0;
    for (let at = 0; at < NODES; at++) {
      const v = item(quadrature_values(work, at), c), i = quadrature_mirrored(at);
      k += quadrature_kronrod(i) * v;
      g += quadrature_gauss(i) * v;
      absolute += quadrature_kronrod(i) * abs(v);
    }
    for (let at = 0; at < NODES; at++) around += quadrature_kronrod(quadrature_mirrored(at)) * abs(item(quadrature_values(work, at), c) - 0.5 * k);
    let error = abs(k - g) * half;
    around *= half;
    if (around != 0 && error != 0) {
      const ratio = 200 * error / around;
      error = around * min(1.0, ratio * sqrt(ratio));
    }
    put(p, 2 + 3 * c, k * half);
    put(p, 3 + 3 * c, error);
    put(p, 4 + 3 * c, absolute * half);
  }
}

/** The interval whose error exceeds the tolerance most; -1 where their sums hold it. */
function quadrature_worst_interval(work: usize, columns: i32): i32 {
  const count = load<i32>(work, COUNT), rtol = load<f64>(work, RTOL);
  let worst = -1, largest: f64 = 0;
  for (let c = 0; c < columns; c++) {
    let error: f64 = 0, absolute: f64 = 0;
    for (let i = 0; i < count; i++) {
      error += item(quadrature_interval(work, i), 3 + 3 * c);
      absolute += item(quadrature_interval(work, i), 4 + 3 * c);
    }
    if (error <= rtol * absolute) continue;
    for (let i = 0; i < count; i++) {
      const part = item(quadrature_interval(work, i), 3 + 3 * c) / absolute;
      if (worst < 0 || part > largest) {
        worst = i;
        largest = part;
      }
    }
  }
  return worst;
}

function quadrature_finish(work: usize, columns: i32): i32 {
  const output = <usize>load<i32>(work, OUTPUT), count = load<i32>(work, COUNT);
  const limits = <usize>load<i32>(work, LIMITS);
  if (load<i32>(work, ENDS) != 0 && quadrature_is_nothing(work, columns)) return quadrature_fail(work, NOTHING_SEEN);
  const sign = item(limits, 0) > item(limits, 1) ? -1.0 : 1.0;
  if (load<i32>(work, IS_DOUBLE) == 1) {
    // What lies beyond the outermost nodes, where x rounds to the end, is not seen.
    let absolute: f64 = 0;
    for (let i = 0; i < count; i++) absolute += item(quadrature_interval(work, i), 4);
    const most = load<f64>(work, RTOL) * absolute, isFirst = load<f64>(work, FIRST_VALUE) > most;
    if (isFirst || load<f64>(work, LAST_VALUE) > most) {
      store<f64>(work, isFirst ? load<f64>(work, LOWER) : load<f64>(work, UPPER), REACHED);
      return quadrature_fail(work, SINGULAR_END);
    }
  }
  for (let c = 0; c < columns; c++) {
    let sum: f64 = 0;
    for (let i = 0; i < count; i++) sum += item(quadrature_interval(work, i), 2 + 3 * c);
    put(output, c, sign * sum);
  }
  return quadrature_ask_lower(work);
}

/** Between equal limits. */
function quadrature_nothing(work: usize): i32 {
  memory.fill(<usize>load<i32>(work, OUTPUT), 0, <usize>load<i32>(work, COLUMNS) << 3);
  return quadrature_ask_lower(work);
}

function quadrature_ask_lower(work: usize): i32 {
  return quadrature_ask_at(work, 0, LOWER_COLUMN, AT_LOWER) ? 1 : quadrature_ask_upper(work);
}

function quadrature_ask_upper(work: usize): i32 {
  return quadrature_ask_at(work, 1, UPPER_COLUMN, AT_UPPER) ? 1 : 0;
}

/** Asks for the integrand at a limit, where its derivative is wanted; that by an infinite one is 0. */
function quadrature_ask_at(work: usize, which: i32, column: usize, stage: i32): bool {
  const limit = item(<usize>load<i32>(work, LIMITS), which);
  if (load<i32>(work + column) == 0 || !(abs(limit) < Infinity)) return false;
  put(<usize>load<i32>(work, TIME), 0, limit);
  store<i32>(work, stage, STAGE);
  return true;
}

/** The output becomes NaN; REACHED is where it failed. */
function quadrature_fail(work: usize, why: i32): i32 {
  store<i32>(work, why, OUTCOME);
  const output = <usize>load<i32>(work, OUTPUT), columns = load<i32>(work, COLUMNS);
  for (let c = 0; c < columns; c++) put(output, c, NaN);
  return 0;
}
