/** The kernel's random stream is that of `sampler/random.ts`, which is pure-rand's generator. */
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { type Kernel, startKernel } from '../../../sampler/kernel/kernel.ts';
import { createRandom, newRandomCells, type Random, restoreRandom } from '../../../sampler/random.ts';

/** A kernel on memory of its own, without a model. */
function kernelWith(random: Random): Kernel {
  const kernel = startKernel({
    memory: new WebAssembly.Memory({ initial: 4 }),
    dimension: 0,
    operations: 1,
    stateBytes: 32,
    position: 65536,
    gradient: 65536,
    inverseMass: 65536,
    metric: 65536,
    metricNumbers: 0,
    block: 65536,
    tuning: 65536,
    quantities: [],
    pieces: [],
    outputs: () => {},
    density: () => 0,
    stateAt: () => {
      throw new Error('no state');
    },
  });
  random.moveTo(kernel.cells);
  return kernel;
}

describe('the random stream', () => {
  it('of TypeScript has the words of pure-rand, jumps included', () => {
    for (const [seed, stream] of [
      [0, 0],
      [1, 3],
      [-7, 1],
      [2 ** 53 - 1, 2],
    ]) {
      const random = createRandom(seed, stream);
      const generator = xoroshiro128plusFromState(random.state().words);
      for (let i = 0; i < 20_000; i++) {
        const high = generator.next() >>> 5;
        const low = generator.next() >>> 6;
        if (random.next() !== (high * 67108864 + low) * 2 ** -53)
          throw new Error(`number ${i} of seed ${seed}`);
      }
      expect(random.state().words).toEqual([...generator.getState()]);
    }
  });

  it('of the kernel has the same numbers, uniform and normal, in any order', () => {
    for (const seed of [0, 1, 12345, -3]) {
      const order = createRandom(99);
      const reference = createRandom(seed);
      const kernel = kernelWith(createRandom(seed));
      for (let i = 0; i < 50_000; i++) {
        const [one, other] =
          order.next() < 0.6
            ? [kernel.nextNormal(), reference.normal()]
            : [kernel.nextUniform(), reference.next()];
        if (!Object.is(one, other)) throw new Error(`number ${i} of seed ${seed}: ${one}, not ${other}`);
      }
    }
  });

  it('goes to and fro between both, the spare normal included', () => {
    const random = createRandom(5);
    const reference = createRandom(5);
    const kernel = kernelWith(random);
    for (let i = 0; i < 1000; i++) {
      expect(kernel.nextNormal()).toBe(reference.normal());
      expect(random.state()).toEqual(reference.state());
      expect(random.normal()).toBe(reference.normal());
      expect(random.next()).toBe(reference.next());
      if (i % 7 === 0) expect(kernel.nextNormal()).toBe(reference.normal());
    }
    random.moveTo(newRandomCells());
    expect(random.normal()).toBe(reference.normal());
    expect(restoreRandom(JSON.parse(JSON.stringify(random.state()))).normal()).toBe(reference.normal());
  });
});
