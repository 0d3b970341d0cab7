/** The solver of differential equations for JavaScript code: the same steps, bit for bit, as in a model's module. */
import { wasmBase64 } from './generated/math-wasm.ts';

interface OdeProblem {
  readonly start: Float64Array;
  readonly startTime: number;
  readonly times: Float64Array;
  readonly slopes: (time: number, state: Float64Array, slope: Float64Array) => void;
  readonly rtol: number;
  readonly atol: number;
  readonly maxSteps: number;
}

/** Why a solver stopped, in the order of the numbers in `assembly/ode.ts`. */
const OUTCOMES = ['solved', 'too many steps', 'step too small', 'not finite', 'times descend'] as const;
type OdeOutcome = (typeof OUTCOMES)[number];

export interface OdeSolution {
  /** By time, then by element; NaN after `stoppedAt`. */
  readonly values: Float64Array;
  readonly outcome: OdeOutcome;
  readonly stoppedAt: number;
}

interface Solver {
  readonly memory: WebAssembly.Memory;
  ode_start(...args: readonly number[]): void;
  ode_step(work: number): number;
}

let shared: Solver | undefined;

/** One instance, whose memory holds one problem at a time. */
function solver(): Solver {
  if (shared === undefined) {
    const bytes = Uint8Array.from(Buffer.from(wasmBase64, 'base64'));
    shared = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Solver;
  }
  return shared;
}

/** The first page is the library's. */
const BASE = 65536;
/** Places in `work`, as in `assembly/ode.ts`. */
const OUTCOME = 56;
const TIME_REACHED = 64;

export function solveOde(problem: OdeProblem): OdeSolution {
  const { start, startTime, times, slopes, rtol, atol, maxSteps } = problem;
  const { memory, ode_start, ode_step } = solver();
  const n = start.length;
  let next = BASE;
  const take = (numbers: number): number => {
    const at = next;
    next += 8 * numbers;
    return at;
  };
  const [time, scale, state, slope] = [take(1), take(1), take(n), take(n)];
  const [wanted, output, work] = [take(times.length), take(times.length * n), take(16 + 9 * n)];
  const lacking = Math.ceil((next - memory.buffer.byteLength) / 65536);
  if (lacking > 0) memory.grow(lacking);
  const view = (at: number, size: number) => new Float64Array(memory.buffer, at, size);
  const [now, current, change] = [view(time, 1), view(state, n), view(slope, n)];
  now[0] = startTime;
  current.set(start);
  view(scale, 1)[0] = 1;
  view(wanted, times.length).set(times);
  ode_start(
    ...[work, n, n, n, times.length, maxSteps, wanted, output, time, state, slope, scale],
    rtol,
    atol,
  );
  do slopes(now[0], current, change);
  while (ode_step(work) === 1);
  const header = new DataView(memory.buffer, work);
  return {
    values: view(output, times.length * n).slice(),
    outcome: OUTCOMES[header.getInt32(OUTCOME, true)],
    stoppedAt: header.getFloat64(TIME_REACHED, true),
  };
}
