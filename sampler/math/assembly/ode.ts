// Initial value problems by Dormand and Prince's method of order 5(4), with step sizes and interpolation as in Hairer,
// Nørsett and Wanner's DOPRI5 (Solving Ordinary Differential Equations I, II.4 to II.6).
import {
  COUNT, H, LAST_ERROR, LENGTH, NEXT, REJECTED, SLOPE, STAGE, STATE, STEPS, T, TIME, TIMES,
  is_dose_at, item, next_stop, norm, output, put, restart, set_step, take_start, vector,
} from './ode-frame';

/** Takes the slope asked for; 1 while it asks for another. */
export function ode_step(work: usize): i32 {
  const n = load<i32>(work, LENGTH);
  const stage = load<i32>(work, STAGE);
  const slope = <usize>load<i32>(work, SLOPE);
  switch (stage) {
    case 0: return begin(work, n);
    case 1: return choose_step(work, n, slope);
    case 7: return finish_step(work, n, slope);
    default:
      memory.copy(vector(work, 1 + stage), slope, <usize>n << 3);
      return ask(work, n, stage + 1);
  }
}

/** The slope at the start is known: a trial step for the size of the first. */
function begin(work: usize, n: i32): i32 {
  const y = vector(work, 0), k1 = vector(work, 2);
  if (!take_start(work, n, y, k1)) return 0;
  const state = <usize>load<i32>(work, STATE);
  const h = load<f64>(work, H);
  for (let i = 0; i < n; i++) put(state, i, item(y, i) + h * item(k1, i));
  store<f64>(<usize>load<i32>(work, TIME), load<f64>(work, T) + h);
  store<i32>(work, 1, STAGE);
  return 1;
}

/** The slope after a trial step is known: how much it changed gives the size of the first step. */
function choose_step(work: usize, n: i32, slope: usize): i32 {
  const y = vector(work, 0), k1 = vector(work, 2), change = vector(work, 1);
  const h0 = load<f64>(work, H);
  for (let i = 0; i < n; i++) put(change, i, item(slope, i) - item(k1, i));
  const d1 = norm(work, k1, y, y), d2 = norm(work, change, y, y) / h0;
  const most = max(d1, d2);
  const h1 = most <= 1e-15 ? max(1e-6, h0 * 1e-3) : NativeMath.pow(0.01 / most, 0.2);
  // Without a slope there the trial step was too long.
  return start_step(work, n, d2 == d2 && d2 < Infinity ? min(100 * h0, h1) : h0 * 0.1);
}

function start_step(work: usize, n: i32, size: f64): i32 {
  return set_step(work, size, next_stop(work, load<i32>(work, COUNT) - 1)) ? ask(work, n, 2) : 0;
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
  const error = norm(work, k2, y, y1);
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
  const stop = next_stop(work, count - 1);
  const end = h >= stop - t ? stop : t + h;
  const isDose = is_dose_at(work, end);
  let next = load<i32>(work, NEXT);
  for (; next < count && (isDose ? item(times, next) < end : item(times, next) <= end); next++) {
    interpolate(work, n, (item(times, next) - t) / h, h, output(work, next));
    store<i32>(work, 0, STEPS);
  }
  store<i32>(work, next, NEXT);
  if (next == count) return 0;
  if (isDose) return restart(work, n, y1, end);
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
