/** Positions of given values are found without drawing what `draw` declares, which may take long and no parameter needs. */
import { expect, it } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { modelInstance } from '../../../sampler/compile/model-instance.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { unconstrainedDraws } from '../../../sampler/model/unconstrained-draws.ts';

it('draws nothing', () => {
  const { program } = parse(`
param a ~ Normal(0, 1)
param b ~ Uniform(a, 5)
draw z ~ Normal(b, 1)
deterministic w = z + a`);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const { ir } = lower(program, data);
  const model = compile(ir);
  const instance = modelInstance(model, new WebAssembly.Module(Uint8Array.from(model.wasm)), () => ({
    at: () => expect.fail('it was drawn'),
  }));
  const draws = { names: ['a', 'b'], chains: 1, drawsPerChain: 2, values: Float64Array.of(1, 3, -1, 2) };
  const placed = unconstrainedDraws(ir, model, instance, draws);
  expect(placed).toEqual({
    kind: 'ok',
    // b = a + (5 − a) / 2 in both
    positions: [Float64Array.of(1, 0), Float64Array.of(-1, 0)],
  });
});
