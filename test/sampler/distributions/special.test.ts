import { expect, it } from 'vitest';
import { gammaP, gammaQ } from '../../../sampler/distributions/incomplete-gamma.ts';
import { betaI, logI0Scaled } from '../../../sampler/distributions/math.ts';
import { owenT } from '../../../sampler/distributions/skew-normal.ts';
import { golden } from '../../grammar/distributions/golden.ts';

it.each(golden.special.gammaP)('P($a, $x)', ({ a, x, P }) => {
  // The position of x among the doubles alone moves P by 1e-16 * sqrt(a).
  const tolerance = 1e-12 + 2e-16 * Math.sqrt(a);
  expect(Math.abs(gammaP(a, x) - P)).toBeLessThan(tolerance);
  expect(Math.abs(gammaQ(a, x) - (1 - P))).toBeLessThan(tolerance);
  if (P < 1e-10) expect(Math.abs(gammaP(a, x) / P - 1)).toBeLessThan(1e-9 + 1e-14 * Math.sqrt(a));
});

it('has the values at and beyond the ends', () => {
  expect([gammaP(2, 0), gammaP(2, -1), gammaP(2, Infinity)]).toEqual([0, 0, 1]);
  expect([gammaQ(2, 0), gammaQ(2, -1), gammaQ(2, Infinity)]).toEqual([1, 1, 0]);
  expect([betaI(-1, 2, 3), betaI(0, 2, 3), betaI(1, 2, 3), betaI(2, 2, 3)]).toEqual([0, 0, 1, 1]);
  expect(gammaP(2, Number.NaN)).toBeNaN();
  expect([gammaP(1e12, 1), gammaP(1e12, 1e13)]).toEqual([0, 1]);
});

it('log(I0(z)) - z is smooth where its two forms meet', () => {
  // mpmath: log(besseli(0, 500)) - 500
  expect(logI0Scaled(500)).toBeCloseTo(-4.025992331893304, 13);
  expect(Math.abs(logI0Scaled(499.9999999) - logI0Scaled(500))).toBeLessThan(1e-12 + 1e-9);
  expect(logI0Scaled(0)).toBe(0);
});

it("Owen's T has its known values", () => {
  // T(0, a) = atan(a) / (2 pi), T(h, 1) = Phi(h) (1 - Phi(h)) / 2.
  expect(owenT(0, 3)).toBeCloseTo(Math.atan(3) / (2 * Math.PI), 14);
  expect(owenT(1, 1)).toBeCloseTo((0.8413447460685429 * 0.15865525393145705) / 2, 14);
  expect(owenT(1, -1)).toBeCloseTo(-owenT(1, 1), 15);
  expect(owenT(0.5, 1e9)).toBeCloseTo(0.5 * (1 - 0.6914624612740131), 12);
});
