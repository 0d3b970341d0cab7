/** Draws from the priors as positions: the values are those that were drawn, whatever their constraint. */
import { expect, test } from 'vitest';
import { compile } from '../../../sampler/compile/compile.ts';
import { instantiate } from '../../../sampler/compile/instantiate.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { drawPriors } from '../../../sampler/predict/draw-priors.ts';
import { priorPositions } from '../../../sampler/run/prior-positions.ts';

async function positionsOf(text: string, draws: number) {
  const { program, data, diagnostics } = checkModel(text, 'model.bayes');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { ir } = lower(program, data, { centring: true });
  const model = compile(ir);
  const module = new WebAssembly.Module(model.wasm as BufferSource);
  const values = await drawPriors(program, data, { draws, seed: 7 });
  return { ir, model, values, positions: priorPositions(ir, model, module, values), module };
}

test('has the values that were drawn, of each constraint', async () => {
  const { model, module, values, positions } = await positionsOf(
    `param s ~ HalfCauchy(5)
param m ~ Normal(100, s)
param u ~ Uniform(-s, 2)
param p[3] ~ Dirichlet([1, 2, 3])
param L[2, 2] ~ LKJCholesky(2)
param c[3]: ordered ~ Normal(0, 3)
param w[4] ~ GaussianRandomWalk(s, init = Normal(m, 1))
param a[5] ~ Normal(m, s)
potential none = 0 * m
`,
    10,
  );
  expect(positions).toHaveLength(10);
  const { constrain } = instantiate(model, module);
  const out = new Float64Array(model.names.length);
  for (const [k, position] of positions.entries()) {
    constrain(position, out);
    let at = 0;
    for (const { name, kind, size } of model.quantities) {
      if (kind === 'param')
        for (const [i, value] of values[k][name].entries())
          expect(Math.abs(out[at + i] - value), `${name}[${i}]`).toBeLessThanOrEqual(
            1e-6 * Math.max(1, Math.abs(value)),
          );
      at += size;
    }
  }
  expect(new Set(positions.map((position) => position[1])).size).toBe(10);
});

const withFlat = `param m ~ Normal(0, 1)
param f[2] ~ Flat()
potential none = 0 * (m + sum(f))
`;

test('has none where a prior is improper', async () => {
  expect((await positionsOf(withFlat, 5)).positions).toEqual([]);
});

test('leaves open what is not drawn, and leaves out what no number holds', async () => {
  const { ir, model, module } = await positionsOf(withFlat, 5);
  const draws = [{ m: [3] }, { m: [Number.POSITIVE_INFINITY] }];
  expect(priorPositions(ir, model, module, draws).map((x) => [...x])).toEqual([[3, Number.NaN, Number.NaN]]);
});
