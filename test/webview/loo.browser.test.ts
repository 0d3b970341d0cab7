/** Leave-one-out cross-validation on the page: estimates, k of each point, and links to the rows of the data. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { outputFolder, sampleFile } from './runs.ts';
import { themeNames } from './themes.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-loo-'));
const values = [0.5, 1.9, 1.2, -0.4, 2.2, 0.8, 9, 1.1, 0.3, 1.6, 0.9, 1.4];

const pages = usePages(() => {
  writeFileSync(join(folder, 'd.csv'), `# measured\ny\n${values.join('\n')}\n`);
  const model = join(folder, 'outlier.bayes');
  writeFileSync(
    model,
    'dim row\ndata from "d.csv" { y : real[row] }\nparam m ~ Normal(0, 5)\nobserve y ~ Normal(m, 1)\nsample { seed = 7 }\n',
  );
  return sampleFile(model, []);
});

test.each(themeNames)('the point with a high k leads to its row, in %s', async (theme) => {
  const { page, said, problems, close } = await pages.open({ folder: pages.run.folder, theme });
  await page.locator('#tab-loo').click();
  const panel = page.locator('#panel-loo');
  await panel.locator('svg.marks').first().waitFor();
  expect(await panel.innerText()).toMatch(/Pareto k is above 0\.70 at 1 of 12 points.*y\[7\]/);
  expect(await panel.getByRole('row', { name: /^elpd_loo/ }).innerText()).toMatch(/-\d/);
  const first = panel.getByRole('table').last().getByRole('row').nth(1);
  expect(await first.innerText()).toMatch(/y\[7\]\s+▲ 0\.\d\d\s+-\d+\.\d+\s+d\.csv:9/);
  const link = first.getByRole('button', { name: 'd.csv:9' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => said.filter(({ kind }) => kind === 'reveal-data'))
    .toEqual([{ kind: 'reveal-data', file: join(folder, 'd.csv'), line: 9 }]);
  await page.screenshot({ path: join(outputFolder(), `loo-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('the editor turns the page to the view', async () => {
  const { page, tell, problems, close } = await pages.open({ folder: pages.run.folder, width: 480 });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'loo' });
  await page.locator('#tab-loo[aria-selected=true]').waitFor();
  await page.locator('#panel-loo svg.marks').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.screenshot({ path: join(outputFolder(), 'loo-narrow.png') });
  expect(problems).toEqual([]);
  await close();
});
