// Integrals over an interval by adaptive Gauss–Kronrod quadrature with 21 nodes and the error estimates of QUADPACK
// (R. Piessens et al., QUADPACK, 1983). Nothing allocates.
//
// The variable is changed (`quadrature-variable.ts`); where bisection goes on at an end all the same, the integral begins
// anew with the double exponential change.
// Nodes that miss a bump far out say nothing of it: at the end the integrand is looked at between them, at probes at
// geometric distances, and intervals that do not account for what is seen there are bisected until they do.
// The start and each step that returns 1 ask the caller for the first element of each row of `slope` at `time`: the
// integrand, then its derivatives by each direction. Each row has the tolerance relative to the integral of its absolute
// value. A limit is a direction too: its derivative is the integrand there.
import { item, put } from './ode-frame';
import {
  AT_LOWER, AT_NODE, AT_PROBE, AT_UPPER, COLUMNS, COUNT, CURRENT, DONE, ENDS, FIRST_AT, FIRST_VALUE, IS_DOUBLE,
  LAST_AT, LAST_VALUE, LIMITS, LOWER, LOWER_COLUMN, LOWER_INFINITE, MOST_STEPS, NODE, NODES, NOTHING_SEEN,
  NOT_FINITE, NO_LIMITS, OUTCOME, OUTPUT, PENDING, PENDING_END, PROBE, REACHED, RTOL, SINGULAR_END, SLOPE, SOLVED,
  STAGE, STEPS, TIME, TOO_MANY_STEPS, UPPER, UPPER_COLUMN, UPPER_INFINITE, VARIABLE, WEIGHT, quadrature_interval,
  quadrature_values,
} from './quadrature-frame';
import { quadrature_close, quadrature_mirrored, quadrature_node } from './quadrature-rule';
import { FINITE_PROBES, FINITE_RANGE, INFINITE_RANGE, PROBES, quadrature_place, quadrature_probe } from './quadrature-variable';

const FIRST_INTERVALS = 4;
/** An interval at an end that is bisected further is taken for a singularity's. */
const SHORT_AT_END: f64 = 1.0 / 256;
/** An interval accounts for a probe where that is at most this many times its mean absolute value. */
const MOST_ABOVE_MEAN: f64 = 32;

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
