// Stiff initial value problems by Rodas5P, a Rosenbrock method of order 5(4) that is L-stable and stiffly accurate
// (G. Steinebach, Construction of Rosenbrock–Wanner method Rodas5P and numerical benchmarks within the Julia Differential
// Equations package, BIT Numerical Mathematics 63, 2023).
//
// The sensitivities belong to the system that is solved, so that they are the derivatives of the numerical solution. Its
// Jacobian has that of the slopes, J, in each block of the diagonal, and below the first the derivatives of the
// sensitivities' slopes by the state: the systems of a stage are solved by one factor of I/(γh) − J, the solution first.
// What is asked for is in `ask`: 0 slopes, 1 slopes and `jacobian`, 2 in `slope` the derivatives of the slopes along
// `direction`, by the state and, in its last element, by time; of the solution itself by time alone.
// Outputs are at the ends of steps: the interpolation of the method is not exact enough where a fast mode is at rest.
import { factor_in_place, solve_in_place } from './factor';
import {
  ASK, COUNT, DIRECTION, H, JACOBIAN, LENGTH, NEXT, REJECTED, SIZE, SLOPE, STAGE, STATE, STEPS, T, TIME, TIMES, WISHED,
  is_dose_at, item, next_stop, norm, output, put, restart, set_step, take_start, vector,
} from './ode-frame';

const GAMMA: f64 = 0.21193756319429014;
const SLOPES = 0, JACOBIAN_TOO = 1, ALONG = 2;
/** Values of STAGE besides 0, at the start, and the number of a stage whose slope is asked for. */
const BY_TIME = 10, COUPLING = 100;
/** Vectors: the state, the stages from 1 on, slope and derivative by time at the start of the step, and the new state. */
const SLOPE_AT_START = 9, BY_TIME_AT_START = 10, NEW = 11, VECTOR_COUNT = 12;

// @ts-ignore: decorator
@inline function matrix(work: usize): usize { return vector(work, VECTOR_COUNT); }
// @ts-ignore: decorator
@inline function pivots(work: usize): usize {
  const size = <usize>load<i32>(work, SIZE);
  return matrix(work) + ((size * size) << 3);
}
// @ts-ignore: decorator
@inline function want(work: usize, what: i32): void { store<f64>(<usize>load<i32>(work, ASK), <f64>what); }

/** After `ode_start`. `work`: 18 + 12 length + size² + size numbers; `direction`: size + 1. */
export function ode_stiff_start(work: usize, ask: usize, jacobian: usize, direction: usize): void {
  store<i32>(work, <i32>ask, ASK);
  store<i32>(work, <i32>jacobian, JACOBIAN);
  store<i32>(work, <i32>direction, DIRECTION);
  want(work, JACOBIAN_TOO);
}

/** Takes what was asked for; 1 while it asks for more. */
export function ode_stiff_step(work: usize): i32 {
  const n = load<i32>(work, LENGTH), size = load<i32>(work, SIZE);
  const stage = load<i32>(work, STAGE);
  const slope = <usize>load<i32>(work, SLOPE);
  if (stage == 0) {
    const guess = load<f64>(work, H);
    if (!take_start(work, n, vector(work, 0), vector(work, SLOPE_AT_START))) return 0;
    // Within a segment the step before has chosen the next.
    if (guess > 0) store<f64>(work, guess, H);
    const direction = <usize>load<i32>(work, DIRECTION);
    memory.fill(direction, 0, <usize>size << 3);
    put(direction, size, 1);
    want(work, ALONG);
    store<i32>(work, BY_TIME, STAGE);
    return 1;
  }
  if (stage == BY_TIME) {
    memory.copy(vector(work, BY_TIME_AT_START), slope, <usize>n << 3);
    put(<usize>load<i32>(work, DIRECTION), size, 0);
    return stiff_start_step(work, n, size, load<f64>(work, H));
  }
  if (stage < COUPLING) return stiff_solve_stage(work, n, size, stage, slope);
  const k = vector(work, stage - COUPLING);
  for (let i = size; i < n; i++) put(k, i, item(k, i) + item(slope, i));
  for (let column = size; column < n; column += size) solve_in_place(matrix(work), pivots(work), size, k + (<usize>column << 3));
  return stiff_next_stage(work, n, size, stage - COUPLING + 1);
}

function stiff_start_step(work: usize, n: i32, size: i32, length: f64): i32 {
  store<f64>(work, length, WISHED);
  let h = length;
  while (set_step(work, h, next_stop(work, load<i32>(work, NEXT)))) {
    if (factor_shifted(work, size)) return stiff_solve_stage(work, n, size, 1, vector(work, SLOPE_AT_START));
    h *= 0.5;
  }
  return 0;
}

/** The stage from its slope, for the solution; its sensitivities once the derivatives along it are known. */
function stiff_solve_stage(work: usize, n: i32, size: i32, stage: i32, slope: usize): i32 {
  const k = vector(work, stage), byTime = vector(work, BY_TIME_AT_START);
  const h = load<f64>(work, H);
  memory.fill(k, 0, <usize>n << 3);
  let d: f64 = 0;
  switch (stage) {
    case 1: d = GAMMA; break;
    case 2: d = -0.42387512638858027; break;
    case 3: d = -0.3384627126235924; break;
    case 4: d = 1.8046452872882734; break;
    case 5: d = 2.325825639765069; break;
    default: break;
  }
  switch (stage) {
    case 2: add_stages(work, k, n, 1, -14.155112264123755, 0, 0, 0, 0, 0, 0, 0); break;
    case 3: add_stages(work, k, n, 2, -17.97296035885952, -2.859693295451294, 0, 0, 0, 0, 0, 0); break;
    case 4: add_stages(work, k, n, 3, 147.12150275711716, -1.41221402718213, 71.68940251302358, 0, 0, 0, 0, 0); break;
    case 5: add_stages(work, k, n, 4, 165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306, 0, 0, 0, 0); break;
    case 6: add_stages(work, k, n, 5, 24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471, 0, 0, 0); break;
    case 7: add_stages(work, k, n, 6, 30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623, -28.087943162872662, 0, 0); break;
    case 8: add_stages(work, k, n, 7, 37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002, -54.66780262877968, -9.48861652309627, 0); break;
    default: break;
  }
  for (let i = 0; i < n; i++) put(k, i, item(slope, i) + item(k, i) / h + h * d * item(byTime, i));
  solve_in_place(matrix(work), pivots(work), size, k);
  if (n == size) return stiff_next_stage(work, n, size, stage + 1);
  memory.copy(<usize>load<i32>(work, DIRECTION), k, <usize>size << 3);
  memory.copy(<usize>load<i32>(work, STATE), vector(work, 0), <usize>n << 3);
  store<f64>(<usize>load<i32>(work, TIME), load<f64>(work, T));
  want(work, ALONG);
  store<i32>(work, COUPLING + stage, STAGE);
  return 1;
}

function stiff_next_stage(work: usize, n: i32, size: i32, stage: i32): i32 {
  if (stage == 9) return stiff_finish_step(work, n, size);
  const state = <usize>load<i32>(work, STATE);
  memory.copy(state, vector(work, 0), <usize>n << 3);
  let c: f64 = 1;
  switch (stage) {
    case 2: c = 0.6358126895828704; break;
    case 3: c = 0.4095798393397535; break;
    case 4: c = 0.9769306725060716; break;
    case 5: c = 0.4288403609558664; break;
    default: break;
  }
  switch (stage) {
    case 2: add_stages(work, state, n, 1, 3.0, 0, 0, 0, 0, 0, 0, 0); break;
    case 3: add_stages(work, state, n, 2, 2.849394379747939, 0.45842242204463923, 0, 0, 0, 0, 0, 0); break;
    case 4: add_stages(work, state, n, 3, -6.954028509809101, 2.489845061869568, -10.358996098473584, 0, 0, 0, 0, 0); break;
    case 5: add_stages(work, state, n, 4, 2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641, 0, 0, 0, 0); break;
    case 6: add_stages(work, state, n, 5, -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 0, 0, 0); break;
    case 7: add_stages(work, state, n, 6, -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 1.0, 0, 0); break;
    default: add_stages(work, state, n, 7, -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 1.0, 1.0, 0); break;
  }
  store<f64>(<usize>load<i32>(work, TIME), load<f64>(work, T) + c * load<f64>(work, H));
  want(work, SLOPES);
  store<i32>(work, stage, STAGE);
  return 1;
}

/** Keeps the step, with the outputs in it, or tries a shorter one. The last stage is the estimate of its error. */
function stiff_finish_step(work: usize, n: i32, size: i32): i32 {
  const y = vector(work, 0), y1 = vector(work, NEW);
  memory.copy(y1, y, <usize>n << 3);
  add_stages(work, y1, n, 8, -7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946, 1.0, 1.0, 1.0);
  const h = load<f64>(work, H), t = load<f64>(work, T);
  const error = norm(work, vector(work, 8), y, y1);
  if (!(error < Infinity)) {
    store<i32>(work, 1, REJECTED);
    return stiff_start_step(work, n, size, h * 0.1);
  }
  const factor = error == 0 ? 5.0 : min(5.0, max(0.2, 0.9 * NativeMath.pow(error, -0.2)));
  if (error > 1) {
    store<i32>(work, 1, REJECTED);
    return stiff_start_step(work, n, size, h * factor);
  }
  const times = <usize>load<i32>(work, TIMES), count = load<i32>(work, COUNT);
  let next = load<i32>(work, NEXT);
  const stop = next_stop(work, next);
  const end = h >= stop - t ? stop : t + h;
  const isDose = is_dose_at(work, end);
  if (!isDose && item(times, next) == end) store<i32>(work, 0, STEPS);
  for (; next < count && !isDose && item(times, next) == end; next++) memory.copy(output(work, next), y1, <usize>n << 3);
  store<i32>(work, next, NEXT);
  if (next == count) return 0;
  // After a step that had to be shortened the next is no longer; one that an output cut short says nothing against the
  // length that was wished for; after a dose it is chosen anew.
  const grown = h * (load<i32>(work, REJECTED) == 1 ? min(1.0, factor) : factor);
  store<f64>(work, isDose ? 0 : max(grown, load<f64>(work, WISHED) > h * 1.02 ? load<f64>(work, WISHED) : 0), H);
  want(work, JACOBIAN_TOO);
  return restart(work, n, y1, end);
}

/** to += the sum of the first `count` stages by these factors. */
function add_stages(
  work: usize, to: usize, n: i32, count: i32,
  x1: f64, x2: f64, x3: f64, x4: f64, x5: f64, x6: f64, x7: f64, x8: f64,
): void {
  for (let stage = 1; stage <= count; stage++) {
    const k = vector(work, stage);
    let x = x1;
    switch (stage) {
      case 2: x = x2; break;
      case 3: x = x3; break;
      case 4: x = x4; break;
      case 5: x = x5; break;
      case 6: x = x6; break;
      case 7: x = x7; break;
      case 8: x = x8; break;
      default: break;
    }
    for (let i = 0; i < n; i++) put(to, i, item(to, i) + x * item(k, i));
  }
}

/** The factors of I/(γh) − J; false where it is singular or not finite. */
function factor_shifted(work: usize, size: i32): bool {
  const a = matrix(work), jacobian = <usize>load<i32>(work, JACOBIAN);
  const shift = 1 / (GAMMA * load<f64>(work, H));
  for (let i = 0; i < size * size; i++) put(a, i, -item(jacobian, i));
  for (let i = 0; i < size; i++) put(a, i * size + i, item(a, i * size + i) + shift);
  return factor_in_place(a, pivots(work), size);
}
