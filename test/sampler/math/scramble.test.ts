/** The hash behind the draws of discrete unknowns: its published values, and no correlation between elements. */
import { describe, expect, it } from 'vitest';
import { mathLibrary } from '../../../sampler/math/instance.ts';

const { scramble } = mathLibrary();
const WORD = 2 ** 32;
const fromBits = (bits: bigint): number => new Float64Array(BigUint64Array.of(bits).buffer)[0];

describe('scramble', () => {
  // The first outputs of SplitMix64 with seed 1234567 (Vigna's splitmix64.c, as in Rosetta Code), their upper halves.
  it.each([
    [0n, 6457827717110365317n],
    [1n, 3203168211198807973n],
    [2n, 9817491932198370423n],
    [3n, 4593380528125082431n],
    [4n, 16408922859458223821n],
  ])('step %i is that of SplitMix64', (steps, output) => {
    const state = BigInt.asUintN(64, 1234567n + steps * 0x9e3779b97f4a7c15n);
    expect(scramble(fromBits(state))).toBe(Number(output >> 32n));
  });

  it('gives uncorrelated numbers for the elements of a draw', () => {
    const draws = 20_000;
    const elements = 40;
    const columns = Array.from({ length: elements }, () => new Float64Array(draws));
    for (let d = 0; d < draws; d++) {
      const seed = scramble(d / 7);
      for (const [k, column] of columns.entries())
        column[d] = (Math.sqrt(12) * scramble(seed + (k + 1) * WORD)) / WORD - Math.sqrt(3);
    }
    // The largest of 780 standard normals is above 4.7 once in five hundred tries.
    for (const [k, x] of columns.entries())
      for (const y of columns.slice(0, k))
        expect(Math.abs(x.reduce((sum, value, d) => sum + value * y[d], 0)) / Math.sqrt(draws)).toBeLessThan(
          4.7,
        );
  });
});
