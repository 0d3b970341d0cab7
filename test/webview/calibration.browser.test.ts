/** A calibration by simulation as a page and as an HTML file: verdict, lines, and the plots of every row. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { calibrationHtml } from '../../sampler/report-html/calibration-html.ts';
import { root } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { calibrationOf } from './calibrations.ts';
import { launchChromium } from './chromium.ts';
import { usePages } from './harness.ts';
import { outputFolder } from './runs.ts';
import { themeNames } from './themes.ts';

const elements = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a[${i + 1}]`, 1]));
const failing = calibrationOf({ mu: 1, sigma: 1.8, ...elements, 'log likelihood': 1 });
const pages = usePages(async () => ({ folder: '', report: {} as never }));

test.each(themeNames)('what fails comes first, with its line and its plots, in %s', async (theme) => {
  const { page, said, problems, close } = await pages.open({ calibrated: failing, theme, height: 820 });
  await page.getByText('Not calibrated: 1 row does not have uniform ranks.').waitFor();
  const items = page.locator('.calibration-row');
  await items.first().locator('svg.marks').nth(1).waitFor();
  expect(await items.first().locator('h3').innerText()).toBe('⚠ sigma');
  const [difference, ranks] = await items
    .first()
    .getByRole('img')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  expect(difference).toMatch(/^Share of the ranks of sigma below .* leaves the band/);
  expect(ranks).toMatch(/^200 ranks of the true values of sigma among 99 draws, in 20 bins/);
  // Only those near the viewport exist.
  expect(await items.count()).toBeLessThan(12);
  await page.screenshot({ path: join(outputFolder(), `calibration-${theme}.png`) });
  // By the keyboard.
  await page.getByRole('button', { name: 'Line 4 of the model' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Save Report' }).click();
  // A button under the pointer has other colours.
  await page.mouse.move(5, 600);
  await page.getByRole('textbox').fill('a[7');
  await expect.poll(() => items.locator('h3').allInnerTexts()).toEqual(['a[7]']);
  expect(said.filter(({ kind }) => kind !== 'ready')).toEqual([
    { kind: 'reveal', line: 3 },
    { kind: 'save-report' },
  ]);
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('a model that passes is told so, and a narrow page does not scroll sideways', async () => {
  const { page, problems, close } = await pages.open({ calibrated: calibrationOf({ mu: 1 }), width: 480 });
  await page
    .getByText('Calibrated, as far as 200 simulations can tell: the ranks of every row are uniform.')
    .waitFor();
  await page.locator('svg.marks').nth(1).waitFor();
  expect(await page.locator('.findings').count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(problems).toEqual([]);
  await close();
});

test('the HTML file shows the same without an editor or a network', async () => {
  const made = calibrationHtml(failing, pathToFileURL(join(root, 'dist', 'webview.js')));
  if (made.kind !== 'ok') throw new Error(made.message);
  const file = join(mkdtempSync(join(tmpdir(), 'bayes-calibration-')), 'calibration.html');
  writeFileSync(file, made.html);
  expect(readFileSync(file, 'utf8')).toContain("default-src 'none'");
  const browser = await launchChromium();
  const context = await browser.newContext({ offline: true, viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(pathToFileURL(file).href);
  await page.locator('.calibration-row svg.marks').nth(1).waitFor();
  expect(await page.getByRole('button', { name: /Line 4|Save Report/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Dark' }).click();
  const download = page.waitForEvent('download');
  await page.locator('.calibration-row figure').first().hover();
  await page.getByRole('button', { name: 'Save this plot as SVG' }).first().click();
  expect((await download).suggestedFilename()).toMatch(/^line-.*\.svg$/);
  expect(problems).toEqual([]);
  await browser.close();
});
