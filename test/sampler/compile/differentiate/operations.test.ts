/** Operations of a gradient grow as its loops and its matrices do, and are no fewer than the work. */
import { describe, expect, it } from 'vitest';
import type { CompiledModel } from '../../../../sampler/compile/compiled-model.ts';
import { checkModel } from '../../../../sampler/model/check-model.ts';
import { prepare } from '../../../../sampler/model/compile-model.ts';

async function operationsIn(text: string): Promise<number> {
  const prepared = await prepare(checkModel(text, 'm.bayes'), 'sample');
  if (prepared.kind !== 'ok') throw new Error(JSON.stringify(prepared));
  const { operations }: CompiledModel = prepared.model;
  return operations;
}

describe('operations of a gradient', () => {
  it('count every pass of nested loops', async () => {
    const nested = (n: number) => `dim k = ${n}
param x ~ Normal(0, 1)
potential p = sum(sum(sin(x * (i + 2 * j)) for i in k) for j in k)
`;
    const [few, many] = [await operationsIn(nested(20)), await operationsIn(nested(200))];
    expect(many).toBeGreaterThan(200 * 200);
    expect(many / few).toBeGreaterThan(60);
    expect(many / few).toBeLessThan(110);
  });

  it('count linear algebra by the cube of its side', async () => {
    const process = (n: number) => `dim k = ${n}
param l ~ LogNormal(0, 1)
let S[i in k, j in k] = exp(-((i - j) ^ 2) / 9)
param x[k] ~ MvNormal(0, l * S + 0.1 * S)
`;
    expect(await operationsIn(process(80))).toBeGreaterThan(80 ** 3);
  });
});
