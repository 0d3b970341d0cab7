/** Simpler methods on the page: offered, computed when asked for, kept in the run's folder and in its report. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { BaselineReport } from '../../sampler/report/baseline-report.ts';
import { bayes } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { outputFolder, sampleFile } from './runs.ts';
import { themeNames } from './themes.ts';

const x = Array.from({ length: 60 }, (_, i) => Math.sin(5 * i));
const y = x.map((value, i) => 1 + 2 * value + Math.sin(77 * i * i));
const model = `dim row
data { x : real[row] = [${x}]  y : real[row] = [${y}] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param s ~ HalfNormal(2)
observe y ~ Normal(a + b * x, s)
sample { seed = 7 }
`;

const pages = usePages(() => {
  const file = join(mkdtempSync(join(tmpdir(), 'bayes-baseline-')), 'line.bayes');
  writeFileSync(file, model);
  return sampleFile(file, []);
});
const kept = () => join(pages.run.folder, 'baseline.json');

test('the comparison is made when asked for, and kept', async () => {
  expect(existsSync(kept())).toBe(false);
  const { page, tell, problems, close } = await pages.open({ width: 480, folder: pages.run.folder });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'baseline' });
  const panel = page.locator('#panel-baseline');
  await panel.getByText('Would a simpler method do?').waitFor();
  await panel.getByRole('button', { name: 'Compare with Ridge' }).click();
  await panel.getByRole('row', { name: /^split conformal 0\.\d+ 0\.\d+ \d+\.\d % \d\.\d+/ }).waitFor();
  const report = JSON.parse(readFileSync(kept(), 'utf8')) as BaselineReport;
  await panel.getByText(report.sentence).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(problems).toEqual([]);
  await close();
});

test.each(themeNames)('a kept comparison is shown at once, in %s', async (theme) => {
  const { page, tell, problems, close } = await pages.open({ folder: pages.run.folder, theme });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'baseline' });
  const panel = page.locator('#panel-baseline');
  await panel.getByRole('row', { name: /^ridge 0\.\d+/ }).waitFor();
  expect(await panel.getByRole('button', { name: 'Compare with Ridge' }).count()).toBe(0);
  await page.screenshot({ path: join(outputFolder(), `baseline-${theme}.png`), fullPage: true });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('a report has it', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'bayes-baseline-')), 'report.html');
  const { code } = await bayes(['report', pages.run.folder, '-o', file]);
  expect(code).toBe(0);
  const { page, close } = await pages.open();
  await page.goto(pathToFileURL(file).href);
  await page.getByRole('tab', { name: 'Baseline' }).click();
  await page
    .locator('#panel-baseline')
    .getByRole('row', { name: /^Bayes 0\.\d+/ })
    .waitFor();
  await close();
});
