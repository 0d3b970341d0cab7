/** Numbers and limits of the page are those of the command line. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as command from '../../sampler/cli/numbers-text.ts';
import { MAX_R_HAT, MIN_E_BFMI, MIN_ESS_PER_CHAIN } from '../../sampler/diagnose/verdict.ts';
import * as limits from '../../webview/table/limits.ts';
import * as page from '../../webview/table/numbers.ts';

const number = fc.oneof(
  fc.double(),
  fc.double({ min: -1000, max: 1000 }),
  fc.constantFrom(0, -0, 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e7, 1e-5),
);

describe('a number on the page', () => {
  test('is the one on the terminal', () => {
    fc.assert(
      fc.property(number, number, (value, error) => {
        expect(page.statText(value, error)).toBe(command.statText(value, error));
        expect(page.errorText(value)).toBe(command.errorText(value));
        expect(page.essText(value)).toBe(command.essText(value));
        expect(page.rHatText(value, 1.01)).toBe(command.rHatText(value, 1.01));
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
        expect(page.durationText(ms)).toBe(command.durationText(ms));
      }),
    );
  });

  test('is judged by the same limits', () => {
    expect(limits).toMatchObject({ MAX_R_HAT, MIN_ESS_PER_CHAIN, MIN_E_BFMI });
  });

  test('has its thousands apart', () => {
    expect([0, 999, 1000, 12345, 1234567].map(page.countText)).toEqual([
      '0',
      '999',
      '1\u202f000',
      '12\u202f345',
      '1\u202f234\u202f567',
    ]);
  });
});
