/** Estimates that a heavy tail makes unreliable are marked, and the quantiles stand beside them. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type Harness, startHarness } from './harness.ts';
import { htmlReport, type MadeRun, outputFolder, sampleText } from './runs.ts';
import { themeNames } from './themes.ts';

let browser: Browser;
let harness: Harness;
let run: MadeRun;

const model = `param x ~ HalfFlat()
param t ~ StudentT(1.7, 0, 1)
param y ~ Normal(0, 1)
potential p = -1.05 * log1p(x)
`;

beforeAll(async () => {
  [browser, run] = await Promise.all([
    launchChromium(),
    sampleText('heavy', model, '--seed', '5', '--draws', '1000'),
  ]);
  harness = await startHarness(browser);
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});

const cell = (page: Page, name: string, key: string) =>
  page
    .locator('.grid-body .grid-row', { has: page.getByText(name, { exact: true }) })
    .locator(`.cell.${key}`);

async function expectMarked(page: Page): Promise<void> {
  await page.locator('.grid-body .grid-row').first().waitFor();
  for (const key of ['mean', 'sd']) {
    expect(await cell(page, 'x', key).innerText()).toBe('–');
    expect(await cell(page, 'x', key).getAttribute('aria-label')).toBe(
      '–, unreliable: the tail is too heavy',
    );
    expect(await cell(page, 'y', key).getAttribute('aria-label')).toBeNull();
  }
  expect(await cell(page, 't', 'sd').getAttribute('class')).toContain('bad');
  expect(Number(await cell(page, 'x', 'q50').innerText())).toBeGreaterThan(100);
  await page.getByText('1 parameter has so heavy a tail').waitFor();
}

test.each(themeNames)('in %s', async (theme) => {
  const { page, problems, close } = await harness.open({ folder: run.folder, theme });
  await expectMarked(page);
  await page.getByText('mean unreliable (heavy tail); median').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(outputFolder(), `heavy-tails-${theme}.png`) });
  await page.getByRole('button', { name: 'Show these rows' }).click();
  await page.locator('[role=columnheader][aria-sort=descending]', { hasText: 'k mean' }).waitFor();
  expect(await cell(page, 'y', 'name').isVisible()).toBe(false);
  expect(problems).toEqual([]);
  await close();
});

test('in the HTML report', async () => {
  const page = await browser.newPage();
  await page.goto(`file://${await htmlReport(run)}`);
  await expectMarked(page);
  await page.close();
});
