/** The density without the Jacobian: its value, and its gradient against differences. */
import { expect, test } from 'vitest';
import { compile } from '../../../../sampler/compile/compile.ts';
import { instantiate } from '../../../../sampler/compile/instantiate.ts';
import { lower } from '../../../../sampler/compile/lower/lower.ts';
import { withoutJacobian } from '../../../../sampler/methods/map/without-jacobian.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';

const model = `dim k = 3
data { y : real[4] = [1.2, 0.7, 1.9, 2.4] }
param mu ~ Normal(0, 2)
param sigma ~ HalfNormal(2)
param p ~ Beta(2, 3)
param w[k] ~ Dirichlet([2, 3, 4])
observe y ~ Normal(mu + p + w[1], sigma)
`;

async function densityOf(jacobian: boolean) {
  const { program, data } = checkModel(model, '/m/m.bayes');
  const { ir, diagnostics } = lower(program, data);
  expect(diagnostics).toEqual([]);
  const compiled = compile(jacobian ? ir : withoutJacobian(ir));
  return instantiate(compiled, new WebAssembly.Module(Uint8Array.from(compiled.wasm)));
}

const point = [0.3, -0.4, 0.7, 0.2, -0.5];

test('is the density with it, less the logarithm of the determinant', async () => {
  const [within, without] = [await densityOf(true), await densityOf(false)];
  const values = [within, without].map(({ density }) => {
    const state = density.newState();
    state.position.set(point);
    density.evaluate(state);
    return state.logDensity;
  });
  const quantities = new Float64Array(6);
  without.constrain(Float64Array.from(point), quantities);
  const [, sigma, p] = quantities;
  // Of the simplex: the determinant by differences of its first two elements.
  const element = (shift: readonly number[], k: number) => {
    without.constrain(
      Float64Array.from(point, (x, i) => x + (shift[i - 3] ?? 0)),
      quantities,
    );
    return quantities[3 + k];
  };
  const h = 1e-5;
  const slope = (k: number, by: number) => {
    const shift = by === 0 ? [h, 0] : [0, h];
    return (
      (element(shift, k) -
        element(
          shift.map((x) => -x),
          k,
        )) /
      (2 * h)
    );
  };
  const determinant = slope(0, 0) * slope(1, 1) - slope(0, 1) * slope(1, 0);
  const jacobian = Math.log(sigma) + Math.log(p * (1 - p)) + Math.log(Math.abs(determinant));
  // The constants of a transform's determinant may be left out of the density: they do not move with the point.
  expect(values[0] - values[1]).toBeCloseTo(jacobian, 6);
});

test('has the gradient of its differences', async () => {
  const { density } = await densityOf(false);
  const state = density.newState();
  const at = (x: readonly number[]) => {
    state.position.set(x);
    density.evaluate(state);
    return state.logDensity;
  };
  at(point);
  const gradient = [...state.gradient];
  const h = 1e-5;
  point.forEach((_, i) => {
    const moved = (by: number) => point.map((x, j) => (j === i ? x + by : x));
    expect(gradient[i]).toBeCloseTo((at(moved(h)) - at(moved(-h))) / (2 * h), 6);
  });
});
