/** What a mode has no value of: discrete unknowns that are summed out. */
import { expect, test } from 'vitest';
import { lower } from '../../../../sampler/compile/lower/lower.ts';
import { mapMethod } from '../../../../sampler/methods/map/method.ts';
import { drawnQuantities } from '../../../../sampler/methods/map/without-drawn.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';

const model = `dim site = 3
data { y : int[site] = [0, 2, 0] }
param psi ~ Beta(1, 1)
param p ~ Beta(2, 2)
param z[site] ~ Bernoulli(psi)
let some = sum(z)
deterministic occupied = some / 3
deterministic odds = psi / (1 - psi)
observe y[i in site] ~ Binomial(3, z[i] * p)
`;

test('draws of discrete unknowns, and quantities of them, are left out of the mode', () => {
  const { program, data } = checkModel(model, '/m/m.bayes');
  const { ir, diagnostics } = lower(program, data);
  expect(diagnostics).toEqual([]);
  expect(drawnQuantities(ir)).toEqual(['z', 'occupied']);
  for (const jacobian of [true, false])
    expect(mapMethod.program(ir, { jacobian }).quantities.map(({ name }) => name)).toEqual([
      'psi',
      'p',
      'odds',
    ]);
});
