import { describe, expect, test } from 'vitest';
import { enoughText } from '../../../sampler/report/enough-draws.ts';
import { decide, enoughOf, firstLook, mayGoOn, type Sampled } from '../../../sampler/run/stopping-rule.ts';

const row = (name: string, ess_bulk: number, ess_tail = ess_bulk, sd = 1) => ({
  name,
  mean: 0,
  sd,
  ess_bulk,
  ess_tail,
});
/** Of four chains. */
const sampled = (rows: Sampled['rows'], ...looks: number[]): Sampled => ({
  rows,
  quantities: [{ name: 'x', kind: 'param' }],
  chains: 4,
  looks,
});
const next = (rows: Sampled['rows'], looks: number[], most = 20_000) => decide(sampled(rows, ...looks), most);

describe('draws = enough', () => {
  test('1000 draws first, or the limit', () => {
    expect([firstLook(20_000), firstLook(300)]).toEqual([1000, 300]);
  });

  test('stops where the worst of bulk and tail is 400 per chain, and not below', () => {
    const stop = { kind: 'stop', by: 'effective-draws', needed: null };
    expect(next([row('x', 1600, 1600)], [1000])).toEqual(stop);
    expect(next([row('x', 1599.9, 4000)], [1000]).kind).toBe('more');
    expect(next([row('x', 4000, 1599.9)], [1000]).kind).toBe('more');
    expect(next([row('a', 4000), row('x', 1500), row('z', 3000)], [1000]).kind).toBe('more');
  });

  test('reckons with a margin of 20 %, in hundreds', () => {
    // 1000 · 1600 / 1000 · 1.2 = 1920
    expect(next([row('x', 1000)], [1000])).toEqual({ kind: 'more', draws: 2000, needed: 2000 });
    // 2000 · 1600 / 1500 · 1.2 = 2560
    expect(next([row('x', 1500)], [1000, 2000])).toEqual({ kind: 'more', draws: 2600, needed: 2600 });
  });

  test('at most triples, up to the limit', () => {
    expect(next([row('x', 100)], [1000])).toEqual({ kind: 'more', draws: 3000, needed: 19_200 });
    expect(next([row('x', 100)], [1000, 3000])).toEqual({ kind: 'more', draws: 9000, needed: 57_600 });
    expect(next([row('x', 200)], [1000, 3000, 9000])).toEqual({
      kind: 'more',
      draws: 20_000,
      needed: 86_400,
    });
    expect(next([row('x', 1000)], [1000], 1300)).toEqual({ kind: 'more', draws: 1300, needed: 2000 });
  });

  test('no more follow after three looks, nor at the limit', () => {
    const by = (looks: number[], most?: number) => next([row('x', 1500)], looks, most);
    expect(by([1000, 1300, 1500]).kind).toBe('more');
    expect(by([1000, 1300, 1500, 2000])).toEqual({ kind: 'stop', by: 'looks', needed: 2600 });
    expect(by([1000, 1300], 1300)).toEqual({ kind: 'stop', by: 'max-draws', needed: 1700 });
    expect(next([row('x', 1600)], [1000, 1300, 1500, 2000])).toMatchObject({ by: 'effective-draws' });
  });

  test('more may follow exactly where effective draws alone would ask for more', () => {
    for (const looks of [[1000], [1000, 1300], [1000, 1300, 1500], [1000, 1300, 1500, 2000]])
      for (const most of [20_000, looks[looks.length - 1]])
        expect([looks, most, mayGoOn(looks, most)]).toEqual([
          looks,
          most,
          next([row('x', 1500)], looks, most).kind === 'more',
        ]);
  });

  test('stops at once where the limit would not come near', () => {
    // 1000 · 1600 / 5 · 1.2 = 384000
    expect(next([row('x', 5)], [1000])).toEqual({ kind: 'stop', by: 'out-of-reach', needed: 384_000 });
    expect(next([row('x', 10)], [1000]).kind).toBe('more');
  });

  test('probabilities of labels count, though they have no sd, but for those of 0 and 1', () => {
    const label = (mean: number, ess: number) => ({
      ...row('P(x = a)', ess, ess, Number.NaN),
      element: 'x',
      mean,
    });
    expect(next([label(0.4, 1500), row('y', 4000)], [1000])).toMatchObject({ kind: 'more' });
    expect(next([label(0, 10), label(1, 10), row('y', 4000)], [1000])).toMatchObject({
      by: 'effective-draws',
    });
  });

  test('constants and draws that are not numbers do not count', () => {
    const others = [row('c', 4000, 10, 0), row('n', Number.NaN, Number.NaN, Number.NaN)];
    expect(next([...others, row('x', 2000)], [1000])).toMatchObject({ by: 'effective-draws' });
    expect(next(others, [1000])).toMatchObject({ by: 'effective-draws' });
  });

  test('of a few draws nothing is known', () => {
    expect(next([row('x', Number.NaN)], [2], 2)).toEqual({ kind: 'stop', by: 'max-draws', needed: null });
  });

  test('the report has the looks', () => {
    const stop = { kind: 'stop', by: 'looks', needed: 2600 } as const;
    expect(enoughOf(stop, [1000, 1300], 20_000)).toEqual({
      stopped_by: 'looks',
      looks: [1000, 1300],
      needed: 2600,
      max_draws: 20_000,
    });
  });
});

test('a number of draws that nobody makes is not named', () => {
  const text = (stopped_by: 'out-of-reach' | 'max-draws', needed: number | null, max_draws = 20_000) =>
    enoughText({ stopped_by, looks: [1000], needed, max_draws });
  const advice = 'more draws alone will not do: the first reason of the verdict says what will';
  expect(text('out-of-reach', 3_000_000_000)).toBe(
    `not enough draws: stopped since max_draws = 20000 would not come near, looked at after 1000; ${advice}`,
  );
  // Reckoned by a small limit: a number that can be made.
  expect(text('out-of-reach', 12_000, 1000)).toMatch(/; about 12000 per chain are needed$/);
  expect(text('max-draws', 3_000_000_000, 1000)).toMatch(new RegExp(`after 1000; ${advice}$`));
  expect(text('max-draws', 2600, 1000)).toMatch(/; about 2600 per chain are needed$/);
});
