import { expect, test } from 'vitest';
import { treeDepthPlot } from '../../../webview/plots/tree-depth.ts';
import { draw, expectDrawnInEveryTheme, size, themes } from './drawn.ts';

const data = { depth: Float64Array.of(3, 3, 3, 4, 10), limit: 10 };

test('tree depths are counted, and those at the limit stand out', async () => {
  const { marks } = await draw(treeDepthPlot.spec(data, themes[0], size));
  const cut = marks.rect.flat().filter(({ fill }) => fill === themes[0].divergence);
  // Depth 10, and the empty bars above it.
  expect(cut.length).toBeGreaterThan(0);
  expect(treeDepthPlot.describe(data)).toBe(
    'Depth of the trajectories: most often 3; 1 of 5 reached the limit of 10.',
  );
  await expectDrawnInEveryTheme(treeDepthPlot, data);
});
