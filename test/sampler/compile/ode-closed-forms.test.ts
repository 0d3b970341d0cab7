/** Differential equations with solutions on paper: what the module computes of them, and the derivatives. */
import { describe, expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from './compiled.ts';

interface Case {
  readonly model: string;
  /** Element of the state that is compared. */
  readonly element: string;
  readonly at: readonly number[];
  /** Value and derivatives by the unknowns at a time. */
  readonly exact: (time: number) => readonly [value: number, ...slopes: number[]];
}

const TIMES = [0, 0.3, 1, 2.5, 6];

const cases: Readonly<Record<string, Case>> = {
  'linear decay at an unknown rate': {
    model: `
fun f(t, y, k) = -k * y
param k ~ Flat()
param start ~ Flat()
let z = ode(f, start, 0, times, k`,
    element: '',
    at: [0.7, 2],
    exact: (t) => [2 * Math.exp(-0.7 * t), -t * 2 * Math.exp(-0.7 * t), Math.exp(-0.7 * t)],
  },
  'an oscillator of unknown frequency': {
    model: `
fun f(t, y, w) = [y[2], -w ^ 2 * y[1]]
param w ~ Flat()
param x0 ~ Flat()
param v0 ~ Flat()
let z = ode(f, [x0, v0], 0, times, w`,
    element: ', 1',
    at: [1.3, 0.8, -0.5],
    exact: (t) => {
      const [w, x0, v0] = [1.3, 0.8, -0.5];
      const [c, s] = [Math.cos(w * t), Math.sin(w * t)];
      return [x0 * c + (v0 / w) * s, -x0 * t * s + v0 * ((t * c) / w - s / w ** 2), c, s / w];
    },
  },
  'logistic growth to an unknown capacity': {
    model: `
fun f(t, y, r, K) = r * y * (1 - y / K)
param r ~ Flat()
param K ~ Flat()
param start ~ Flat()
let z = ode(f, start, 0, times, r, K`,
    element: '',
    at: [0.9, 3, 0.2],
    exact: (t) => {
      const [r, K, y0] = [0.9, 3, 0.2];
      const e = Math.exp(-r * t);
      const d = 1 + (K / y0 - 1) * e;
      return [
        K / d,
        (K * t * (K / y0 - 1) * e) / d ** 2,
        1 / d - (K * e) / (y0 * d ** 2),
        (K ** 2 * e) / (y0 ** 2 * d ** 2),
      ];
    },
  },
  // The solution stands still, so that its own error says nothing of that of the sensitivities.
  'an oscillator at rest': {
    model: `
fun f(t, y, w) = [y[2], -w ^ 2 * y[1]]
data { w : real = 2 }
param x0 ~ Flat()
param v0 ~ Flat()
let z = ode(f, [x0, v0], 0, times, w`,
    element: ', 1',
    at: [0, 0],
    exact: (t) => [0, Math.cos(2 * t), Math.sin(2 * t) / 2],
  },
  // Its sensitivity is small, and so is what a change of the argument by its own size allows for.
  'an argument of a million': {
    model: `
fun f(t, y, a) = (a * 1e-6 - 1) * cos(5 * t)
param a ~ Flat()
let z = ode(f, 1, 0, times, a`,
    element: '',
    at: [1e6],
    exact: (t) => [1, (1e-6 * Math.sin(5 * t)) / 5],
  },
};

// Doses into the gut, of which an unknown part arrives; two of them at a time at which a value is wanted.
const [KA, K, PART] = [1.4, 0.3, 0.6];
const DOSES = [
  [0, 2],
  [1, 1.5],
  [1, 0.5],
  [2.2, 1],
] as const;
/** What is left in the blood of one dose, after a time, with its derivatives by the three unknowns. */
function absorbed(t: number): readonly number[] {
  const [ea, ek, d] = [Math.exp(-KA * t), Math.exp(-K * t), KA - K];
  const f = (KA / d) * (ek - ea);
  return [
    PART * f,
    PART * ((-K / d ** 2) * (ek - ea) + (KA / d) * t * ea),
    PART * ((KA / d ** 2) * (ek - ea) - (KA / d) * t * ek),
    f,
  ];
}
const oral: Readonly<Record<string, Case>> = {
  'an oral dose in one compartment': {
    model: `
data { at : real[4] = [${DOSES.map(([t]) => t).join(', ')}]  dose : real[4] = [${DOSES.map(([, d]) => d).join(', ')}] }
fun f(t, y, ka, k) = [-ka * y[1], ka * y[1] - k * y[2]]
param ka ~ Flat()
param k ~ Flat()
param part ~ Flat()
let z = ode(f, [0, 0], 0, times, ka, k, events = (at, 1, part * dose)`,
    element: ', 2',
    at: [KA, K, PART],
    exact: (t) =>
      DOSES.filter(([from]) => from <= t)
        .map(([from, dose]) => absorbed(t - from).map((x) => dose * x))
        .reduce((sum, x) => sum.map((v, i) => v + x[i])) as unknown as [number, ...number[]],
  },
  'doses into what is looked at, those at a time before the value at it': {
    model: `
data { at : real[4] = [${DOSES.map(([t]) => t).join(', ')}] }
fun f(t, y, k) = -k * y
param k ~ Flat()
param amount[4] ~ Flat()
let z = ode(f, 0.1, 0, times, k, events = (at, 1, amount)`,
    element: '',
    at: [K, ...DOSES.map(([, d]) => d)],
    exact: (t) => {
      const left = DOSES.map(([from]) => (from <= t ? Math.exp(-K * (t - from)) : 0));
      const [start, whole] = [0.1 * Math.exp(-K * t), DOSES.map(([, d], i) => d * left[i])];
      return [
        start + whole.reduce((a, b) => a + b),
        -t * start - whole.reduce((sum, x, i) => sum + (t - DOSES[i][0]) * x, 0),
        ...left,
      ];
    },
  },
};

const METHODS = ['ode', 'ode_stiff'] as const;
type Method = (typeof METHODS)[number];

async function solved({ model, element, at }: Case, method: Method, time: number, tolerances: string) {
  const text = `data { times : real[${TIMES.length}] = [${TIMES.join(', ')}] }${model.replace('ode(', `${method}(`)}, ${tolerances})
potential value = z[${time + 1}${element}]`;
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const { ir, diagnostics: more } = lower(program, data);
  expect([...diagnostics, ...data.diagnostics, ...more].map(({ message }) => message)).toEqual([]);
  return gradientAt(await compiled(ir), at);
}

describe.each(
  METHODS.flatMap((method) =>
    Object.entries({ ...cases, ...oral }).map(([name, one]) => [name, method, one] as const),
  ),
)('%s by %s', (_, method, one) => {
  it.each([1e-6, 1e-8, 1e-10])('is solved to a tolerance of %d, with its derivatives', async (rtol) => {
    const size = Math.max(...TIMES.flatMap((t) => one.exact(t).slice(1).map(Math.abs)));
    for (const [k, time] of TIMES.entries()) {
      const { logDensity, gradient } = await solved(one, method, k, `rtol = ${rtol}, atol = ${rtol}`);
      const [value, ...slopes] = one.exact(time);
      expect(Math.abs(logDensity - value), `value at ${time}`).toBeLessThan(50 * rtol);
      for (const [i, slope] of slopes.entries())
        expect(Math.abs(gradient[i] - slope), `derivative ${i} at ${time}`).toBeLessThan(50 * rtol * size);
    }
  });
});
