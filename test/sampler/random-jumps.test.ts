import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { createRandom } from '../../sampler/random.ts';

/** The same stream by pure-rand, one jump after another. */
function jumped(seed: number, stream: number): readonly number[] {
  const generator = xoroshiro128plusFromState([...createRandom(seed).state().words]);
  for (let k = 0; k < stream; k++) generator.jump();
  return generator.getState();
}

test.each([0, 1, 2, 3, 7, 100, 1023, 2000, 3000, 5461, 8192 + 4096 + 3, 2 * 8192 + 1])(
  'stream %i is where as many jumps of pure-rand lead',
  (stream) => {
    for (const seed of [0, 8, -(2 ** 40) - 3])
      expect(createRandom(seed, stream).state().words).toEqual(jumped(seed, stream));
  },
);
