import { expect, test } from 'vitest';
import { priorPosteriorPlot } from '../../../webview/plots/prior-posterior.ts';
import { draw, size, themes } from './drawn.ts';

const spread = (width: number) => Float64Array.from({ length: 501 }, (_, i) => width * (i / 250 - 1));

test('prior and posterior are two areas', async () => {
  const data = { name: 'mu', prior: spread(2), posterior: spread(1) };
  const { marks } = await draw(priorPosteriorPlot.spec(data, themes[0], size));
  expect(marks.area).toHaveLength(2);
  expect(priorPosteriorPlot.describe(data)).toMatch(/50 % of what it was\.$/);
});

test('a vague prior does not squeeze the posterior into a line', () => {
  const data = { name: 'mu', prior: spread(1000), posterior: spread(1) };
  const spec = priorPosteriorPlot.spec(data, themes[0], size) as unknown as {
    encoding: { x: { scale: { domain: [number, number] } } };
    data: { values: { kind: string; density: number }[] };
  };
  const [from, to] = spec.encoding.x.scale.domain;
  // Eight times the width of the posterior's central 94 %, which is 1.88.
  expect(to).toBeCloseTo(1 + 8 * 1.88, 1);
  expect(from).toBeCloseTo(-to, 12);
  // The prior keeps its true height, 1/2000.
  const heights = spec.data.values.filter(({ kind }) => kind === 'prior').map(({ density }) => density);
  expect(Math.max(...heights)).toBeLessThan(1 / 1000);
});
