/** Posteriors without some observed points: their density, and exact predictive densities in closed form. */
import { describe, expect, test } from 'vitest';
import { compile } from '../../../../sampler/compile/compile.ts';
import { instantiate } from '../../../../sampler/compile/instantiate.ts';
import { lower } from '../../../../sampler/compile/lower/lower.ts';
import { assignFolds } from '../../../../sampler/predict/leave-one-out/k-fold.ts';
import { refitsFail } from '../../../../sampler/predict/leave-one-out/notes.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { build } from '../../models/fit.ts';

const y = [0.5, 1.9, 1.2, -0.4, 2.2, 0.8];

/** Log density and gradient at `position` of the model without these positions of its observations. */
async function densityOf(text: string, data: object, position: readonly number[], leftOut: object = {}) {
  const { program, data: loaded } = await build(text, data);
  const sets = new Map(
    Object.entries(leftOut).map(([k, list]) => [Number(k), new Set<number>(list)] as const),
  );
  const { ir, diagnostics } = lower(program, loaded, { leftOut: sets });
  expect(diagnostics).toEqual([]);
  const compiled = compile(ir);
  const { density } = instantiate(compiled, new WebAssembly.Module(Uint8Array.from(compiled.wasm)));
  const at = (values: readonly number[]) => {
    const state = density.newState();
    state.position.set(values);
    density.evaluate(state);
    return state;
  };
  const h = 1e-5;
  const slopes = position.map((_, k) => {
    const moved = (by: number) => at(position.map((value, j) => (j === k ? value + by : value))).logDensity;
    return (moved(h) - moved(-h)) / (2 * h);
  });
  const { logDensity, gradient } = at(position);
  for (const [k, slope] of slopes.entries()) expect(gradient[k]).toBeCloseTo(slope, 6);
  return logDensity;
}

const normal = (x: number, mean: number, sd = 1) =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

const rows = `dim row
data from "data.json" { x : real[row]  y : real[row] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
`;
const x = [0.1, -1, 2, 0.4, 1.5, -0.7];
const [a, b] = [0.3, -0.6];

describe('a model without some observed positions', () => {
  test.each([
    [
      'rows of a regression',
      `${rows}observe y ~ Normal(a + b * x, 2)`,
      { 0: [1, 4] },
      [1, 4].map((i) => normal(y[i], a + b * x[i], 2)),
    ],
    [
      'rows of one of two statements',
      `${rows}observe x ~ Normal(a, 1)\nlet mu = a + b * x\nobserve y ~ Normal(mu, 2)`,
      { 1: [0, 5] },
      [0, 5].map((i) => normal(y[i], a + b * x[i], 2)),
    ],
    [
      'positions of a part of a series',
      `${rows}observe y[t in 2..6] ~ Normal(a + b * y[t - 1], 1)`,
      { 0: [0, 3] },
      [1, 4].map((i) => normal(y[i], a + b * y[i - 1])),
    ],
    [
      'every row',
      `${rows}observe y ~ Normal(a + b * x, 2)`,
      { 0: [0, 1, 2, 3, 4, 5] },
      y.map((value, i) => normal(value, a + b * x[i], 2)),
    ],
  ])('%s', async (_, text, leftOut, lost) => {
    const data = { x, y };
    const full = await densityOf(text, data, [a, b]);
    const less = await densityOf(text, data, [a, b], leftOut);
    const sum = lost.reduce((total, value) => total + value, 0);
    expect(full - less).toBeCloseTo(sum, 10);
  });

  test('cells of a table, in the order of its rows', async () => {
    const text = `dim row
dim col
data from "data.json" { z : real[row, col] }
param a[col] ~ Normal(0, 5)
observe z ~ Normal(a, 1)`;
    const z = [
      [0.5, 1.9, 1.2],
      [-0.4, 2.2, 0.8],
    ];
    const at = [0.3, -0.6, 1.1];
    const full = await densityOf(text, { z }, at);
    const less = await densityOf(text, { z }, at, { 0: [1, 3] });
    expect(full - less).toBeCloseTo(normal(1.9, at[1]) + normal(-0.4, at[0]), 10);
  });

  test('a row that alone has an infinite density', async () => {
    const text = `${rows}observe y ~ Normal(a + b * x, 2)`;
    const data = { x, y: y.map((value, i) => (i === 3 ? 1e200 : value)) };
    const less = await densityOf(text, data, [a, b], { 0: [3] });
    expect(Number.isFinite(less)).toBe(true);
  });
});

test('folds are of equal size or one apart, and follow from the seed', () => {
  const folds = assignFolds(23, 5, createRandom(3));
  const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((one) => one === fold).length);
  expect(sizes.toSorted()).toEqual([4, 4, 5, 5, 5]);
  expect(assignFolds(23, 5, createRandom(3))).toEqual(folds);
  expect(assignFolds(23, 5, createRandom(4))).not.toEqual(folds);
  // Not in the order of the rows.
  expect(folds.slice(0, 5)).not.toEqual([0, 1, 2, 3, 4]);
});

test('refits that fail are named, with the reasons of the first', () => {
  const failed = [
    { name: 'fold 2', reasons: ['R-hat of a is 1.2.', '3 divergences'] },
    { name: 'fold 4', reasons: ['5 divergences'] },
  ];
  const text = refitsFail(failed, 5);
  expect(text).toContain('of 2 of 5 refits fail (without fold 2, fold 4)');
  expect(text).toContain('Without fold 2: R-hat of a is 1.2; 3 divergences. ');
});
