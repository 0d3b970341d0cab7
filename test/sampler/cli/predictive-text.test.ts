/** Tables of predictions as the terminal prints them. */
import { expect, test } from 'vitest';
import { quantitiesText } from '../../../sampler/cli/predictive-text.ts';

const row = (name: string, mean: number, sd: number) => ({
  name,
  mean,
  sd,
  q3: mean - 2 * sd,
  q50: mean,
  q97: mean + 2 * sd,
});

test('digits follow the Monte Carlo error', () => {
  expect(quantitiesText([row('n[1]', 3.6123, 1.95)], { draws: 4000, allRows: true })).toMatch(
    /^n\[1\] +3\.61 +1\.95 +-0\.29 +3\.61 +7\.51$/m,
  );
});

test('a constant that is computed at each draw is written as one', () => {
  const nearlyOne = row('cor[x,x]', 1 - 2 ** -53, 1.3e-16);
  expect(quantitiesText([nearlyOne], { draws: 4000, allRows: true })).toMatch(/^cor\[x,x\] +1 +0 +1 +1 +1$/m);
  const small = row('p', 1e-9, 1e-16);
  expect(quantitiesText([small], { draws: 4000, allRows: true })).toMatch(/1\.0+e-9/);
});
