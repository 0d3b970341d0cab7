// Initial value problems by Dormand and Prince's method of order 5(4), with step sizes and interpolation as in Hairer,
// Nørsett and Wanner's DOPRI5 (Solving Ordinary Differential Equations I, II.4 to II.6). Nothing allocates.
//
// A solver does not call the slopes: `ode_start` and each `ode_step` that returns 1 ask the caller for `slope` at
// `time` and `state`. The state is a matrix of columns of `size` elements, the solution first and then its
// sensitivities. Each column holds the tolerances by itself: its root mean square counts, not one of them all.

// Where numbers are in `work`: 32 bits each, then 64, then vectors of the state's length.
const STAGE: usize = 0, LENGTH: usize = 4, SIZE: usize = 8, STRIDE: usize = 12, COUNT: usize = 16;
const NEXT: usize = 20, STEPS: usize = 24, MOST_STEPS: usize = 28, TIMES: usize = 32, OUTPUT: usize = 36;
const TIME: usize = 40, STATE: usize = 44, SLOPE: usize = 48, SCALE: usize = 52, OUTCOME: usize = 56;
const REJECTED: usize = 60, T: usize = 64, H: usize = 72, RTOL: usize = 80, ATOL: usize = 88, LAST_ERROR: usize = 96;
const VECTORS: usize = 128;

// Values of OUTCOME, which `sampler/compile/evaluate/ode.ts` puts in words.
const SOLVED = 0, TOO_MANY_STEPS = 1, STEP_TOO_SMALL = 2, NOT_FINITE = 3, TIMES_DESCEND = 4;

// @ts-ignore: decorator
@inline function vector(work: usize, k: i32): usize {
  return work + VECTORS + ((<usize>k * <usize>load<i32>(work, LENGTH)) << 3);
}
// @ts-ignore: decorator
@inline function item(p: usize, i: i32): f64 { return load<f64>(p + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function put(p: usize, i: i32, x: f64): void { store<f64>(p + (<usize>i << 3), x); }

/**
 * Before it `time` and `state` hold the start. Output k, `stride` elements after the one before, is the state at
 * `times[k]`. `scale`: by column, what multiplies `atol`. `work`: 16 + 9 length numbers.
 */
export function ode_start(
  work: usize, length: i32, size: i32, stride: i32, count: i32, mostSteps: i32, times: usize, output: usize,
  time: usize, state: usize, slope: usize, scale: usize, rtol: f64, atol: f64,
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
}

/** Takes the slope asked for; 1 while it asks for another. */
export function ode_step(work: usize): i32 {
  const n = load<i32>(work, LENGTH);
  const stage = load<i32>(work, STAGE);
  const slope = <usize>load<i32>(work, SLOPE);
  switch (stage) {
    case 0: return begin(work, n, slope);
    case 1: return choose_step(work, n, slope);
    case 7: return finish_step(work, n, slope);
    default:
      memory.copy(vector(work, 1 + stage), slope, <usize>n << 3);
      return ask(work, n, stage + 1);
  }
}

/** The slope at the start is known: outputs there, and a trial step for the size of the first. */
function begin(work: usize, n: i32, slope: usize): i32 {
  const y = vector(work, 0), k1 = vector(work, 2);
  const state = <usize>load<i32>(work, STATE);
  memory.copy(y, state, <usize>n << 3);
  memory.copy(k1, slope, <usize>n << 3);
  const t = load<f64>(work, T);
  const times = <usize>load<i32>(work, TIMES), count = load<i32>(work, COUNT);
  for (let k = 0; k < count; k++) {
    if (!(item(times, k) >= (k == 0 ? t : item(times, k - 1)))) return fail(work, TIMES_DESCEND);
  }
  let next = 0;
  for (; next < count && item(times, next) == t; next++) memory.copy(output(work, next), y, <usize>n << 3);
  store<i32>(work, next, NEXT);
  if (next == count) return 0;
  for (let i = 0; i < n; i++) if (!(abs(item(k1, i)) < Infinity && abs(item(y, i)) < Infinity)) return fail(work, NOT_FINITE);
  const d0 = norm(work, y, y, 1), d1 = norm(work, k1, y, 1);
  const rest = item(times, count - 1) - t;
  const h = min(rest, d0 < 1e-5 || d1 < 1e-5 ? 1e-6 : 0.01 * d0 / d1);
  store<f64>(work, h, H);
  for (let i = 0; i < n; i++) put(state, i, item(y, i) + h * item(k1, i));
  store<f64>(<usize>load<i32>(work, TIME), t + h);
  store<i32>(work, 1, STAGE);
  return 1;
}

/** The slope after a trial step is known: how much it changed gives the size of the first step. */
function choose_step(work: usize, n: i32, slope: usize): i32 {
  const y = vector(work, 0), k1 = vector(work, 2), change = vector(work, 1);
  const h0 = load<f64>(work, H);
  for (let i = 0; i < n; i++) put(change, i, item(slope, i) - item(k1, i));
  const d1 = norm(work, k1, y, 1), d2 = norm(work, change, y, 1) / h0;
  const most = max(d1, d2);
  const h1 = most <= 1e-15 ? max(1e-6, h0 * 1e-3) : NativeMath.pow(0.01 / most, 0.2);
  // Without a slope there the trial step was too long.
  return start_step(work, n, d2 == d2 && d2 < Infinity ? min(100 * h0, h1) : h0 * 0.1);
}

function start_step(work: usize, n: i32, size: f64): i32 {
  const t = load<f64>(work, T), count = load<i32>(work, COUNT);
  const rest = item(<usize>load<i32>(work, TIMES), count - 1) - t;
  const steps = load<i32>(work, STEPS) + 1;
  store<i32>(work, steps, STEPS);
  if (steps > load<i32>(work, MOST_STEPS)) return fail(work, TOO_MANY_STEPS);
  // A step that would leave almost nothing goes to the end.
  const h = size * 1.01 >= rest ? rest : size;
  if (!(t + 0.1 * h > t)) return fail(work, STEP_TOO_SMALL);
  store<f64>(work, h, H);
  return ask(work, n, 2);
}

/** Asks for the slope of a stage, from those of the stages before it. */
function ask(work: usize, n: i32, stage: i32): i32 {
  const y = vector(work, 0), k1 = vector(work, 2), k2 = vector(work, 3), k3 = vector(work, 4);
  const k4 = vector(work, 5), k5 = vector(work, 6), k6 = vector(work, 7);
  const state = <usize>load<i32>(work, STATE);
  const h = load<f64>(work, H);
  let c: f64 = 1;
  switch (stage) {
    case 2:
      c = 1.0 / 5;
      for (let i = 0; i < n; i++) put(state, i, item(y, i) + h * (1.0 / 5 * item(k1, i)));
      break;
    case 3:
      c = 3.0 / 10;
      for (let i = 0; i < n; i++) put(state, i, item(y, i) + h * (3.0 / 40 * item(k1, i) + 9.0 / 40 * item(k2, i)));
      break;
    case 4:
      c = 4.0 / 5;
      for (let i = 0; i < n; i++)
        put(state, i, item(y, i) + h * (44.0 / 45 * item(k1, i) - 56.0 / 15 * item(k2, i) + 32.0 / 9 * item(k3, i)));
      break;
    case 5:
      c = 8.0 / 9;
      for (let i = 0; i < n; i++)
        put(state, i, item(y, i) + h * (19372.0 / 6561 * item(k1, i) - 25360.0 / 2187 * item(k2, i)
          + 64448.0 / 6561 * item(k3, i) - 212.0 / 729 * item(k4, i)));
      break;
    case 6:
      for (let i = 0; i < n; i++)
        put(state, i, item(y, i) + h * (9017.0 / 3168 * item(k1, i) - 355.0 / 33 * item(k2, i)
          + 46732.0 / 5247 * item(k3, i) + 49.0 / 176 * item(k4, i) - 5103.0 / 18656 * item(k5, i)));
      break;
    default: {
      const y1 = vector(work, 1);
      for (let i = 0; i < n; i++)
        put(y1, i, item(y, i) + h * (35.0 / 384 * item(k1, i) + 500.0 / 1113 * item(k3, i)
          + 125.0 / 192 * item(k4, i) - 2187.0 / 6784 * item(k5, i) + 11.0 / 84 * item(k6, i)));
      memory.copy(state, y1, <usize>n << 3);
    }
  }
  store<f64>(<usize>load<i32>(work, TIME), load<f64>(work, T) + c * h);
  store<i32>(work, stage, STAGE);
  return 1;
}

/** The slope at the end of the step is known: keeps the step, with the outputs in it, or tries a shorter one. */
function finish_step(work: usize, n: i32, slope: usize): i32 {
  const y = vector(work, 0), y1 = vector(work, 1), k1 = vector(work, 2), k3 = vector(work, 4);
  const k4 = vector(work, 5), k5 = vector(work, 6), k6 = vector(work, 7), k7 = vector(work, 8), k2 = vector(work, 3);
  memory.copy(k7, slope, <usize>n << 3);
  const h = load<f64>(work, H), t = load<f64>(work, T);
  // k2 is not needed any more.
  for (let i = 0; i < n; i++)
    put(k2, i, h * (71.0 / 57600 * item(k1, i) - 71.0 / 16695 * item(k3, i) + 71.0 / 1920 * item(k4, i)
      - 17253.0 / 339200 * item(k5, i) + 22.0 / 525 * item(k6, i) - 1.0 / 40 * item(k7, i)));
  const error = norm(work, k2, y, 0);
  if (!(error < Infinity)) {
    store<i32>(work, 1, REJECTED);
    return start_step(work, n, h * 0.1);
  }
  const growth = NativeMath.pow(error, 0.17);
  if (error > 1) {
    store<i32>(work, 1, REJECTED);
    return start_step(work, n, h / min(5.0, growth / 0.9));
  }
  const times = <usize>load<i32>(work, TIMES), count = load<i32>(work, COUNT);
  const end = h >= item(times, count - 1) - t ? item(times, count - 1) : t + h;
  let next = load<i32>(work, NEXT);
  for (; next < count && item(times, next) <= end; next++) {
    interpolate(work, n, (item(times, next) - t) / h, h, output(work, next));
    store<i32>(work, 0, STEPS);
  }
  store<i32>(work, next, NEXT);
  if (next == count) return 0;
  const divisor = max(0.1, min(5.0, growth / NativeMath.pow(load<f64>(work, LAST_ERROR), 0.04) / 0.9));
  store<f64>(work, max(error, 1e-4), LAST_ERROR);
  memory.copy(y, y1, <usize>n << 3);
  memory.copy(k1, k7, <usize>n << 3);
  store<f64>(work, end, T);
  // After a step that had to be shortened the next is no longer.
  const bounded = load<i32>(work, REJECTED) == 1 ? max(1.0, divisor) : divisor;
  store<i32>(work, 0, REJECTED);
  return start_step(work, n, h / bounded);
}

/** The state at the part `part` of the step, of order 4. */
function interpolate(work: usize, n: i32, part: f64, h: f64, to: usize): void {
  const y = vector(work, 0), y1 = vector(work, 1), k1 = vector(work, 2), k3 = vector(work, 4);
  const k4 = vector(work, 5), k5 = vector(work, 6), k6 = vector(work, 7), k7 = vector(work, 8);
  const rest = 1 - part;
  for (let i = 0; i < n; i++) {
    const change = item(y1, i) - item(y, i);
    const bend = h * item(k1, i) - change;
    const twist = change - h * item(k7, i) - bend;
    const last = h * (-12715105075.0 / 11282082432 * item(k1, i) + 87487479700.0 / 32700410799 * item(k3, i)
      - 10690763975.0 / 1880347072 * item(k4, i) + 701980252875.0 / 199316789632 * item(k5, i)
      - 1453857185.0 / 822651844 * item(k6, i) + 69997945.0 / 29380423 * item(k7, i));
    put(to, i, item(y, i) + part * (change + rest * (bend + part * (twist + rest * last))));
  }
}

/** The largest root mean square of a column of `x`, in units of its tolerance at `y` (`onlyStart`) or on both ends. */
function norm(work: usize, x: usize, y: usize, onlyStart: i32): f64 {
  const y1 = onlyStart == 1 ? y : vector(work, 1);
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

function output(work: usize, k: i32): usize {
  return <usize>load<i32>(work, OUTPUT) + ((<usize>k * <usize>load<i32>(work, STRIDE)) << 3);
}

/** The outputs that are missing become NaN; `T` is where it stopped. */
function fail(work: usize, why: i32): i32 {
  store<i32>(work, why, OUTCOME);
  const n = load<i32>(work, LENGTH), count = load<i32>(work, COUNT);
  for (let k = load<i32>(work, NEXT); k < count; k++) {
    const to = output(work, k);
    for (let i = 0; i < n; i++) put(to, i, NaN);
  }
  return 0;
}
