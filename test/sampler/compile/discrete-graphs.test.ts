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

describe('two chains that depend on each other', () => {
  const y = [1, 2, 3, 2, 1];
  const of = (x: number, p: number): number => (x === 1 ? p : 1 - p);
  const next = (s: number, r: number): readonly [number, number] => [
    0.2 + 0.1 * s + 0.5 * r,
    0.3 + 0.4 * s + 0.2 * r,
  ];
  const position = Float64Array.of(0.3, 1.1);

  /** The density, summed over all 2^10 pairs of series. */
  const summed = (() => {
    const normal = (x: number, mean: number): number => -0.5 * (x - mean) ** 2 - 0.5 * Math.log(2 * Math.PI);
    let total = 0;
    for (let bits = 0; bits < 1024; bits++) {
      const at = (k: number): number => (bits >> k) & 1;
      let p = 1;
      for (const [t, value] of y.entries()) {
        const [ps, pr] = t === 0 ? [0.5, 0.5] : next(at(t - 1), at(t + 4));
        const mean = position[0] * at(t) + position[1] * at(t + 5);
        p *= of(at(t), ps) * of(at(t + 5), pr) * Math.exp(normal(value, mean));
      }
      total += p;
    }
    return Math.log(total) + normal(position[0], 0) + normal(position[1], 0);
  })();

  const head = 'dim time  data { y : real[time] }\n';
  const asBlock = `${head}param {
  s[t in time] ~ Bernoulli(if t == 1 then 0.5 else 0.2 + 0.1 * s[t - 1] + 0.5 * r[t - 1])
  r[t in time] ~ Bernoulli(if t == 1 then 0.5 else 0.3 + 0.4 * s[t - 1] + 0.2 * r[t - 1])
}
param mu[2] ~ Normal(0, 1)
observe y ~ Normal(mu[1] * s + mu[2] * r, 1)`;
  // What the message about longer ones says to write.
  const asOneChain = `${head}dim both
let s_of[k in both] = if k > 2 then 1 else 0
let r_of[k in both] = if k == 2 or k == 4 then 1 else 0
let P[k in both, m in both] = exp(
  logpdf(Bernoulli(0.2 + 0.1 * s_of[k] + 0.5 * r_of[k]), s_of[m])
  + logpdf(Bernoulli(0.3 + 0.4 * s_of[k] + 0.2 * r_of[k]), r_of[m]))
param x[t in time] ~ Categorical(if t == 1 then [0.25, 0.25, 0.25, 0.25] else P[x[t - 1]])
param mu[2] ~ Normal(0, 1)
observe y ~ Normal(mu[1] * s_of[x] + mu[2] * r_of[x], 1)`;

  it.each([
    ['in one block', asBlock, 'graph'],
    ['as one chain over the combinations of their values', asOneChain, 'chain'],
  ])('%s: the sum over all of their values', async (_title, text, how) => {
    const ir = irOf(text, dataOf({ time: 5, both: 4 }, { y: { dims: ['time'], values: y } }));
    expect(ir.summedOut?.map((one) => one.how)).toEqual([how]);
    expect(interpretValue(ir, position)).toBeCloseTo(summed, 12);
    expect(gradientAt(await compiled(ir), position).logDensity).toBeCloseTo(summed, 12);
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
