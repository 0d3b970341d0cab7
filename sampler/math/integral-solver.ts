/** Adaptive quadrature for JavaScript code: the same nodes, bit for bit, as in a model's module. */
import { allocator, solverModule } from './solver-module.ts';

interface IntegralProblem {
  readonly lower: number;
  readonly upper: number;
  readonly integrand: (x: number) => number;
  readonly rtol: number;
  readonly maxSteps: number;
}

/** Why it stopped, in the order of the numbers in `assembly/quadrature-frame.ts`. */
const OUTCOMES = [
  'solved',
  'too many steps',
  'not finite',
  'no limits',
  'singular end',
  'nothing seen',
] as const;

interface Integral {
  /** NaN where it failed. */
  readonly value: number;
  readonly outcome: (typeof OUTCOMES)[number];
  /** Where it failed. */
  readonly reached: number;
}

/** Places in `work`, and its size, as in `assembly/quadrature-frame.ts`. */
const OUTCOME = 64;
const REACHED = 72;
const WORK = { header: 20, nodes: 21, intervals: 4 } as const;

export function integral({ lower, upper, integrand, rtol, maxSteps }: IntegralProblem): Integral {
  const { memory, integrate_start, integrate_step } = solverModule();
  const { take, view } = allocator();
  const [time, slope, limits, output] = [take(1), take(1), take(2), take(1)];
  const work = take(WORK.header + WORK.nodes + 5 * (maxSteps + WORK.intervals));
  const [x, value] = [view(time, 1), view(slope, 1)];
  view(limits, 2).set([lower, upper]);
  integrate_start(work, 1, maxSteps, limits, output, time, slope, 0, 0, rtol);
  do value[0] = integrand(x[0]);
  while (integrate_step(work) === 1);
  const header = new DataView(memory.buffer, work);
  return {
    value: view(output, 1)[0],
    outcome: OUTCOMES[header.getInt32(OUTCOME, true)],
    reached: header.getFloat64(REACHED, true),
  };
}
