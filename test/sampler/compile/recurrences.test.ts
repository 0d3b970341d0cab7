/** Recurrences backwards, along any index and of several quantities: against models with each step written out. */
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

async function instanceOf(text: string) {
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const checked = analyze(program, data).diagnostics;
  const { ir, diagnostics: compiler } = lower(program, data);
  const found = [...diagnostics, ...data.diagnostics, ...checked, ...compiler];
  expect(found.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
  return compiled(ir);
}

/** The same log density to 1e-12 and gradient to 1e-10, at three points. */
async function expectSame(text: string, unrolled: string, dimension: number): Promise<void> {
  const [one, other] = [await instanceOf(text), await instanceOf(unrolled)];
  for (const shift of [-0.7, 0.1, 0.6]) {
    const x = Array.from({ length: dimension }, (_, i) => shift + 0.3 * Math.sin(3 * i + 1));
    const [found, wanted] = [gradientAt(one, x), gradientAt(other, x)];
    expect(Number.isFinite(found.logDensity)).toBe(true);
    const scale = Math.max(1, Math.abs(wanted.logDensity));
    expect(Math.abs(found.logDensity - wanted.logDensity) / scale).toBeLessThanOrEqual(1e-12);
    found.gradient.forEach((g, i) => {
      const size = Math.max(1, Math.abs(wanted.gradient[i]));
      expect(Math.abs(g - wanted.gradient[i]) / size).toBeLessThanOrEqual(1e-10);
    });
  }
}

const epidemic = `dim time = 4
data { cases : int[time] = [4, 9, 14, 21] }
param beta ~ Beta(2, 2)
param gamma ~ Beta(2, 4)
let S0 = 99
let I0 = 1
let N = 100
`;
const observed =
  '\nobserve cases ~ Poisson(flow + 0.1)\nobserve (I[4]) ~ Normal(40, 5)\nobserve (S[4]) ~ Normal(50, 5)';
const sir = `${epidemic}let { S[t in time] = if t == 1 then S0 else S[t - 1] - flow[t - 1]
      flow[t in time] = beta * S[t] * I[t] / N
      I[t in time] = if t == 1 then I0 else I[t - 1] + flow[t - 1] - gamma * I[t - 1] }${observed}`;
const steps = [2, 3, 4]
  .map(
    (t) => `let s${t} = s${t - 1} - f${t - 1}
let i${t} = i${t - 1} + f${t - 1} - gamma * i${t - 1}
let f${t} = beta * s${t} * i${t} / N
`,
  )
  .join('');
const sirUnrolled = `${epidemic}let s1 = S0 + 0 * beta
let i1 = I0 + 0 * beta
let f1 = beta * s1 * i1 / N
${steps}let S = [s1, s2, s3, s4]
let I = [i1, i2, i3, i4]
let flow = [f1, f2, f3, f4]${observed}`;

describe('quantities defined together', () => {
  it('are those of the steps written out, in an order of the step that differs from the written one', async () => {
    await expectSame(sir, sirUnrolled, 2);
    await expectGradients(sir);
  });

  it('may have further indices, of different sizes, and sums over these', async () => {
    const model = (definitions: string) => `dim time = 3
dim age = 2
dim place = 3
data { C : real[age, age] = [[0.5, 0.2], [0.1, 0.7]]  w : real[place] = [0.2, 0.3, 0.5] }
param a[age] ~ Normal(0, 1)
param b ~ Normal(0, 1)
${definitions}
observe (sum(x[t, i, p] * t * p for t in time for i in age for p in place)) ~ Normal(1, 2)
observe (total) ~ Normal(0.5, 1)`;
    const joint = model(`let {
  x[t in time, i in age, p in place] = if t == 1 then a[i] * w[p] else sum(C[i, j] * x[t - 1, j, p] for j in age) * b + 0.1 * force[t, i] + 0.01 * total[t - 1]
  force[t in time, i in age] = if t == 1 then b else tanh(total[t - 1] + i * b)
  total[t in time] = sum(x[t, j, q] for j in age for q in place)
}`);
    await expectGradients(joint);
    const cells = (t: number) =>
      [1, 2].map((i) => `[${[1, 2, 3].map((p) => `x${t}${i}${p}`).join(', ')}]`).join(', ');
    const written = [1, 2, 3]
      .map((t) => {
        const force = [1, 2].map((i) => `let f${t}${i} = ${t === 1 ? 'b' : `tanh(t${t - 1} + ${i} * b)`}\n`);
        const x = [1, 2].flatMap((i) =>
          [1, 2, 3].map(
            (p) =>
              `let x${t}${i}${p} = ${t === 1 ? `a[${i}] * w[${p}]` : `(C[${i}, 1] * x${t - 1}1${p} + C[${i}, 2] * x${t - 1}2${p}) * b + 0.1 * f${t}${i} + 0.01 * t${t - 1}`}\n`,
          ),
        );
        const all = [1, 2].flatMap((i) => [1, 2, 3].map((p) => `x${t}${i}${p}`)).join(' + ');
        return [...force, ...x, `let t${t} = ${all}\n`].join('');
      })
      .join('');
    const arrays = `let x = [${[1, 2, 3].map((t) => `[${cells(t)}]`).join(', ')}]\nlet total = [t1, t2, t3]`;
    await expectSame(joint, model(written + arrays), 3);
  });

  it('run backwards together', async () => {
    const model = (definitions: string) => `dim time = 3
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
${definitions}
observe (x) ~ Normal(1, 2)
observe (y[1]) ~ Normal(0.5, 1)`;
    const joint = model(`let {
  x[t in time] = if t == 3 then a else sin(y[t + 1]) + t * b
  y[t in time] = x[t] * b + (if t < 3 then x[t + 1] * a else 0)
}`);
    await expectGradients(joint);
    await expectSame(
      joint,
      model(`let x3 = a
let y3 = a * b
let x2 = sin(y3) + 2 * b
let y2 = x2 * b + x3 * a
let x1 = sin(y2) + b
let y1 = x1 * b + x2 * a
let x = [x1, x2, x3]
let y = [y1, y2, y3]`),
      2,
    );
  });
});

describe('a convolution', () => {
  it('is the sum of its terms, of an array and of earlier elements', async () => {
    const model = (definitions: string) => `dim day = 4
data { w : real[2] = [0.6, 0.3]  y : real[day] = [1, 2, 3, 2.5] }
param a[day] ~ Normal(0, 1)
param r ~ Normal(0, 1)
${definitions}
observe y ~ Normal(x + z, 1)`;
    const sums = model(`let x[t in day] = sum(a[t - s + 1] * w[s] for s in 1..min(t, 2))
let z[t in day] = if t == 1 then exp(r) else r * sum(z[t - s] * w[s] for s in 1..min(t - 1, 2))`);
    await expectGradients(sums);
    await expectSame(
      sums,
      model(`let x = [0.6 * a[1], 0.6 * a[2] + 0.3 * a[1], 0.6 * a[3] + 0.3 * a[2], 0.6 * a[4] + 0.3 * a[3]]
let z1 = exp(r)
let z2 = r * 0.6 * z1
let z3 = r * (0.6 * z2 + 0.3 * z1)
let z = [z1, z2, z3, r * (0.6 * z3 + 0.3 * z2)]`),
      5,
    );
  });
});

describe('one quantity', () => {
  it('runs backwards', async () => {
    const model = (definition: string) => `dim time = 4
data { y : real[time] = [0.5, 1.1, 0.2, 0.9] }
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
${definition}
observe y ~ Normal(x, 1)`;
    const backwards = model('let x[t in time] = if t == 4 then a else b * x[t + 1] + sin(a * t)');
    await expectGradients(backwards);
    await expectSame(
      backwards,
      model(`let x4 = a
let x3 = b * x4 + sin(a * 3)
let x2 = b * x3 + sin(a * 2)
let x = [b * x2 + sin(a), x2, x3, x4]`),
      2,
    );
    const lags = model(
      'let x[t in time] = a + sum(b ^ k * (if t + k <= 4 then x[t + k] else 0) for k in 1..2)',
    );
    await expectGradients(lags);
    await expectSame(
      lags,
      model(`let x4 = a
let x3 = a + b * x4
let x2 = a + b * x3 + b ^ 2 * x4
let x = [a + b * x2 + b ^ 2 * x3, x2, x3, x4]`),
      2,
    );
  });

  it('runs backwards with conditions on the step that hold over several', async () => {
    for (const condition of ['t < 5', 't <= 4', '5 > t', 'not (t >= 5)']) {
      const x = [7, 6, 5, 4, 3, 2, 1].map((t) => `let x${t} = ${t < 5 ? 'a' : 'b'} * x${t + 1} + sin(b)\n`);
      const model = (definition: string) => `dim time = 8
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
${definition}
observe (x) ~ Normal(1, 1)`;
      await expectSame(
        model(`let x[t in time] = if t == 8 then a else (if ${condition} then a else b) * x[t + 1] + sin(b)`),
        model(`let x8 = a\n${x.join('')}let x = [x1, x2, x3, x4, x5, x6, x7, x8]`),
        2,
      );
    }
  });

  it('runs along the second index, both ways', async () => {
    const model = (definition: string) => `dim site = 2
dim time = 3
data { y : real[site, time] = [[0.5, 1.1, 0.2], [0.9, 0.3, 1.4]] }
param a[site] ~ Normal(0, 1)
param b ~ Normal(0, 1)
${definition}
observe y ~ Normal(x, 1)`;
    const forwards = model(
      'let x[i in site, t in time] = if t == 1 then a[i] else b * x[i, t - 1] + 0.2 * i * x[3 - i, t - 1]',
    );
    await expectGradients(forwards);
    await expectSame(
      forwards,
      model(`let p2 = b * a[1] + 0.2 * a[2]
let q2 = b * a[2] + 0.4 * a[1]
let x = [[a[1], p2, b * p2 + 0.2 * q2], [a[2], q2, b * q2 + 0.4 * p2]]`),
      3,
    );
    const backwards = model('let x[i in site, t in time] = if t == 3 then a[i] else b * x[i, t + 1] + i');
    await expectGradients(backwards);
    await expectSame(
      backwards,
      model(`let p2 = b * a[1] + 1
let q2 = b * a[2] + 2
let x = [[b * p2 + 1, p2, a[1]], [b * q2 + 2, q2, a[2]]]`),
      3,
    );
  });
});
