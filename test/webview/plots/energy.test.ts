import { expect, test } from 'vitest';
import { energyPlot } from '../../../webview/plots/energy.ts';
import { draw, expectDrawnInEveryTheme, size, themes } from './drawn.ts';

const energy = Float64Array.from({ length: 400 }, (_, i) => 50 + Math.sin(i * i));

test('energies are two areas in every theme', async () => {
  const data = { chains: 2, drawsPerChain: 200, energy };
  const { marks, texts } = await draw(energyPlot.spec(data, themes[0], size));
  expect(marks.area).toHaveLength(2);
  expect(texts).toEqual(expect.arrayContaining(['energy of the draws', 'change from draw to draw']));
  await expectDrawnInEveryTheme(energyPlot, data);
});

test('the change of energy does not reach from one chain to the next', () => {
  // Chains at 0 and at 1000, each without change.
  const apart = { chains: 2, drawsPerChain: 3, energy: Float64Array.of(0, 0, 0, 1000, 1000, 1000) };
  expect(energyPlot.describe(apart)).toContain('from draw to draw, standard deviation 0.');
});
