import { expect, test } from 'vitest';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { draw, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const climb = {
  method: 'meanfield',
  elbo: [-5000, null, -120, -110, -101, -100.5, -100.2, -100.1, -100, -100.05, -100],
  elbo_iterations: [1, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500],
  converged: true,
  convergence_rule: 'it no longer rises',
} as const;

test('the ELBO is a line without the estimates that are not finite', async () => {
  const { plot, shown } = fillFigure(viewPlots.climb.figure, { climb });
  const { marks } = await draw(plot.spec(shown, themes[0], size));
  expect(marks.line.map((line) => line.length)).toEqual([10]);
  expect(plot.describe(shown)).toBe(
    'Estimates of the evidence lower bound, the last one -100; it has converged.',
  );
  await expectDrawnInEveryTheme(plot, shown);
});

test('the first steps do not set the scale, and less than a nat is no climb', () => {
  const domain = (elbo: readonly number[]) => {
    const { plot, shown } = fillFigure(viewPlots.climb.figure, { climb: { ...climb, elbo } });
    const spec = plot.spec(shown, themes[0], size) as { encoding: { y: { scale: { domain: number[] } } } };
    return spec.encoding.y.scale.domain;
  };
  expect(domain([-1e6, ...Array.from({ length: 20 }, (_, i) => -20 + i)])[0]).toBeGreaterThan(-20);
  expect(domain([-3.2, -3.1, -3])).toEqual([-4, -3]);
});

test('what the climb says depends on whether it is one path or several', () => {
  const { explanation } = viewPlots.climb;
  expect(explanation({ climb })).toBe('It converged. It counts as converged when it no longer rises.');
  expect(explanation({ climb: { ...climb, method: 'pathfinder' } })).toMatch(/^Estimates along one path/);
});
