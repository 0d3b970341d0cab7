/**
 * Differential equations: log density and gradient of the module against the interpreter, which integrates by another
 * method and differentiates with a tape, against closed forms, and against finite differences.
 */
import { describe, expect, it } from 'vitest';
import type { IrProgram } from '../../../grammar/ir.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled } from './compiled.ts';
import { expectGradientAt, points } from './expect-gradient-at.ts';

function lowered(text: string): { readonly ir: IrProgram; readonly errors: readonly string[] } {
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const result = lower(program, data);
  const errors = [...diagnostics, ...data.diagnostics, ...result.diagnostics].map(
    ({ code, message }) => `${code} ${message}`,
  );
  return { ir: result.ir, errors };
}

const TIGHT = 'rtol = 1e-10, atol = 1e-12';

const LOTKA_VOLTERRA = `
fun dz(t, z, theta) = [(theta[1] - theta[2] * z[2]) * z[1], (-theta[3] + theta[4] * z[1]) * z[2]]
dim species = ["hare", "lynx"]
data {
  times : real[4] = [1, 2, 3, 4.5]
  y : real[4, species] = [[20.1, 8.2], [30.5, 7.2], [43.2, 9.9], [50.1, 20.2]]
}
param theta[4] ~ LogNormal([-0.6, -3.6, -0.2, -3.7], 0.05)
param z0[species] ~ LogNormal([3.4, 1.8], 0.05)
param sigma ~ LogNormal(-1, 1)
let z = ode(dz, z0, 0, times, theta, ${TIGHT})
observe y ~ LogNormal(log(z), sigma)`;

const MODELS: Readonly<Record<string, string>> = {
  'a state and arguments that are unknown': LOTKA_VOLTERRA,
  'a scalar state, and time in the slope': `
fun slope(t, y, a, b) = -a * y + b * sin(t)
data { times : real[3] = [0.5, 1, 4]  y : real[3] = [1, 0.5, 0.2] }
param a ~ LogNormal(0, 0.5)
param b ~ Normal(0, 1)
observe y ~ Normal(ode(slope, 1, 0, times, a, b, ${TIGHT}), 0.3)`,
  'only the start unknown': `
fun decay(t, y) = [-0.3 * y[1], 0.3 * y[1] - 0.1 * y[2]]
data { times : real[3] = [0, 1, 5]  y : real[3] = [1, 0.5, 0.2] }
param start ~ LogNormal(0, 0.5)
let z = ode(decay, [start, 0], 0, times, ${TIGHT})
observe y ~ Normal(z[.., 2], 0.3)`,
  'sums over the state, and a matrix of rates': `
dim box = 3
fun flow(t, y, k) = k @ y - 0.1 * sum(y) * y
data { times : real[2] = [1, 2]  w : real[2, box] = [[1, 0.5, 0.2], [0.7, 0.5, 0.4]] }
param k[box, box] ~ Normal(0, 0.3)
observe w ~ Normal(ode(flow, [1, 2, 0.5], 0, times, k, ${TIGHT}), 0.3)`,
  'branches on time and state': `
fun pulse(t, y, k, rate) = [if t < 1.5 then rate * (1.5 - t) ^ 2 - k * y[1] else -k * y[1], (if y[2] > 5 then y[1] else max(y[1], -9)) - y[2]]
data { times : real[3] = [0.5, 1.5, 1.9]  y : real[3] = [1, 0.5, 0.2] }
param k ~ LogNormal(0, 0.3)
param rate ~ LogNormal(0, 0.3)
let z = ode(pulse, [0.5, 0], 0, times, k, rate, ${TIGHT})
observe y ~ Normal(z[.., 2] + z[.., 1], 0.3)`,
  'one for each of several groups': `
dim subject = 3
dim visit = 2
fun loss(t, y, k, v) = [-k * y[1], k * y[1] - y[2] / v]
data {
  at : real[visit] = [0.5, 2]
  dose : real[subject] = [1, 2, 3]
  y : real[subject, visit] = [[0.2, 0.3], [0.8, 0.5], [1, 1.2]]
}
param k[subject] ~ LogNormal(0, 0.3)
param v ~ LogNormal(0, 0.3)
let c[s in subject, j in visit] = ode(loss, [dose[s], 0], 0, at, k[s], v, ${TIGHT})[j, 2]
observe y ~ Normal(c, 0.3)`,
  'doses whose amounts are unknown': `
fun oral(t, y, ka, k) = [-ka * y[1], ka * y[1] - k * y[2]]
data {
  times : real[6] = [0, 0.5, 1, 2.2, 3, 5]
  y : real[6] = [0, 1, 0.5, 0.2, 0.1, 0.3]
  at : real[4] = [0, 1, 1, 4]
  place : int[4] = [1, 2, 1, 1]
  dose : real[4] = [2, 1, 0.7, 1.4]
}
param ka ~ LogNormal(0, 0.3)
param k ~ LogNormal(-1, 0.3)
param available ~ Beta(4, 2)
let z = ode(oral, [0, 0.1], 0, times, ka, k, events = (at, place, available * dose), ${TIGHT})
observe y ~ Normal(z[.., 2] + z[.., 1], 0.3)`,
  'doses of each group among those of all': `
dim subject = 2
dim given = 4
fun loss(t, y, k) = -k * y
data {
  at : real[3] = [0.5, 2, 4]
  taken : real[given] = [0, 0.3, 0.3, 2]
  who : int[given] = [1, 2, 1, 2]
  mg : real[given] = [1, 2, 0.5, 1.5]
  y : real[subject, 3] = [[0.2, 0.3, 0.1], [0.8, 0.5, 0.9]]
}
param k ~ LogNormal(0, 0.3)
param part ~ Beta(4, 2)
let known[s in subject, d in given] = if who[d] == s then mg[d] else 0
let unknown[s in subject, d in given] = if who[d] == s then part * mg[d] else 0
let c[s in subject, j in 1..3] = ode(loss, 0, 0, at, k, events = (taken, 1, unknown[s]), ${TIGHT})[j] + ode(loss, 0.1, 0, at, k, events = (taken, 1, known[s]), ${TIGHT})[j]
observe y ~ Normal(c, 0.3)`,
  'doses of several groups, in the slope too, by label': `
dim subject = 2
dim visit = 3
dim part = ["gut", "blood"]
fun oral(t, y, ka, first) = [-ka * y[1] + 0.1 * first, ka * y[1] - 0.3 * y[2]]
data {
  at : real[visit] = [0.5, 2, 4]
  given : real[subject] = [0.7, 1.5]
  dose : real[subject] = [1, 2]
  start : real[part] = [0, 0]
  y : real[subject, visit] = [[0.2, 0.3, 0.1], [0.8, 0.5, 0.9]]
}
param ka[subject] ~ LogNormal(0, 0.3)
param first ~ LogNormal(0, 0.3)
let c[s in subject, j in visit] = ode(oral, start, 0, at, ka[s], first, events = ([0, given[s]], "gut", [first, first * dose[s]]), ${TIGHT})[j, 2]
observe y ~ Normal(c, 0.3)`,
};

describe.each(['ode', 'ode_stiff'])('the log density and its gradient by %s', (method) => {
  it.each(Object.entries(MODELS))('with %s', async (_, text) => {
    const { ir, errors } = lowered(text.replaceAll(/\bode\(/g, `${method}(`));
    expect(errors).toEqual([]);
    const instance = await compiled(ir);
    for (const offset of points(ir.dimension, 2)) {
      const x =
        text === LOTKA_VOLTERRA
          ? offset.map((d, i) => [-0.6, -3.6, -0.2, -3.7, 3.4, 1.8, 0][i] + 0.1 * d)
          : offset;
      expectGradientAt(ir, instance, x, 1e-7);
    }
  });
});
