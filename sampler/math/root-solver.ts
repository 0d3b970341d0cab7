/** Newton's method for JavaScript code: the same steps, bit for bit, as in a model's module. */
import { allocator, solverModule } from './solver-module.ts';

interface RootProblem {
  readonly guess: Float64Array;
  readonly equations: (state: Float64Array, values: Float64Array) => void;
  /** Derivatives of the equations by the elements of the state, row by row. */
  readonly jacobian: (state: Float64Array, matrix: Float64Array) => void;
  readonly tol: number;
  readonly maxSteps: number;
}

/** Why it stopped, in the order of the numbers in `assembly/newton.ts`. */
const OUTCOMES = ['solved', 'no convergence', 'singular', 'not finite'] as const;

interface Root {
  /** NaN where none was found. */
  readonly values: Float64Array;
  readonly outcome: (typeof OUTCOMES)[number];
  /** Where it stopped. */
  readonly reached: Float64Array;
}

/** Places in `work`, and its size, as in `assembly/newton.ts`. */
const OUTCOME = 40;
const WORK = { header: 8, vectors: 4 } as const;

export function findRoot({ guess, equations, jacobian, tol, maxSteps }: RootProblem): Root {
  const { memory, newton_start, newton_step } = solverModule();
  const n = guess.length;
  const { take, view } = allocator();
  const [state, slope, ask, matrix, output] = [take(n), take(n), take(1), take(n * n), take(n)];
  const work = take(WORK.header + WORK.vectors * n + n * n);
  const [at, values, derivatives] = [view(state, n), view(slope, n), view(matrix, n * n)];
  at.set(guess);
  newton_start(work, n, 1, maxSteps, output, state, slope, ask, matrix, tol);
  do {
    equations(at, values);
    jacobian(at, derivatives);
  } while (newton_step(work) === 1);
  return {
    values: view(output, n).slice(),
    outcome: OUTCOMES[new DataView(memory.buffer, work).getInt32(OUTCOME, true)],
    reached: at.slice(),
  };
}
