/** The solver of differential equations for JavaScript code: the same steps, bit for bit, as in a model's module. */
import { allocator, solverModule } from './solver-module.ts';

interface OdeProblem {
  readonly start: Float64Array;
  readonly startTime: number;
  readonly times: Float64Array;
  readonly slopes: Slopes;
  readonly rtol: number;
  readonly atol: number;
  readonly maxSteps: number;
  /** For the stiff method. */
  readonly stiff?: {
    /** Derivatives of the slopes by the elements of the state, row by row. */
    readonly jacobian: (time: number, state: Float64Array, matrix: Float64Array) => void;
    readonly byTime: Slopes;
  };
  /** Amounts that are added to elements of the state, ascending in time. */
  readonly doses?: {
    readonly times: ArrayLike<number>;
    readonly places: ArrayLike<number>;
    readonly amounts: ArrayLike<number>;
  };
}

type Slopes = (time: number, state: Float64Array, slope: Float64Array) => void;

/** Why a solver stopped, in the order of the numbers in `assembly/ode-frame.ts`. */
const OUTCOMES = ['solved', 'too many steps', 'step too small', 'not finite', 'times descend'] as const;
type OdeOutcome = (typeof OUTCOMES)[number];

export interface OdeSolution {
  /** By time, then by element; NaN after `stoppedAt`. */
  readonly values: Float64Array;
  readonly outcome: OdeOutcome;
  readonly stoppedAt: number;
}

/** Places in `work`, as in `assembly/ode-frame.ts`. */
const OUTCOME = 56;
const TIME_REACHED = 64;

const WORK = { header: 18, vectors: 9, stiffVectors: 12 } as const;
/** What a stiff method asks for, as in `assembly/ode-stiff.ts`. */
const ASKED = { jacobian: 1, byTime: 2 } as const;

export function solveOde(problem: OdeProblem): OdeSolution {
  const { start, startTime, times, slopes, rtol, atol, maxSteps, stiff } = problem;
  const doses = problem.doses ?? { times: [], places: [], amounts: [] };
  const { memory, ode_start, ode_step, ode_stiff_start, ode_stiff_step } = solverModule();
  const n = start.length;
  const { take, view } = allocator();
  const [time, scale, state, slope] = [take(1), take(1), take(n), take(n)];
  const [wanted, output] = [take(times.length), take(times.length * n)];
  const given = [doses.times, doses.places, doses.amounts].map((values) => ({
    values,
    at: take(values.length),
  }));
  const [ask, matrix, direction] = stiff === undefined ? [0, 0, 0] : [take(1), take(n * n), take(n + 1)];
  const work = take(
    WORK.header + (stiff === undefined ? WORK.vectors * n : WORK.stiffVectors * n + n * n + n),
  );
  const [now, current, change] = [view(time, 1), view(state, n), view(slope, n)];
  now[0] = startTime;
  current.set(start);
  view(scale, 1)[0] = 1;
  view(wanted, times.length).set(times);
  for (const { values, at } of given) view(at, values.length).set(values);
  ode_start(
    ...[work, n, n, n, times.length, maxSteps, wanted, output, time, state, slope, scale],
    rtol,
    atol,
    doses.times.length,
    ...given.map(({ at }) => at),
  );
  if (stiff === undefined) {
    do slopes(now[0], current, change);
    while (ode_step(work) === 1);
  } else {
    ode_stiff_start(work, ask, matrix, direction);
    const [asked, derivatives] = [view(ask, 1), view(matrix, n * n)];
    do {
      if (asked[0] === ASKED.byTime) stiff.byTime(now[0], current, change);
      else slopes(now[0], current, change);
      if (asked[0] === ASKED.jacobian) stiff.jacobian(now[0], current, derivatives);
    } while (ode_stiff_step(work) === 1);
  }
  const header = new DataView(memory.buffer, work);
  return {
    values: view(output, times.length * n).slice(),
    outcome: OUTCOMES[header.getInt32(OUTCOME, true)],
    stoppedAt: header.getFloat64(TIME_REACHED, true),
  };
}
