/** What R's packages leave undefined, and properties that hold for all draws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eBfmi } from '../../../sampler/diagnose/e-bfmi.ts';
import { essBulk, essMean, essTail } from '../../../sampler/diagnose/ess.ts';
import { mcseMean } from '../../../sampler/diagnose/mcse.ts';
import { fold, prepare } from '../../../sampler/diagnose/quantity.ts';
import { rHat } from '../../../sampler/diagnose/r-hat.ts';
import { summary } from '../../../sampler/diagnose/summary.ts';
import { noLabels } from '../../../sampler/model/quantity-labels.ts';
import { sortedOrder } from '../../../sampler/stats/argsort.ts';
import { meanAutocovariance } from '../../../sampler/stats/autocovariance.ts';
import { hdi } from '../../../sampler/stats/hdi.ts';
import { ar1, normals } from './golden-inputs.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('a constant', () => {
  it.each([0, 1, -3.5e10])('%d is known as well as can be', (value) => {
    const row = summary(
      {
        names: ['L[0,0]'],
        chains: 4,
        drawsPerChain: 100,
        values: new Float64Array(400).fill(value),
      },
      noLabels,
    )[0];
    expect(row).toEqual({
      name: 'L[0,0]',
      mean: value,
      sd: 0,
      hdi_3: value,
      hdi_97: value,
      mcse_mean: 0,
      mcse_sd: 0,
      ess_bulk: 400,
      ess_tail: 400,
      r_hat: 1,
      q3: value,
      q50: value,
      q97: value,
      pareto_k_mean: Number.NaN,
      pareto_k_sd: Number.NaN,
    });
  });

  it('stays one with rounding in its last bit', () => {
    const values = normals(400, 5).map((z) => (z > 0 ? 1 : 1 - Number.EPSILON / 2));
    expect([rHat(values, 4), essBulk(values, 4), mcseMean(values, 4)]).toEqual([1, 400, 0]);
  });

  it('in the energy gives E-BFMI 1', () => {
    expect(eBfmi(new Float64Array(50).fill(2))).toBe(1);
  });
});

describe('an indicator', () => {
  it('with one tail constant takes the other for its tail ESS', () => {
    const values = normals(800, 6).map((z) => (z > 0 ? 1 : 0));
    expect(essTail(values, 4)).toBeGreaterThan(400);
    expect(essTail(values, 4)).toBeLessThanOrEqual(800);
    expect(rHat(values, 4)).toBeLessThan(1.05);
  });
});

describe('draws that are not finite', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%d make the row NaN, and do not throw', (bad) => {
    const values = normals(400, 7);
    values[123] = bad;
    const row = summary({ names: ['x'], chains: 4, drawsPerChain: 100, values }, noLabels)[0];
    for (const value of [row.r_hat, row.ess_bulk, row.ess_tail, row.hdi_3, row.mcse_mean]) {
      expect(value).toBeNaN();
    }
  });
});

describe('draws that are all the same infinity', () => {
  it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d lie there', (value) => {
    const values = new Float64Array(400).fill(value);
    const row = summary({ names: ['x'], chains: 4, drawsPerChain: 100, values }, noLabels)[0];
    const { mean, hdi_3, hdi_97, q3, q50, q97 } = row;
    expect([mean, hdi_3, hdi_97, q3, q50, q97]).toEqual(new Array(6).fill(value));
    for (const none of [row.sd, row.r_hat, row.ess_bulk, row.mcse_mean]) expect(none).toBeNaN();
  });
});

describe('chains that are stuck at values of their own', () => {
  it('have infinite R-hat and no more effective draws than that', () => {
    const values = Float64Array.from({ length: 400 }, (_, i) => Math.floor(i / 100));
    expect(rHat(values, 4)).toBe(Number.POSITIVE_INFINITY);
    expect(essBulk(values, 4)).toBeLessThan(20);
  });
});

describe('short runs', () => {
  it.each([1, 2, 3, 5])('of %d draws give a row without throwing', (drawsPerChain) => {
    const values = normals(2 * drawsPerChain, 8);
    const row = summary({ names: ['x'], chains: 2, drawsPerChain, values }, noLabels)[0];
    expect(row.mean).toBeCloseTo(values.reduce((sum, x) => sum + x, 0) / values.length, 12);
  });
});

describe('sorting', () => {
  it('orders any finite numbers, equal ones as they came', () => {
    fc.assert(
      // Few are sorted by comparing, many by radix.
      fc.property(
        fc.array(fc.oneof(finite, fc.constantFrom(0, -0, 1, -1)), { maxLength: 60 }),
        fc.constantFrom(1, 20),
        (array, copies) => {
          const values = Float64Array.from(Array(copies).fill(array).flat());
          const expected = [...values.keys()].sort((i, j) => values[i] - values[j] || i - j);
          expect([...sortedOrder(values)]).toEqual(expected);
        },
      ),
    );
  });

  it('orders distances from the median as a sort would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 40 }), (array) => {
        const { values, order } = fold(prepare(Float64Array.from(array), 1));
        expect([...order].sort((i, j) => i - j)).toEqual([...values.keys()]);
        for (let i = 1; i < order.length; i++) {
          expect(values[order[i]]).toBeGreaterThanOrEqual(values[order[i - 1]]);
        }
      }),
    );
  });
});

describe('autocovariance', () => {
  it('is the same lag by lag and by Fourier transform', () => {
    for (const chains of [1, 2, 3]) {
      const values = ar1(120 * chains, 0.8, 9);
      const direct = meanAutocovariance(values, chains);
      const all = meanAutocovariance(values, chains);
      all.at(119);
      for (let lag = 0; lag <= 40; lag++) expect(all.at(lag)).toBeCloseTo(direct.at(lag), 12);
    }
  });
});

describe('effective sample size', () => {
  it('of a first-order autoregression is near its true value', () => {
    // True factor (1 − φ) / (1 + φ).
    const phi = 0.6;
    const values = new Float64Array(80_000);
    for (let chain = 0; chain < 4; chain++) values.set(ar1(20_000, phi, 60 + chain), 20_000 * chain);
    const ratio = essMean(values, 4) / (80_000 * ((1 - phi) / (1 + phi)));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  });

  it('does not change with shift and scale, ranks not with any increasing map', () => {
    const values = ar1(2000, 0.5, 10);
    const moved = values.map((x) => 7 - 3 * x);
    expect(essMean(moved, 4) / essMean(values, 4)).toBeCloseTo(1, 8);
    const mapped = values.map((x) => Math.exp(x));
    expect(essBulk(mapped, 4)).toBe(essBulk(values, 4));
  });
});

describe('interval', () => {
  it('holds its mass and is no wider than the central one', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 2, maxLength: 200 }), (array) => {
        const values = Float64Array.from(array);
        const [low, high] = hdi(values, 0.94);
        expect(values.filter((x) => x >= low && x <= high).length).toBeGreaterThanOrEqual(
          Math.floor(0.94 * values.length),
        );
      }),
    );
  });
});
