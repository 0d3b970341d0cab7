/** The steps of the solver of stiff systems: their order, their stability, and what the tolerances do. */
import { describe, expect, it } from 'vitest';
import { solveOde } from '../../../sampler/math/ode-solver.ts';

type Given = Parameters<typeof solveOde>[0];
type Stiff = NonNullable<Given['stiff']>;

interface Problem extends Stiff {
  readonly start: readonly number[];
  readonly startTime: number;
  readonly slopes: Given['slopes'];
  readonly solution: (time: number) => readonly number[];
}

/** Where every coefficient counts: it depends on time, and is not linear in the state. */
const steep: Problem = {
  start: [1, 0.5],
  startTime: 0.3,
  slopes: (t, y, slope) => slope.set([2 * t * y[0] ** 2, -y[0] * y[1] * 2 * t]),
  jacobian: (t, y, matrix) => matrix.set([4 * t * y[0], 0, -y[1] * 2 * t, -y[0] * 2 * t]),
  byTime: (_, y, slope) => slope.set([2 * y[0] ** 2, -y[0] * y[1] * 2]),
  // The second is a constant over the first.
  solution: (t) => [1 / (1 + 0.3 ** 2 - t ** 2), 0.5 * (1 + 0.3 ** 2 - t ** 2)],
};

/** Prothero and Robinson's: on the slow solution, with a fast mode that dies at once. */
const fast = (rate: number): Problem => ({
  start: [0],
  startTime: 0,
  slopes: (t, y, slope) => slope.set([-rate * (y[0] - Math.sin(t)) + Math.cos(t)]),
  jacobian: (_t, _y, matrix) => matrix.set([-rate]),
  byTime: (t, _, slope) => slope.set([rate * Math.cos(t) - Math.sin(t)]),
  solution: (t) => [Math.sin(t)],
});

function solved(
  { start, startTime, slopes, solution, jacobian, byTime }: Problem,
  times: readonly number[],
  { rtol, atol = 1e-300 }: { readonly rtol: number; readonly atol?: number },
) {
  let steps = 0;
  const { values, outcome } = solveOde({
    start: Float64Array.from(start),
    startTime,
    times: Float64Array.from(times),
    slopes,
    stiff: {
      jacobian: (t, y, matrix) => {
        steps++;
        jacobian(t, y, matrix);
      },
      byTime,
    },
    rtol,
    atol,
    maxSteps: 100_000,
  });
  expect(outcome).toBe('solved');
  const errors = times.map((t, k) =>
    Math.max(...solution(t).map((x, i) => Math.abs(values[k * start.length + i] - x))),
  );
  return { errors, steps };
}

/** The error of a single step of size `h`: beside a thousand the slopes are so small that the first step is the whole. */
function step(h: number): number {
  const far: Problem = {
    start: [1001, 1000.5],
    startTime: 0.3,
    slopes: (t, y, slope) => steep.slopes(t, near(y), slope),
    jacobian: (t, y, matrix) => steep.jacobian(t, near(y), matrix),
    byTime: (t, y, slope) => steep.byTime(t, near(y), slope),
    solution: (t) => steep.solution(t).map((x) => x + 1000),
  };
  const { errors, steps } = solved(far, [0.3 + h], { rtol: 1 });
  expect(steps).toBe(1);
  return errors[0];
}

const near = (y: Float64Array): Float64Array => y.map((x) => x - 1000);

describe('a step', () => {
  it('is of order 5: its own error is of order 6', () => {
    const order = Math.log2(step(0.1) / step(0.05));
    expect(order).toBeGreaterThan(5.6);
    expect(order).toBeLessThan(6.6);
  });

  it('forgets at once what dies at once', () => {
    const { values } = solveOde({
      start: Float64Array.of(1),
      startTime: 0,
      times: Float64Array.of(1),
      slopes: (_, y, slope) => slope.set([-1e12 * y[0]]),
      stiff: { jacobian: (_t, _y, matrix) => matrix.set([-1e12]), byTime: (_t, _y, slope) => slope.fill(0) },
      rtol: 1e3,
      atol: 1e3,
      maxSteps: 40,
    });
    expect(Math.abs(values[0])).toBeLessThan(1e-9);
  });
});

describe('tolerances', () => {
  const times = [0.5, 1, 2, 10];

  it.each([1, 1e3, 1e6, 1e9])('hold beside a mode that dies at a rate of %d', (rate) => {
    for (const rtol of [1e-4, 1e-6, 1e-8, 1e-10]) {
      const { errors, steps } = solved(fast(rate), times, { rtol, atol: rtol });
      for (const error of errors) expect(error).toBeLessThan(10 * rtol);
      expect(steps).toBeLessThan(600);
    }
  });

  it.each([1e-4, 1e-6, 1e-8, 1e-10])('of %d hold where the slopes are not linear', (rtol) => {
    const { errors } = solved(steep, [0.4, 0.5, 0.7], { rtol, atol: rtol });
    for (const error of errors) expect(error).toBeLessThan(50 * rtol);
  });

  it('cost steps as a method of order 5 does: ten times as many for a hundred-thousandth', () => {
    const cost = (rtol: number) => solved(fast(1), [10], { rtol, atol: rtol }).steps;
    expect(cost(1e-11) / cost(1e-6)).toBeGreaterThan(6);
    expect(cost(1e-11) / cost(1e-6)).toBeLessThan(14);
  });

  it('do not suffer from outputs that lie close together', () => {
    const rtol = 1e-6;
    const apart = solved(fast(1e3), [9, 10], { rtol, atol: rtol }).steps;
    const close = solved(fast(1e3), [9, 9 + 1e-9, 9 + 2e-9, 10], { rtol, atol: rtol }).steps;
    expect(close).toBeLessThanOrEqual(apart + 4);
  });
});

it('exchanges rows where the first pivot is next to nothing', () => {
  const h = 1e-6;
  // All but the first step's 1/(γh).
  const growth = (1 / (0.21193756319429014 * h)) * (1 + 4e-16);
  const step = (first: 0 | 1) => {
    const matrix = [
      [growth, 2e6],
      [-1e6, -3e6],
    ];
    const order = [first, 1 - first];
    const jacobian = order.map((i) => order.map((j) => matrix[i][j]));
    const { values } = solveOde({
      start: Float64Array.from(order, (i) => [0.001, 0.002][i]),
      startTime: 0,
      times: Float64Array.of(h),
      slopes: (_, y, slope) => slope.set(jacobian.map((row) => row[0] * y[0] + row[1] * y[1])),
      stiff: { jacobian: (_t, _y, to) => to.set(jacobian.flat()), byTime: (_t, _y, slope) => slope.fill(0) },
      rtol: 1,
      atol: 1e6,
      maxSteps: 1,
    });
    return order.map((i) => values[i]);
  };
  const [one, other] = [step(0), step(1)];
  for (const i of [0, 1]) expect(Math.abs(one[i] - other[i])).toBeLessThan(1e-12 * Math.abs(other[i]));
});
