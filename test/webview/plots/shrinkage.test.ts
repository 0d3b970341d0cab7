import { expect, test } from 'vitest';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { draw, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const group = (label: string, rows: number, none: number, complete: number | null) => {
  const mean = (none + 2) / 2;
  return { label, rows, none, complete, mean, q3: mean - 1, q50: mean, q97: mean + 1 };
};

test('each group has a ring, a dot with its line, and a tick where there is one', async () => {
  const groups = [group('north', 2, 5, 2), group('south', 40, 1, 2.1), group('west', 9, 3, null)];
  const pooling = { by: 'site', outcome: 'y', groups };
  const { plot, shown } = fillFigure(viewPlots.shrinkage.figure, { pooling });
  const { marks } = await draw(plot.spec(shown, themes[0], size));
  expect(marks.symbol.flat()).toHaveLength(6);
  expect(marks.rule.flat()).toHaveLength(3);
  expect(marks.rect.flat()).toHaveLength(2);
  expect(plot.describe(shown)).toMatch(
    /in 3 groups.*: north 5 and 3\.5; south 1 and 1\.5; west 3 and 2\.5\./,
  );
  expect(viewPlots.shrinkage.explanation({ pooling })).toContain('Tick: complete pooling');
  expect(viewPlots.shrinkage.explanation({ pooling: { ...pooling, groups: [groups[2]] } })).not.toContain(
    'Tick',
  );
  await expectDrawnInEveryTheme(plot, shown);
});
