import { expect, test } from 'vitest';
import type { WidthRow } from '../../../sampler/protocol.ts';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { draw, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const row = (name: string, ratio: number): WidthRow => ({
  name,
  ratio,
  mean_mcmc: 1,
  mean_advi: 1.1,
  sd_mcmc: 1,
  sd_advi: ratio,
  interval_mcmc: [-1, 3],
  interval_advi: [1 - 2 * ratio, 1 + 2 * ratio],
  correlation: null,
});

test('each quantity has an interval and a mean by MCMC above one by ADVI', async () => {
  const widths = [row('tau', 0.4), row('mu', 0.9)];
  const { plot, shown } = fillFigure(viewPlots.widths.figure, { widths });
  const { marks } = await draw(plot.spec(shown, themes[0], size));
  const bars = marks.rule.flat();
  expect(bars).toHaveLength(4);
  const at = (color: string) => bars.filter(({ stroke }) => stroke === color).map(({ y }) => y ?? 0);
  const [mcmc, advi] = [at(themes[0].chains[0]), at(themes[0].chains[1])];
  expect(mcmc.every((y, i) => y < advi[i])).toBe(true);
  expect(plot.describe(shown)).toMatch(/ADVI to MCMC: tau 0\.4, mu 0\.9\.$/);
  expect(viewPlots.widths.room({ widths }).height).toBe(2 * 26 + 60);
  await expectDrawnInEveryTheme(plot, shown);
});
