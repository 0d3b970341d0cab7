/** The Kalman filter in WebAssembly and on numbers, against the joint normal distribution of all observations. */
import { describe, expect, it } from 'vitest';
import { numbers } from '../../../sampler/compile/interpreter/algebra.ts';
import { jointSeries } from '../../../sampler/compile/interpreter/joint-series.ts';
import { createTape } from '../../../sampler/compile/interpreter/tape.ts';
import { KALMAN_RANKS, kalmanPlaces } from '../../../sampler/compile/kalman-layout.ts';
import { kalmanFilter } from '../../../sampler/distributions/kalman-filter.ts';
import { wasmBase64 } from '../../../sampler/math/generated/math-wasm.ts';
import { createRandom } from '../../../sampler/random.ts';

const library = new WebAssembly.Module(Uint8Array.from(atob(wasmBase64), (c) => c.charCodeAt(0)));

interface Input {
  readonly shape: readonly number[];
  readonly elements: readonly number[];
}

interface Case {
  readonly n: number;
  readonly k: number;
  readonly steps: number;
  /** A, Q, Z, H, m0, P0, y, mask. */
  readonly inputs: readonly Input[];
}

/** A system of random matrices; `varies` says which of A, Q, Z and H have one for each time. */
function randomCase(seed: number, n: number, k: number, steps: number, varies: readonly boolean[]): Case {
  const random = createRandom(seed);
  const normal = () => random.normal();
  const next = () => random.next();
  const of = (shape: readonly number[], make: () => number): Input => ({
    shape,
    elements: Array.from({ length: shape.reduce((a, b) => a * b, 1) }, make),
  });
  const count = (i: number): number => (varies[i] ? steps : 1);
  const covariances = (number: number, size: number): Input => {
    const all = Array.from({ length: number }, () => {
      const l = Array.from({ length: size * size }, normal);
      return Array.from({ length: size * size }, (_, p) => {
        const [i, j] = [Math.floor(p / size), p % size];
        let s = i === j ? 0.2 : 0;
        for (let q = 0; q < size; q++) s += l[i * size + q] * l[j * size + q];
        return s;
      });
    });
    return { shape: [number, size, size], elements: all.flat() };
  };
  const p0 = covariances(1, n);
  return {
    n,
    k,
    steps,
    inputs: [
      of([count(0), n, n], () => 0.6 * normal()),
      covariances(count(1), n),
      of([count(2), k, n], normal),
      covariances(count(3), k),
      of([n], normal),
      { shape: [n, n], elements: p0.elements },
      of([steps, k], () => 2 * normal()),
      of([steps, k], () => (next() < 0.7 ? 1 : 0)),
    ],
  };
}

/** Calls the filter and its adjoint for the sum of the log densities times `weights`. */
function run({ n, k, steps, inputs }: Case, weights: readonly number[]) {
  const { exports } = new WebAssembly.Instance(library);
  const memory = exports.memory as WebAssembly.Memory;
  memory.grow(8);
  let next = 65536;
  const place = (values: readonly number[]): number => {
    const address = next;
    new Float64Array(memory.buffer, address, values.length).set(values);
    next += 8 * values.length;
    return address;
  };
  const { width } = kalmanPlaces(n, k);
  const at = inputs.map(({ elements }) => place(elements));
  // Adjoints add: what was there must remain.
  const bars = inputs.map(({ elements }) => place(elements.map(() => 0.5)));
  const out = place(Array.from({ length: steps * width }, () => 99));
  const outbar = place(
    Array.from({ length: steps * width }, (_, i) => (i % width === 0 ? weights[i / width] : 7)),
  );
  const scratch = place(Array.from({ length: 5 * n * n + 3 * n + 3 * n * k + 3 * k * k + 3 * k }, () => 77));
  const guard = place([123]);
  const step = (i: number): number => {
    const { shape } = inputs[i];
    return shape[0] === 1 ? 0 : shape[1] * shape[2];
  };
  const call = (name: string, ...args: number[]) => (exports[name] as (...a: number[]) => void)(...args);
  call(
    'kalman',
    ...[0, 1, 2, 3].flatMap((i) => [at[i], step(i)]),
    ...[at[4], at[5], at[6], at[7], steps, n, k, out, scratch],
  );
  call(
    'kalman_adjoint',
    ...[at[0], step(0), at[2], step(2), steps, n, k, out, outbar, bars[0], bars[1], bars[2], bars[3]],
    ...[step(1), step(3), bars[4], bars[5], bars[6], scratch],
  );
  expect(new Float64Array(memory.buffer, guard, 1)[0]).toBe(123);
  const read = (address: number, length: number) => [...new Float64Array(memory.buffer, address, length)];
  return {
    out: read(out, steps * width),
    bars: inputs.map(({ elements }, i) => read(bars[i], elements.length).map((v) => v - 0.5)),
  };
}

/** The numbers of a time that are read, for all times. */
function readPart({ n, k, steps }: Case, out: readonly number[]): readonly number[] {
  const { read, width } = kalmanPlaces(n, k);
  return Array.from({ length: steps }, (_, t) => out.slice(t * width, t * width + read)).flat();
}

/** Derivatives of the same sum by the tape. */
function ofTape({ inputs, steps, n, k }: Case, weights: readonly number[]) {
  const tape = createTape();
  const traced = inputs.map(({ shape, elements }) => ({ shape, elements: elements.map(tape.variable) }));
  const out = jointSeries(tape, traced);
  const { width } = kalmanPlaces(n, k);
  const total = tape.sum(
    Array.from({ length: steps }, (_, t) => tape.binary('mul', tape.constant(weights[t]), out[t * width])),
  );
  return traced.map(({ elements }) => [...tape.gradient(total, elements)]);
}

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs(found[i] - value), `${i}: ${found[i]} for ${value}`).toBeLessThanOrEqual(
      tolerance * Math.max(1, Math.abs(value)),
    );
}

const cases: readonly (readonly [string, Case])[] = [
  ['one state, one observation', randomCase(1, 1, 1, 6, [false, false, false, false])],
  ['three states, one observation', randomCase(2, 3, 1, 6, [false, false, true, true])],
  ['two states, two observations', randomCase(3, 2, 2, 6, [false, false, false, false])],
  ['two states, three observations, all by time', randomCase(4, 2, 3, 5, [true, true, true, true])],
  ['four states, two observations, A and Q by time', randomCase(5, 4, 2, 5, [true, true, false, false])],
  ['one time', randomCase(6, 2, 2, 1, [false, false, false, false])],
];

describe('the Kalman filter', () => {
  it.each(cases)('agrees with the joint normal distribution: %s', (_, one) => {
    const weights = Array.from({ length: one.steps }, (_, t) => 1 + 0.25 * t);
    const expected = jointSeries(numbers, one.inputs);
    const { out, bars } = run(one, weights);
    expectClose(readPart(one, out), readPart(one, expected), 1e-10);
    const gradients = ofTape(one, weights);
    // The mask is none.
    for (const [i] of KALMAN_RANKS.slice(0, -1).entries()) expectClose(bars[i], gradients[i], 1e-9);
  });

  it.each(cases)('is the same on numbers: %s', (_, one) => {
    const [a, q, z, h, m0, p0, y, mask] = one.inputs.map(({ elements }) => Float64Array.from(elements));
    const { n, k, steps } = one;
    const filtered = kalmanFilter({ n, k, steps, a, q, z, h, m0, p0 }, y, (at) => mask[at] !== 0);
    const expected = jointSeries(numbers, one.inputs);
    expectClose(
      filtered.flatMap(({ term, mean, cov }) => [term, ...Array.from(mean), ...Array.from(cov)]),
      readPart(one, expected),
      1e-10,
    );
  });

  it('has the derivatives of finite differences', () => {
    const one = randomCase(7, 2, 2, 4, [false, true, false, true]);
    const weights = [1, 1, 1, 1];
    const { width } = kalmanPlaces(2, 2);
    const { bars } = run(one, weights);
    const total = (inputs: readonly Input[]): number => {
      const { out } = run({ ...one, inputs }, weights);
      return [0, 1, 2, 3].reduce((sum, t) => sum + out[t * width], 0);
    };
    for (let i = 0; i < 7; i++)
      for (const at of one.inputs[i].elements.keys()) {
        const shifted = (by: number) =>
          total(
            one.inputs.map((input, j) =>
              i === j ? { ...input, elements: input.elements.map((v, p) => (p === at ? v + by : v)) } : input,
            ),
          );
        const h = 1e-5;
        const slope = (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
        expect(Math.abs(bars[i][at] - slope), `input ${i}, element ${at}`).toBeLessThan(
          1e-7 * Math.max(1, Math.abs(slope)),
        );
      }
  });

  it('keeps variances positive where the first state is nearly unknown', () => {
    const steps = 40;
    const trend: Case = {
      n: 2,
      k: 1,
      steps,
      inputs: [
        { shape: [1, 2, 2], elements: [1, 1, 0, 1] },
        { shape: [1, 2, 2], elements: [0, 0, 0, 0] },
        { shape: [1, 1, 2], elements: [1, 0] },
        { shape: [1, 1, 1], elements: [1e-6] },
        { shape: [2], elements: [0, 0] },
        { shape: [2, 2], elements: [1e8, 0, 0, 1e8] },
        { shape: [steps, 1], elements: Array.from({ length: steps }, (_, t) => 3 + 2 * t) },
        { shape: [steps, 1], elements: Array.from({ length: steps }, () => 1) },
      ],
    };
    const { out } = run(
      trend,
      Array.from({ length: steps }, () => 1),
    );
    const { width, cov } = kalmanPlaces(2, 1);
    for (let t = 0; t < steps; t++) {
      expect(out[t * width + cov]).toBeGreaterThan(0);
      // After two observations the line is known: its variance is that of a regression on t + 1 points.
      if (t < 3) continue;
      const m = t;
      const exact = 1e-6 * (1 + (2 * (2 * m + 1)) / (m * (m - 1)));
      expect(out[t * width + cov] / exact).toBeCloseTo(1, 3);
    }
  });

  it('has no density with a negative variance', () => {
    const one = randomCase(8, 1, 1, 3, [false, false, false, false]);
    for (const which of [1, 3, 5]) {
      const inputs = one.inputs.map((input, i) => (i === which ? { ...input, elements: [-0.01] } : input));
      const { out } = run({ ...one, inputs }, [1, 1, 1]);
      expect([0, 1, 2].some((t) => Number.isNaN(out[t * kalmanPlaces(1, 1).width]))).toBe(true);
    }
  });
});
