/** The row of a summary by WebAssembly against the reference in TypeScript, which is held to R by golden.test.ts. */
import { describe, expect, it } from 'vitest';
import { describeByReference } from '../../../sampler/diagnose/describe-by-reference.ts';
import { describer } from '../../../sampler/diagnose/describe-quantity.ts';
import type { Description } from '../../../sampler/diagnose/description.ts';
import { createRandom } from '../../../sampler/random.ts';
import { scoreTable } from '../../../sampler/stats/ranks.ts';
import { ar1, type ChainsOfOne, normals, sets } from './golden-inputs.ts';

function describeFast({ values, chains }: ChainsOfOne): Description | null {
  const draws = values.length / chains;
  return describer(chains, draws, scoreTable(values.length), 0.94)?.(values) ?? null;
}

/** Each number, by name. */
function numbersOf({ hdi, quantiles, ...rest }: Description): readonly (readonly [string, number])[] {
  return [
    ...Object.entries(rest),
    ...[...hdi, ...quantiles].map((value, k) => [`order statistic ${k}`, value] as const),
  ];
}

function expectSame(set: ChainsOfOne): void {
  const fast = describeFast(set);
  if (fast === null) throw new Error('left to the reference');
  const expected = new Map(numbersOf(describeByReference(set.values, set.chains)));
  for (const [name, value] of numbersOf(fast)) {
    const wanted = expected.get(name) ?? Number.NaN;
    // NaN, infinities and zeros exactly; the rest up to rounding in sums.
    if (!Number.isFinite(wanted) || wanted === 0) expect([name, value]).toEqual([name, wanted]);
    else expect([name, Math.abs(value / wanted - 1) < 1e-11]).toEqual([name, true]);
  }
}

const random = createRandom(5);
const made = (chains: number, draws: number, value: (i: number) => number): ChainsOfOne => ({
  values: Float64Array.from({ length: chains * draws }, (_, i) => value(i)),
  chains,
});

describe('a quantity is described as by the reference', () => {
  const taken = ['iid', 'ar1', 'antithetic', 'shifted', 'scaled', 'stuck', 'heavy'];
  it.each(taken)('of the golden set "%s"', (name) => expectSame(sets[name]));

  it.each([8, 10, 12, 62, 126, 128, 130, 254, 256, 258, 1000])(
    'of %d draws in each of three chains',
    (draws) => {
      expectSame({ values: ar1(3 * draws, 0.4, 7 + draws), chains: 3 });
      expectSame({ values: ar1(draws, -0.3, 7 + draws), chains: 1 });
    },
  );

  // A tail of 90 values in chains of 900 draws, and so on: its products end at every place in a block of them.
  it.each([900, 902, 906, 912, 920, 930, 944])('with a heavy tail, of %d draws', (draws) => {
    const cauchy = () => Math.tan(Math.PI * (random.next() - 0.5));
    expectSame(made(1, draws, cauchy));
    expectSame(made(1, draws, () => random.normal()));
  });

  it.each<readonly [string, ChainsOfOne]>([
    ['counts, many of them equal', made(4, 500, () => Math.floor(4 * random.next()))],
    ['an indicator', made(4, 500, () => Number(random.next() < 0.1))],
    ['both zeros', made(2, 600, (i) => (i % 3 === 0 ? -0 : i % 3 === 1 ? 0 : random.normal()))],
    ['values of all magnitudes', made(4, 300, () => Math.exp(30 * random.normal()))],
    ['negative values', made(2, 500, () => -2 - random.next())],
    ['values that agree in their first digits', made(2, 300, () => 1000 + 0.05 * random.normal())],
    ['values that agree in their upper words', made(2, 5000, () => 1 + 2 ** -33 * random.next())],
    [
      'values that share a place between two far ones',
      made(2, 500, (i) => [-1e60, 3e60][i] ?? random.normal()),
    ],
    ['squares tied beyond the ends of the bulk', made(4, 500, () => Math.round(20 * random.next() ** 8))],
    ['a slow chain', { values: ar1(8000, 0.95, 3), chains: 4 }],
  ])('of %s', (_, set) => expectSame(set));
});

describe('left to the reference are', () => {
  it.each<readonly [string, ChainsOfOne]>([
    ['a constant', made(4, 100, () => 2.5)],
    ['draws that are not finite', made(4, 100, (i) => (i === 7 ? Number.NaN : random.next()))],
    ['infinite draws', made(4, 100, (i) => (i === 399 ? Number.POSITIVE_INFINITY : random.next()))],
    ['squares that leave the range of numbers', made(4, 100, () => 1e200 * random.next())],
    ['two values at equal distance', made(4, 100, (i) => (i % 2 === 0 ? -1 : 1))],
    ['chains of an odd length', made(4, 101, () => random.next())],
    ['a chain that hardly moves', { values: ar1(40_000, 0.9999, 3), chains: 4 }],
  ])('%s', (_, set) => {
    expect(describeFast(set)).toBeNull();
  });

  it('no more after one of them', () => {
    const take = describer(4, 100, scoreTable(400), 0.94);
    const before = take?.(normals(400, 3));
    expect(take?.(new Float64Array(400).fill(Number.NaN))).toBeNull();
    expect(take?.(normals(400, 3))).toEqual(before);
    expect(before).not.toBeNull();
  });
});
