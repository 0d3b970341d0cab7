import { expect, test } from 'vitest';
import { essGrowthPlot } from '../../../webview/plots/ess-growth.ts';
import { draw, size, themes } from './drawn.ts';

test('effective draws grow in two lines, without the parts that cannot be estimated', async () => {
  const data = {
    name: 'mu',
    draws: [400, 800, 1200],
    bulk: [300, 500, 900],
    tail: [null, 200, 400],
    wanted: 400,
  };
  const { marks } = await draw(essGrowthPlot.spec(data, themes[0], size));
  expect(marks.line.map((line) => line.length)).toEqual([3, 2]);
  expect(marks.rule.flat()).toHaveLength(1);
  expect(essGrowthPlot.describe(data)).toBe(
    'Effective draws of mu after 1200 draws: 900 for the centre, 400 for the tails; 400 are wanted.',
  );
});
