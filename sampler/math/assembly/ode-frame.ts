// What the solvers of initial value problems share: where they keep their numbers, tolerances, outputs and doses.
// Nothing allocates.
//
// A solver does not call the slopes: the start and each step that returns 1 ask the caller for `slope` at `time` and
// `state`. The state is a matrix of columns of `size` elements, the solution first and then its sensitivities. Each
// column holds the tolerances by itself: its root mean square counts, not one of them all.

// Where numbers are in `work`: 32 bits each, then 64, then the rest of 32, then vectors of the state's length.
export const STAGE: usize = 0, LENGTH: usize = 4, SIZE: usize = 8, STRIDE: usize = 12, COUNT: usize = 16;
export const NEXT: usize = 20, STEPS: usize = 24, MOST_STEPS: usize = 28, TIMES: usize = 32, OUTPUT: usize = 36;
export const TIME: usize = 40, STATE: usize = 44, SLOPE: usize = 48, SCALE: usize = 52, OUTCOME: usize = 56;
export const REJECTED: usize = 60, T: usize = 64, H: usize = 72, RTOL: usize = 80, ATOL: usize = 88;
export const LAST_ERROR: usize = 96, DOSES: usize = 104, NEXT_DOSE: usize = 108, DOSE_TIMES: usize = 112;
export const DOSE_PLACES: usize = 116, JUMPS: usize = 120, ASK: usize = 124, JACOBIAN: usize = 128;
export const DIRECTION: usize = 132, WISHED: usize = 136, VECTORS: usize = 144;

// Values of OUTCOME, which `sampler/math/ode-solver.ts` puts in words.
export const SOLVED = 0, TOO_MANY_STEPS = 1, STEP_TOO_SMALL = 2, NOT_FINITE = 3, TIMES_DESCEND = 4;

// @ts-ignore: decorator
@inline export function vector(work: usize, k: i32): usize {
  return work + VECTORS + ((<usize>k * <usize>load<i32>(work, LENGTH)) << 3);
}
// @ts-ignore: decorator
@inline export function item(p: usize, i: i32): f64 { return load<f64>(p + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline export function put(p: usize, i: i32, x: f64): void { store<f64>(p + (<usize>i << 3), x); }

/**
 * Before it `time` and `state` hold the start. Output k, `stride` elements after the one before, is the state at
 * `times[k]`. `scale`: by column, what multiplies `atol`. Dose e adds `jumps[column * doses + e]` to the element
 * `dosePlaces[e]` of each column at `doseTimes[e]`, which ascend; an output at that time is after it. `work`: 18 numbers and
 * nine times `length`, for stiff systems those of `ode_stiff_start`.
 */
export function ode_start(
  work: usize, length: i32, size: i32, stride: i32, count: i32, mostSteps: i32, times: usize, output: usize,
  time: usize, state: usize, slope: usize, scale: usize, rtol: f64, atol: f64,
  doses: i32, doseTimes: usize, dosePlaces: usize, jumps: usize,
): void {
  store<i32>(work, 0, STAGE);
  store<i32>(work, length, LENGTH);
  store<i32>(work, size, SIZE);
  store<i32>(work, stride, STRIDE);
  store<i32>(work, count, COUNT);
  store<i32>(work, 0, NEXT);
  store<i32>(work, 0, STEPS);
  store<i32>(work, mostSteps, MOST_STEPS);
  store<i32>(work, <i32>times, TIMES);
  store<i32>(work, <i32>output, OUTPUT);
  store<i32>(work, <i32>time, TIME);
  store<i32>(work, <i32>state, STATE);
  store<i32>(work, <i32>slope, SLOPE);
  store<i32>(work, <i32>scale, SCALE);
  store<i32>(work, SOLVED, OUTCOME);
  store<i32>(work, 0, REJECTED);
  store<f64>(work, load<f64>(time), T);
  store<f64>(work, 0, H);
  store<f64>(work, rtol, RTOL);
  store<f64>(work, atol, ATOL);
  store<f64>(work, 1e-4, LAST_ERROR);
  store<i32>(work, doses, DOSES);
  store<i32>(work, 0, NEXT_DOSE);
  store<i32>(work, <i32>doseTimes, DOSE_TIMES);
  store<i32>(work, <i32>dosePlaces, DOSE_PLACES);
  store<i32>(work, <i32>jumps, JUMPS);
  take_doses(work, state);
}

/** Whether no column changes by the next dose. */
function is_nothing(work: usize): bool {
  const doses = load<i32>(work, DOSES), columns = load<i32>(work, LENGTH) / load<i32>(work, SIZE);
  const jumps = <usize>load<i32>(work, JUMPS), next = load<i32>(work, NEXT_DOSE);
  for (let column = 0; column < columns; column++) if (item(jumps, column * doses + next) != 0) return false;
  return true;
}

/** Adds the doses up to now to the state at `y`. */
function take_doses(work: usize, y: usize): void {
  const doses = load<i32>(work, DOSES), size = load<i32>(work, SIZE), n = load<i32>(work, LENGTH);
  const times = <usize>load<i32>(work, DOSE_TIMES), places = <usize>load<i32>(work, DOSE_PLACES);
  const jumps = <usize>load<i32>(work, JUMPS), t = load<f64>(work, T);
  let next = load<i32>(work, NEXT_DOSE);
  for (; next < doses && item(times, next) <= t; next++) {
    const place = <i32>item(places, next);
    for (let start = 0, column = 0; start < n; start += size, column++)
      put(y, start + place, item(y, start + place) + item(jumps, column * doses + next));
  }
  store<i32>(work, next, NEXT_DOSE);
}

/** The time of an output, or of the next dose that changes anything where that is before: a step has to end there. */
export function next_stop(work: usize, output: i32): f64 {
  const last = item(<usize>load<i32>(work, TIMES), output), doses = load<i32>(work, DOSES);
  while (load<i32>(work, NEXT_DOSE) < doses && is_nothing(work))
    store<i32>(work, load<i32>(work, NEXT_DOSE) + 1, NEXT_DOSE);
  const next = load<i32>(work, NEXT_DOSE);
  return next < doses ? min(last, item(<usize>load<i32>(work, DOSE_TIMES), next)) : last;
}

/** Whether the next dose is at this time. */
export function is_dose_at(work: usize, t: f64): bool {
  const next = load<i32>(work, NEXT_DOSE);
  return next < load<i32>(work, DOSES) && item(<usize>load<i32>(work, DOSE_TIMES), next) == t;
}

/** Begins anew at `t` from `y` and the doses there: asks for the slope. */
export function restart(work: usize, n: i32, y: usize, t: f64): i32 {
  store<f64>(work, t, T);
  store<f64>(<usize>load<i32>(work, TIME), t);
  store<f64>(work, 1e-4, LAST_ERROR);
  store<i32>(work, 0, REJECTED);
  store<i32>(work, 0, STAGE);
  const state = <usize>load<i32>(work, STATE);
  memory.copy(state, y, <usize>n << 3);
  take_doses(work, state);
  return 1;
}

/**
 * Takes state and slope at the start, with the outputs there; `H` becomes a first guess of a step. False where nothing is
 * left to do.
 */
export function take_start(work: usize, n: i32, y: usize, k1: usize): bool {
  memory.copy(y, <usize>load<i32>(work, STATE), <usize>n << 3);
  memory.copy(k1, <usize>load<i32>(work, SLOPE), <usize>n << 3);
  const t = load<f64>(work, T);
  const times = <usize>load<i32>(work, TIMES), count = load<i32>(work, COUNT);
  const first = load<i32>(work, NEXT);
  for (let k = first; k < count; k++) {
    if (!(item(times, k) >= (k == first ? t : item(times, k - 1)))) { fail(work, TIMES_DESCEND); return false; }
  }
  let next = first;
  for (; next < count && item(times, next) == t; next++) memory.copy(output(work, next), y, <usize>n << 3);
  store<i32>(work, next, NEXT);
  if (next == count) return false;
  for (let i = 0; i < n; i++) {
    if (!(abs(item(k1, i)) < Infinity && abs(item(y, i)) < Infinity)) { fail(work, NOT_FINITE); return false; }
  }
  const d0 = norm(work, y, y, y), d1 = norm(work, k1, y, y);
  store<f64>(work, min(next_stop(work, count - 1) - t, d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1), H);
  return true;
}

/** Sets the length of the next step, which ends at `stop` at the latest; false where it fails. */
export function set_step(work: usize, size: f64, stop: f64): bool {
  const t = load<f64>(work, T);
  const rest = stop - t;
  const steps = load<i32>(work, STEPS) + 1;
  store<i32>(work, steps, STEPS);
  if (steps > load<i32>(work, MOST_STEPS)) { fail(work, TOO_MANY_STEPS); return false; }
  // A step that would leave almost nothing goes to the end.
  const h = size * 1.01 >= rest ? rest : size;
  if (!(t + 0.1 * h > t)) { fail(work, STEP_TOO_SMALL); return false; }
  store<f64>(work, h, H);
  return true;
}

/** The largest root mean square of a column of `x`, in units of its tolerance where the state goes from `y` to `y1`. */
export function norm(work: usize, x: usize, y: usize, y1: usize): f64 {
  const size = load<i32>(work, SIZE), n = load<i32>(work, LENGTH), scale = <usize>load<i32>(work, SCALE);
  const rtol = load<f64>(work, RTOL), atol = load<f64>(work, ATOL);
  let largest: f64 = 0;
  for (let start = 0, column = 0; start < n; start += size, column++) {
    const least = atol * item(scale, column);
    let sum: f64 = 0;
    for (let i = start; i < start + size; i++) {
      const part = item(x, i) / (least + rtol * max(abs(item(y, i)), abs(item(y1, i))));
      sum += part * part;
    }
    // NaN is passed on.
    if (!(sum <= largest)) largest = sum;
    if (largest != largest) return NaN;
  }
  return sqrt(largest / size);
}

export function output(work: usize, k: i32): usize {
  return <usize>load<i32>(work, OUTPUT) + ((<usize>k * <usize>load<i32>(work, STRIDE)) << 3);
}

/** The outputs that are missing become NaN; `T` is where it stopped. */
export function fail(work: usize, why: i32): i32 {
  store<i32>(work, why, OUTCOME);
  const n = load<i32>(work, LENGTH), count = load<i32>(work, COUNT);
  for (let k = load<i32>(work, NEXT); k < count; k++) {
    const to = output(work, k);
    for (let i = 0; i < n; i++) put(to, i, NaN);
  }
  return 0;
}
