// Roots of systems of equations by Newton's method, damped by the natural monotonicity test, which no change of the
// equations' units affects (P. Deuflhard, Newton Methods for Nonlinear Problems, 2004, algorithm NLEQ-RES/ERR).
// Nothing allocates.
//
// The start and each step that returns 1 ask the caller for values at `state`: `ask` 0 for the equations in the first
// row of `slope` and `jacobian`, 1 also for their derivatives by each direction in its further rows. At the root these
// give its derivatives by the implicit function theorem, −J⁻¹ ∂f/∂a.
import { item, put } from './ode-frame';
import { factor_in_place, solve_in_place } from './factor';

// Where numbers are in `work`: 32 bits each, then the tolerance, the damping, and vectors of the state's length.
const STAGE: usize = 0, SIZE: usize = 4, COLUMNS: usize = 8, STEPS: usize = 12, MOST_STEPS: usize = 16;
const OUTPUT: usize = 20, STATE: usize = 24, SLOPE: usize = 28, ASK: usize = 32, JACOBIAN: usize = 36;
const OUTCOME: usize = 40, TOL: usize = 48, DAMPING: usize = 56, VECTORS: usize = 64;
const AT = 0, STEP = 1, CORRECTION = 2, PIVOTS = 3, MATRIX = 4;

// Values of STAGE, and of OUTCOME, which `sampler/math/root-solver.ts` puts in words.
const ACCEPTED = 0, TRIAL = 1, DERIVATIVES = 2;
const SOLVED = 0, NO_CONVERGENCE = 1, SINGULAR = 2, NOT_FINITE = 3;

/** A step shortened by more than this finds no decrease. */
const LEAST_DAMPING: f64 = 1e-8;

// @ts-ignore: decorator
@inline function newton_vector(work: usize, k: i32): usize {
  return work + VECTORS + ((<usize>k * <usize>load<i32>(work, SIZE)) << 3);
}

/** Before it `state` holds the guess. `work`: 8 numbers, four times `size`, and `size`². */
export function newton_start(
  work: usize, size: i32, columns: i32, mostSteps: i32, output: usize,
  state: usize, slope: usize, ask: usize, jacobian: usize, tol: f64,
): void {
  store<i32>(work, ACCEPTED, STAGE);
  store<i32>(work, size, SIZE);
  store<i32>(work, columns, COLUMNS);
  store<i32>(work, 0, STEPS);
  store<i32>(work, mostSteps, MOST_STEPS);
  store<i32>(work, <i32>output, OUTPUT);
  store<i32>(work, <i32>state, STATE);
  store<i32>(work, <i32>slope, SLOPE);
  store<i32>(work, <i32>ask, ASK);
  store<i32>(work, <i32>jacobian, JACOBIAN);
  store<i32>(work, SOLVED, OUTCOME);
  store<f64>(work, tol, TOL);
  put(ask, 0, 0);
}

/** Takes what was asked for; 1 while it asks for more. */
export function newton_step(work: usize): i32 {
  const n = load<i32>(work, SIZE), stage = load<i32>(work, STAGE);
  const f = <usize>load<i32>(work, SLOPE), jacobian = <usize>load<i32>(work, JACOBIAN);
  if (stage == DERIVATIVES) return newton_take_derivatives(work, n, f, jacobian);
  const areFinite = newton_is_finite(f, n) && newton_is_finite(jacobian, n * n);
  if (stage == ACCEPTED) return areFinite ? newton_begin_step(work, n, f, jacobian) : newton_fail(work, n, NOT_FINITE);
  const damping = load<f64>(work, DAMPING);
  if (areFinite) {
    const correction = newton_vector(work, CORRECTION);
    memory.copy(correction, f, <usize>n << 3);
    solve_in_place(newton_vector(work, MATRIX), newton_vector(work, PIVOTS), n, correction);
    if (newton_size_of(work, n, correction) <= (1 - damping / 4) * newton_size_of(work, n, newton_vector(work, STEP)))
      return newton_begin_step(work, n, f, jacobian);
    // Rounding leaves nothing to gain; where a root is 0 no step is small beside it.
    if (damping == 1 && newton_is_small(work, n, true)) return newton_finish(work, n);
  }
  if (damping < LEAST_DAMPING) return newton_fail(work, n, NO_CONVERGENCE);
  return newton_try_step(work, n, damping / 2);
}

function newton_begin_step(work: usize, n: i32, f: usize, jacobian: usize): i32 {
  const state = <usize>load<i32>(work, STATE), at = newton_vector(work, AT), step = newton_vector(work, STEP);
  memory.copy(at, state, <usize>n << 3);
  if (newton_is_zero(f, n)) return newton_finish(work, n);
  const steps = load<i32>(work, STEPS) + 1;
  store<i32>(work, steps, STEPS);
  if (steps > load<i32>(work, MOST_STEPS)) return newton_fail(work, n, NO_CONVERGENCE);
  const matrix = newton_vector(work, MATRIX), pivots = newton_vector(work, PIVOTS);
  memory.copy(matrix, jacobian, <usize>(n * n) << 3);
  if (!factor_in_place(matrix, pivots, n)) return newton_fail(work, n, SINGULAR);
  memory.copy(step, f, <usize>n << 3);
  solve_in_place(matrix, pivots, n, step);
  if (!newton_is_finite(step, n)) return newton_fail(work, n, SINGULAR);
  if (newton_is_small(work, n, false)) {
    for (let i = 0; i < n; i++) put(at, i, item(at, i) - item(step, i));
    return newton_finish(work, n);
  }
  return newton_try_step(work, n, 1);
}

function newton_try_step(work: usize, n: i32, damping: f64): i32 {
  const state = <usize>load<i32>(work, STATE), at = newton_vector(work, AT), step = newton_vector(work, STEP);
  for (let i = 0; i < n; i++) put(state, i, item(at, i) - damping * item(step, i));
  store<f64>(work, damping, DAMPING);
  store<i32>(work, TRIAL, STAGE);
  return 1;
}

/** The root is at AT: it is the output, and its derivatives are asked for where they are wanted. */
function newton_finish(work: usize, n: i32): i32 {
  const at = newton_vector(work, AT);
  memory.copy(<usize>load<i32>(work, OUTPUT), at, <usize>n << 3);
  if (load<i32>(work, COLUMNS) == 1) return 0;
  memory.copy(<usize>load<i32>(work, STATE), at, <usize>n << 3);
  put(<usize>load<i32>(work, ASK), 0, 1);
  store<i32>(work, DERIVATIVES, STAGE);
  return 1;
}

function newton_take_derivatives(work: usize, n: i32, f: usize, jacobian: usize): i32 {
  const matrix = newton_vector(work, MATRIX), pivots = newton_vector(work, PIVOTS), columns = load<i32>(work, COLUMNS);
  memory.copy(matrix, jacobian, <usize>(n * n) << 3);
  if (!factor_in_place(matrix, pivots, n)) return newton_fail(work, n, SINGULAR);
  for (let column = 1; column < columns; column++) {
    const offset = <usize>(column * n) << 3;
    const to = <usize>load<i32>(work, OUTPUT) + offset;
    memory.copy(to, f + offset, <usize>n << 3);
    solve_in_place(matrix, pivots, n, to);
    for (let i = 0; i < n; i++) put(to, i, -item(to, i));
  }
  return 0;
}

/** Whether each element of the step is within tolerance of the state, or of 1 too. */
function newton_is_small(work: usize, n: i32, isAbsolute: bool): bool {
  const at = newton_vector(work, AT), step = newton_vector(work, STEP), tol = load<f64>(work, TOL);
  for (let i = 0; i < n; i++) {
    const size = abs(item(at, i) - item(step, i)) + (isAbsolute ? 1.0 : 0.0);
    if (!(abs(item(step, i)) <= tol * size)) return false;
  }
  return true;
}

/** Of a step, relative to where it begins and to the undamped one, element by element. */
function newton_size_of(work: usize, n: i32, x: usize): f64 {
  const at = newton_vector(work, AT), step = newton_vector(work, STEP);
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const scale = abs(item(at, i)) + abs(item(step, i));
    if (scale == 0 && item(x, i) == 0) continue;
    const part = item(x, i) / (scale == 0 ? 1 : scale);
    sum += part * part;
  }
  return sqrt(sum);
}

function newton_is_finite(x: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (!(abs(item(x, i)) < Infinity)) return false;
  return true;
}

function newton_is_zero(x: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (item(x, i) != 0) return false;
  return true;
}

/** The output becomes NaN. */
function newton_fail(work: usize, n: i32, why: i32): i32 {
  store<i32>(work, why, OUTCOME);
  const output = <usize>load<i32>(work, OUTPUT), count = n * load<i32>(work, COLUMNS);
  for (let i = 0; i < count; i++) put(output, i, NaN);
  return 0;
}
