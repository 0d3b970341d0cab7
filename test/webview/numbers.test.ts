/** Limits of the page are those of the command line; counts are readable. */
import { describe, expect, test } from 'vitest';
import { MAX_R_HAT, MIN_E_BFMI, MIN_ESS_PER_CHAIN } from '../../sampler/diagnose/verdict.ts';
import * as limits from '../../webview/table/limits.ts';
import * as page from '../../webview/table/numbers.ts';

describe('a number on the page', () => {
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
