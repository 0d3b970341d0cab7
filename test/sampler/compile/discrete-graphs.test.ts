/** Discrete unknowns that are linked in graphs, against published probabilities and sums by hand. */
import { describe, expect, it } from 'vitest';
import { interpretGenerated, interpretValue } from '../../../sampler/compile/interpreter/index.ts';
import { eliminationOrder } from '../../../sampler/compile/lower/discrete/graph/elimination-order.ts';
import { dataOf, irOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

const tables = `
param asia   ~ Bernoulli(0.01)
param tub    ~ Bernoulli(if asia == 1 then 0.05 else 0.01)
param smoke  ~ Bernoulli(0.5)
param lung   ~ Bernoulli(if smoke == 1 then 0.1 else 0.01)
param bronc  ~ Bernoulli(if smoke == 1 then 0.6 else 0.3)
param either ~ Bernoulli(if tub == 1 or lung == 1 then 1 else 0)
`;
const xray = 'Bernoulli(if either == 1 then 0.98 else 0.05)';
const dysp =
  'Bernoulli(if either == 1 then (if bronc == 1 then 0.9 else 0.7) else (if bronc == 1 then 0.8 else 0.1))';

type State = Readonly<
  Record<'asia' | 'tub' | 'smoke' | 'lung' | 'bronc' | 'either' | 'xray' | 'dysp', number>
>;

/** All states with their probabilities, from the tables of Lauritzen and Spiegelhalter (1988). */
const states = Array.from({ length: 128 }, (_, bits) => {
  const [asia, tub, smoke, lung, bronc, xray, dysp] = Array.from({ length: 7 }, (__, i) => (bits >> i) & 1);
  const either = tub === 1 || lung === 1 ? 1 : 0;
  const state: State = { asia, tub, smoke, lung, bronc, either, xray, dysp };
  const of = (x: number, p: number): number => (x === 1 ? p : 1 - p);
  const pDysp = either === 1 ? [0.7, 0.9][bronc] : [0.1, 0.8][bronc];
  const p =
    of(asia, 0.01) *
    of(tub, [0.01, 0.05][asia]) *
    of(smoke, 0.5) *
    of(lung, [0.01, 0.1][smoke]) *
    of(bronc, [0.3, 0.6][smoke]) *
    of(xray, [0.05, 0.98][either]) *
    of(dysp, pDysp);
  return { state, p };
});

function probability(of: Partial<State>, given: Partial<State>): number {
  const holds = (state: State, what: Partial<State>): boolean =>
    Object.entries(what).every(([name, value]) => state[name as keyof State] === value);
  const sum = (what: Partial<State>): number =>
    states.reduce((total, { state, p }) => total + (holds(state, what) ? p : 0), 0);
  return sum({ ...given, ...of }) / sum(given);
}

const names = ['asia', 'tub', 'smoke', 'lung', 'bronc', 'either'] as const;

describe('Asia', () => {
  const told = names.map((name) => `deterministic prob_${name} = prob(${name})`).join('\n');
  const found = (text: string, data: Readonly<Record<string, number>>) => {
    const ir = irOf(`${text}\n${told}`, dataOf({}, data));
    const values = interpretGenerated(ir, Float64Array.of(0));
    const of = (name: string): number => {
      const quantity = ir.quantities.find((q) => q.name === `prob_${name}`);
      return values.get(quantity?.array ?? -1)?.[1] ?? Number.NaN;
    };
    return { ir, of };
  };

  it('has the published probabilities without evidence', () => {
    const nothing = `${tables}param xray ~ ${xray} param dysp ~ ${dysp}`;
    const { ir, of } = found(
      `${nothing} deterministic prob_xray = prob(xray) deterministic prob_dysp = prob(dysp)`,
      {},
    );
    const published = {
      asia: 0.01,
      tub: 0.0104,
      smoke: 0.5,
      lung: 0.055,
      bronc: 0.45,
      either: 0.064828,
      xray: 0.11029004,
      dysp: 0.4359706,
    };
    for (const [name, p] of Object.entries(published)) expect(of(name)).toBeCloseTo(p, 8);
    expect(interpretValue(ir, Float64Array.of(0))).toBeCloseTo(0, 12);
    expect(ir.summedOut).toEqual([
      { names: [...names, 'xray', 'dysp'], how: 'graph', elements: 8, together: 3, combinations: 46 },
    ]);
  });

  it.each([
    { seen: { dysp: 1, xray: 1 }, published: {} },
    // 0.088, 0.100, 0.811 in the paper, where the patient has been to Asia.
    { seen: { dysp: 1, xray: 0 }, published: {} },
    { seen: { dysp: 1, asia: 1 }, published: { tub: 0.088, lung: 0.1, bronc: 0.811 } },
  ])('given $seen', async ({ seen, published }) => {
    const data = Object.keys(seen).map((name) => `seen_${name} : int`);
    const pinned =
      'asia' in seen
        ? 'potential visited = if asia == seen_asia then 0 else -1e300'
        : `observe seen_xray ~ ${xray}`;
    const text = `data { ${data.join(' ')} }${tables}observe seen_dysp ~ ${dysp} ${pinned}`;
    const given = Object.fromEntries(Object.entries(seen).map(([name, value]) => [`seen_${name}`, value]));
    const { ir, of } = found(text, given);
    for (const name of names)
      expect(Math.abs(of(name) - probability({ [name]: 1 }, seen))).toBeLessThan(1e-10);
    for (const [name, p] of Object.entries(published)) expect(of(name)).toBeCloseTo(p, 3);
    const evidence = Math.log(probability(seen, {}));
    expect(interpretValue(ir, Float64Array.of(0))).toBeCloseTo(evidence, 10);
    expect(gradientAt(await compiled(ir), Float64Array.of(0)).logDensity).toBeCloseTo(evidence, 10);
  });
});

describe('the order of elimination', () => {
  const line = (n: number) => Array.from({ length: n - 1 }, (_, i) => [i, i + 1]);
  it('is linear along a tree', () => {
    const { cost, widest } = eliminationOrder(
      Array.from({ length: 50 }, () => 3),
      line(50),
    );
    expect(widest.length).toBe(2);
    expect(cost).toBe(49 * 9 + 3);
  });

  it('sums a star out from its leaves', () => {
    const { cost } = eliminationOrder(
      Array.from({ length: 21 }, () => 2),
      Array.from({ length: 20 }, (_, i) => [0, i + 1]),
    );
    expect(cost).toBe(20 * 4 + 2);
  });

  it('keeps the neighbours of a loop', () => {
    const { cost, widest } = eliminationOrder([2, 2, 2, 2, 2], [...line(5), [0, 4]]);
    expect(widest.length).toBe(3);
    expect(cost).toBe(3 * 8 + 4 + 2);
  });

  it('is found where each meets each, whose combinations are all there are', () => {
    const { widest } = eliminationOrder([2, 3, 4], [[0, 1, 2]]);
    expect(widest.length).toBe(3);
  });
});
