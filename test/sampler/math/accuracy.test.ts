import { describe, expect, it } from 'vitest';
import { binaryRules, unaryRules } from '../../../sampler/compile/interpreter/functions.ts';
import { mathLibrary } from '../../../sampler/math/instance.ts';
import golden from '../../golden/math-functions.json' with { type: 'json' };
import { ulps } from './ulps.ts';

/** The largest error allowed, in ulps, of the library on the points of test/golden/math-functions.py. */
const bounds: Readonly<Record<string, number>> = {
  exp: 1,
  log: 1,
  log1p: 1,
  expm1: 1,
  cbrt: 1,
  sin: 1,
  cos: 1,
  tan: 1,
  asin: 1,
  acos: 1,
  atan: 1,
  sinh: 2,
  cosh: 2,
  tanh: 2,
  pow: 1,
  atan2: 1,
  mod: 0,
  inv_logit: 2,
  log_inv_logit: 2,
  logit: 2,
  log1p_exp: 2,
  log1m_exp: 2,
  log_sum_exp2: 2,
  lgamma: 4,
  digamma: 4,
  trigamma: 4,
  tetragamma: 4,
  erf: 4,
  erfc: 5,
  Phi: 5,
  log_Phi: 6,
  probit: 4,
  log_i0: 4,
  i1_over_i0: 4,
};

type Rows = readonly (readonly number[])[];
const rows = Object.entries(golden as unknown as Record<string, Rows>);
const library = mathLibrary() as unknown as Record<string, (x: number, y?: number) => number>;

describe('the math library against mpmath', () => {
  it.each(rows.filter(([name]) => !name.endsWith('_negative')))('%s', (name, points) => {
    expect(points.length).toBeGreaterThan(50);
    for (const point of points) {
      const wanted = point[point.length - 1];
      const found = library[name](point[0], point[1]);
      const message = `${name}(${point.slice(0, -1).join(', ')}) = ${found}, not ${wanted}`;
      expect(ulps(found, wanted), message).toBeLessThanOrEqual(bounds[name]);
    }
  });
  // Next to zeros and poles of the reflected gamma family the argument's own rounding dominates.
  it.each(rows.filter(([name]) => name.endsWith('_negative')))('%s', (name, points) => {
    for (const [x, wanted] of points) {
      const error =
        Math.abs(library[name.replace('_negative', '')](x) - wanted) / Math.max(1, Math.abs(wanted));
      expect(error, `at ${x}`).toBeLessThan(2e-15);
    }
  });
  it('has a bound for every function it tests', () => {
    const tested = rows.map(([name]) => name).filter((name) => !name.endsWith('_negative'));
    expect(tested.sort()).toEqual(Object.keys(bounds).sort());
  });
});

describe("the interpreter's own functions against mpmath", () => {
  const own = new Map<string, (x: number, y: number) => number>([
    ...Object.entries(unaryRules).map(([name, rule]) => [name, rule.value] as const),
    ...Object.entries(binaryRules).map(([name, rule]) => [name, rule.value] as const),
  ]);
  it.each(rows.filter(([name]) => name !== 'log_sum_exp2'))('%s', (name, points) => {
    const f = own.get(name.replace('_negative', ''));
    if (f === undefined) throw new Error(`no rule for ${name}`);
    for (const point of points) {
      const wanted = point[point.length - 1];
      const found = f(point[0], point[1]);
      const small = Math.abs(found - wanted) < 1e-14;
      const message = `${name}(${point.slice(0, -1).join(', ')}) = ${found}, not ${wanted}`;
      expect(small || Math.abs(found / wanted - 1) < 1e-14, message).toBe(true);
    }
  });
});
