/**
 * Stiff differential equations: Robertson's problem against SciPy's Radau (`test/golden/stiff.py`), linear systems
 * against their closed forms, and gradients against finite differences.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from './compiled.ts';

interface Golden {
  readonly rates: readonly number[];
  readonly rows: readonly {
    readonly time: number;
    readonly state: readonly number[];
    readonly byRates: readonly (readonly number[])[];
    readonly byStart: readonly number[];
  }[];
}

const golden = JSON.parse(
  readFileSync(new URL('../../golden/stiff.json', import.meta.url), 'utf8'),
) as Golden;

async function moduleOf(text: string) {
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const { ir, diagnostics: more } = lower(program, data);
  expect([...diagnostics, ...data.diagnostics, ...more].map(({ message }) => message)).toEqual([]);
  return compiled(ir);
}

const near = (found: number, exact: number, tolerance: number, scale: number, what: string): void =>
  expect(Math.abs(found - exact), `${what}: ${found} for ${exact}`).toBeLessThanOrEqual(tolerance * scale);

describe("Robertson's problem", () => {
  const { rates, rows } = golden;
  const model = (row: number, element: number, tolerances: string): string => `
data { times : real[${rows.length}] = [${rows.map((r) => r.time).join(', ')}] }
fun reaction(t, y, a, b, c) = [-a * y[1] + c * y[2] * y[3], a * y[1] - b * y[2] ^ 2 - c * y[2] * y[3], b * y[2] ^ 2]
param a ~ Flat()
param b ~ Flat()
param c ~ Flat()
param start ~ Flat()
let z = ode_stiff(reaction, [start, 0, 0], 0, times, a, b, c, ${tolerances})
potential value = z[${row + 1}, ${element + 1}]`;

  it.each([
    [1e-6, 1e-10],
    [1e-10, 1e-14],
  ])('is solved to tolerances of %d and %d, with derivatives by rates and start', async (rtol, atol) => {
    for (const [k, row] of rows.entries()) {
      for (const element of [0, 1, 2]) {
        const instance = await moduleOf(model(k, element, `rtol = ${rtol}, atol = ${atol}`));
        const { logDensity, gradient } = gradientAt(instance, [...rates, 1]);
        const what = `element ${element} at ${row.time}`;
        near(logDensity, row.state[element], 50 * rtol, row.state[element], what);
        for (const [i, by] of [...row.byRates, row.byStart].entries()) {
          // A change of an unknown by its own size is what counts.
          const size = [...rates, 1][i];
          const largest = Math.max(row.state[element], Math.abs(size * by[element]));
          near(size * gradient[i], size * by[element], 50 * rtol, largest, `${what} by unknown ${i}`);
        }
      }
    }
  });

  it('has gradients that finite differences agree with', async () => {
    for (const element of [0, 1, 2]) {
      const instance = await moduleOf(model(3, element, 'rtol = 1e-10, atol = 1e-14'));
      const at = [...rates, 1];
      const { gradient, logDensity } = gradientAt(instance, at);
      for (const [i, x] of at.entries()) {
        const value = (d: number) =>
          gradientAt(
            instance,
            at.map((v, j) => (j === i ? v + d : v)),
          ).logDensity;
        const h = 0.01 * x;
        const difference = (8 * (value(h) - value(-h)) - (value(2 * h) - value(-2 * h))) / (12 * h);
        near(x * gradient[i], x * difference, 1e-6, logDensity, `element ${element} by unknown ${i}`);
      }
    }
  });
});

const TIMES = [0.001, 0.1, 1, 5];

/** Value and derivatives of the first unknowns at a time. */
const closed: Readonly<
  Record<
    string,
    {
      readonly model: string;
      readonly at: readonly number[];
      readonly exact: (t: number) => readonly number[];
    }
  >
> = {
  'a chain of a fast and a slow decay': {
    model: `
fun f(t, y, fast, slow) = [-fast * y[1], fast * y[1] - slow * y[2]]
param fast ~ Flat()
param slow ~ Flat()
param start ~ Flat()
let z = ode_stiff(f, [start, 0], 0, times, fast, slow`,
    at: [2e4, 0.5, 2],
    exact: (t) => {
      const [a, b, y] = [2e4, 0.5, 2];
      const [ea, eb] = [Math.exp(-a * t), Math.exp(-b * t)];
      const r = a / (a - b);
      return [
        y * r * (eb - ea),
        y * ((-b / (a - b) ** 2) * (eb - ea) + r * t * ea),
        y * ((a / (a - b) ** 2) * (eb - ea) - r * t * eb),
        r * (eb - ea),
      ];
    },
  },
  'a slow forcing of a fast mode': {
    model: `
fun f(t, y, rate, w) = [0, -rate * (y[2] - sin(w * t)) + w * cos(w * t)]
param rate ~ Flat()
param w ~ Flat()
param start ~ Flat()
let z = ode_stiff(f, [0, start], 0, times, rate, w`,
    at: [1e5, 1.5, 0.3],
    exact: (t) => {
      const e = Math.exp(-1e5 * t);
      return [Math.sin(1.5 * t) + 0.3 * e, -t * 0.3 * e, t * Math.cos(1.5 * t), e];
    },
  },
};

describe.each(Object.entries(closed))('%s', (_, { model, at, exact }) => {
  it.each([1e-6, 1e-8, 1e-10])('is solved to a tolerance of %d, with its derivatives', async (rtol) => {
    for (const [k, time] of TIMES.entries()) {
      const instance = await moduleOf(
        `data { times : real[${TIMES.length}] = [${TIMES.join(', ')}] }${model}, rtol = ${rtol}, atol = ${rtol})
potential value = z[${k + 1}, 2]`,
      );
      const { logDensity, gradient } = gradientAt(instance, at);
      const [value, ...slopes] = exact(time);
      near(logDensity, value, 50 * rtol, 1, `value at ${time}`);
      for (const [i, slope] of slopes.entries())
        near(at[i] * gradient[i], at[i] * slope, 50 * rtol, 2, `derivative ${i} at ${time}`);
    }
  });
});
