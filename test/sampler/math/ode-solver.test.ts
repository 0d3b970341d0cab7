/** The steps of the solver of differential equations: their order, their number and what the tolerances do. */
import { describe, expect, it } from 'vitest';
import { solveOde } from '../../../sampler/math/ode-solver.ts';

type Slopes = Parameters<typeof solveOde>[0]['slopes'];

interface Problem {
  readonly start: readonly number[];
  readonly startTime: number;
  readonly slopes: Slopes;
  readonly solution: (time: number) => readonly number[];
}

/** Where every coefficient counts: it depends on time, and is not linear in the state. */
const steep: Problem = {
  start: [1],
  startTime: 0.3,
  slopes: (t, y, slope) => {
    slope[0] = 2 * t * y[0] ** 2;
  },
  solution: (t) => [1 / (1 + 0.3 ** 2 - t ** 2)],
};

const swing: Problem = {
  start: [0, 1],
  startTime: 0,
  slopes: (_, y, slope) => {
    slope[0] = y[1];
    slope[1] = -y[0];
  },
  solution: (t) => [Math.sin(t), Math.cos(t)],
};

function solved(
  { start, startTime, slopes, solution }: Problem,
  times: readonly number[],
  { rtol, atol = 1e-300 }: { readonly rtol: number; readonly atol?: number },
) {
  let slopesAsked = 0;
  const { values, outcome } = solveOde({
    start: Float64Array.from(start),
    startTime,
    times: Float64Array.from(times),
    slopes: (t, y, slope) => {
      slopesAsked++;
      slopes(t, y, slope);
    },
    rtol,
    atol,
    maxSteps: 100_000,
  });
  expect(outcome).toBe('solved');
  const errors = times.map((t, k) =>
    Math.max(...solution(t).map((x, i) => Math.abs(values[k * start.length + i] - x))),
  );
  return { errors, slopesAsked };
}

/** Errors of a single step of size `h`: the tolerance takes any. */
function step(h: number, part: number): number {
  const { errors, slopesAsked } = solved(steep, [0.3 + part * h, 0.3 + h], { rtol: 100 });
  // One at the start, one for the size of the step, six for the step.
  expect(slopesAsked).toBe(8);
  return errors[0];
}

/** By how much the error of a step is smaller where the step is half as long, as a power of 2. */
function orderOf(error: (h: number) => number): number {
  return Math.log2(error(0.08) / error(0.04));
}

describe('a step', () => {
  it('is of order 5: its own error is of order 6', () => {
    expect(orderOf((h) => step(h, 1))).toBeGreaterThan(5.8);
    expect(orderOf((h) => step(h, 1))).toBeLessThan(6.5);
  });

  it.each([0.25, 0.5, 0.8])('has an interpolation of order 4 at %d of it', (part) => {
    const order = orderOf((h) => step(h, part));
    expect(order).toBeGreaterThan(4.8);
    expect(order).toBeLessThan(6.5);
  });

  it('multiplies a linear equation as the method does on paper', () => {
    const { values } = solveOde({
      start: Float64Array.of(1),
      startTime: 0,
      times: Float64Array.of(0.5),
      slopes: (_, y, slope) => {
        slope[0] = y[0];
      },
      rtol: 100,
      atol: 1e-300,
      maxSteps: 1,
    });
    // Its polynomial has 1/600 for z^6 (Hairer, Nørsett and Wanner, II.5).
    const [z, terms] = [0.5, [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 600]];
    expect(values[0]).toBeCloseTo(
      terms.reduce((sum, c, k) => sum + c * z ** k, 0),
      14,
    );
  });
});

describe('tolerances', () => {
  const times = [1, 2.5, 7, 10];

  it.each([1e-4, 1e-6, 1e-8, 1e-10])('of %d hold, dense output included', (rtol) => {
    const { errors } = solved(swing, times, { rtol, atol: rtol });
    for (const error of errors) expect(error).toBeLessThan(10 * rtol);
  });

  it('cost steps as a method of order 5 does: ten times as many for a hundred-thousandth', () => {
    const cost = (rtol: number) => solved(swing, times, { rtol, atol: rtol }).slopesAsked;
    const ratio = cost(1e-11) / cost(1e-6);
    expect(ratio).toBeGreaterThan(8);
    expect(ratio).toBeLessThan(12);
  });

  it('take atol for what is near zero', () => {
    const small: Problem = {
      start: [0],
      startTime: 0,
      slopes: (t, _, slope) => {
        slope[0] = 1e-6 * Math.cos(t);
      },
      solution: (t) => [1e-6 * Math.sin(t)],
    };
    const loose = solved(small, [10], { rtol: 1e-13, atol: 1 });
    const tight = solved(small, [10], { rtol: 1e-13, atol: 1e-14 });
    expect(loose.slopesAsked).toBeLessThan(50);
    expect(tight.slopesAsked).toBeGreaterThan(200);
    expect(tight.errors[0]).toBeLessThan(1e-13);
  });
});
