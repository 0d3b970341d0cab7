import { describe, expect, it } from 'vitest';
import { unaryRules } from '../../../sampler/compile/interpreter/functions.ts';
import { mathLibrary } from '../../../sampler/math/instance.ts';

const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: ninf, NaN: nan } = Number;
const library = mathLibrary() as unknown as Record<string, (x: number, y?: number) => number>;

/** Value at -∞, 0 and +∞, as C's functions or the limits have it. */
const limits: Readonly<Record<string, readonly [number, number, number]>> = {
  exp: [0, 1, inf],
  log: [nan, ninf, inf],
  log1p: [nan, 0, inf],
  expm1: [-1, 0, inf],
  cbrt: [ninf, 0, inf],
  sin: [nan, 0, nan],
  cos: [nan, 1, nan],
  tan: [nan, 0, nan],
  asin: [nan, 0, nan],
  acos: [nan, Math.PI / 2, nan],
  atan: [-Math.PI / 2, 0, Math.PI / 2],
  sinh: [ninf, 0, inf],
  cosh: [inf, 1, inf],
  tanh: [-1, 0, 1],
  round: [ninf, 0, inf],
  inv_logit: [0, 0.5, 1],
  log_inv_logit: [ninf, -Math.LN2, 0],
  logit: [nan, ninf, nan],
  log1p_exp: [0, Math.LN2, inf],
  log1m_exp: [0, ninf, nan],
  lgamma: [inf, inf, inf],
  digamma: [nan, nan, inf],
  trigamma: [nan, inf, 0],
  erf: [-1, 0, 1],
  erfc: [2, 1, 0],
  Phi: [0, 0.5, 1],
  log_Phi: [ninf, -Math.LN2, 0],
  probit: [nan, ninf, nan],
  log_i0: [inf, 0, inf],
  i1_over_i0: [-1, 0, 1],
};

describe.each(Object.entries(limits))('%s', (name, [low, zero, high]) => {
  const f = library[name];
  it('at infinities and zero', () => {
    const found = [f(ninf), f(0), f(inf)];
    [low, zero, high].forEach((wanted, i) => {
      if (Number.isFinite(wanted)) expect(found[i]).toBeCloseTo(wanted, 14);
      else expect(found[i]).toBe(wanted);
    });
  });
  it('passes NaN on', () => expect(f(nan)).toBeNaN());
  it('agrees with the interpreter there', () => {
    const rule = Object.entries(unaryRules).find(([key]) => key === name)?.[1];
    if (rule === undefined) throw new Error(`no rule for ${name}`);
    for (const x of [ninf, 0, inf, nan]) {
      const [wanted, found] = [rule.value(x), f(x)];
      if (Number.isFinite(wanted)) expect(found).toBeCloseTo(wanted, 14);
      else expect(found, `at ${x}`).toBe(wanted);
    }
  });
});

describe('domains', () => {
  it.each([
    ['log', -1],
    ['log1p', -1.5],
    ['asin', 1.1],
    ['acos', -1.1],
    ['logit', 1.5],
    ['logit', -0.5],
    ['log1m_exp', 0.5],
    ['probit', -0.1],
    ['probit', 1.1],
    ['digamma', -3],
  ])('%s(%d) is NaN', (name, x) => expect(library[name](x)).toBeNaN());
  it.each([
    ['log', 0, ninf],
    ['log1p', -1, ninf],
    ['logit', 1, inf],
    ['probit', 1, inf],
    ['lgamma', -2, inf],
    ['trigamma', -1, inf],
    ['exp', 710, inf],
    ['exp', -746, 0],
    ['lgamma', 1, 0],
    ['lgamma', 2, 0],
  ])('%s(%d) is %d', (name, x, wanted) => expect(library[name](x) + 0).toBe(wanted));
});

describe('functions of two arguments', () => {
  const { pow, mod, log_sum_exp2: lse, atan2 } = library;
  it('pow is that of JavaScript, where NaN always shows', () => {
    expect([pow(1, nan), pow(nan, 0), pow(-1, inf), pow(0, -1), pow(-8, 1 / 3)]).toEqual([
      nan,
      1,
      nan,
      inf,
      nan,
    ]);
  });
  it('mod has the sign of the dividend', () => {
    expect([mod(7, 3), mod(-7, 3), mod(7, -3), mod(5.5, 0), mod(inf, 2)]).toEqual([1, -1, 1, nan, nan]);
  });
  it('log_sum_exp2 keeps infinities', () => {
    expect([lse(ninf, ninf), lse(ninf, 2), lse(2, ninf), lse(inf, 2), lse(inf, inf)]).toEqual([
      ninf,
      2,
      2,
      inf,
      inf,
    ]);
    expect(lse(nan, 2)).toBeNaN();
    expect(lse(2, nan)).toBeNaN();
  });
  it('atan2 knows its quadrants', () => {
    expect([atan2(0, -1), atan2(-1, 0), atan2(0, 1)]).toEqual([Math.PI, -Math.PI / 2, 0]);
  });
});

it('round goes to even at halves', () => {
  expect([0.5, 1.5, 2.5, -0.5, -1.5, 2.4, 2.6].map((x) => library.round(x))).toEqual([0, 2, 2, -0, -2, 2, 3]);
});
