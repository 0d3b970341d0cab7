/** The order of `AR` is the length of its coefficients: a number is one of them. */
import { expect, test } from 'vitest';
import { sampleModel } from './fit.ts';

const drawsOf = async (distribution: string) => {
  const text = `dim time
data { y : real[time] = [0, 0.5, 0.3, 1, 0.2, -1, 0.4, 0.3, 2, 0] }
param rho ~ Uniform(-0.9, 0.9)
param s ~ LogNormal(0, 0.3)
${distribution}`;
  const fit = await sampleModel(text, { seed: 3, draws: 200, chains: 1 });
  return ['rho', 's'].map((name) => [...fit.column(name)]);
};

test('a number is the coefficient of one lag', async () => {
  const number = await drawsOf('observe y ~ AR(rho, s, init = Normal(0, 1))');
  expect(number).toEqual(await drawsOf('observe y ~ AR([rho], s, init = Normal(0, 1))'));
  const written = await drawsOf(
    'observe y[t in time] ~ Normal(if t == 1 then 0 else rho * y[t - 1], if t == 1 then 1 else s)',
  );
  for (const [k, draws] of number.entries())
    for (const [i, draw] of draws.entries()) expect(draw).toBeCloseTo(written[k][i], 3);
});
