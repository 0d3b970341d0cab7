/** Modes that no chain visited, and copies of what was visited, above the numbers. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type Harness, startHarness } from './harness.ts';
import { type MadeRun, outputFolder, sampleText } from './runs.ts';
import { themeNames } from './themes.ts';

let browser: Browser;
let harness: Harness;
let copied: MadeRun;
let unvisited: MadeRun;

/** All chains start in one of two modes. */
const model = (modes: string, at: number) => `param x ~ Flat()
potential p = log_sum_exp([${modes}])
sample { seed = 3, init = { x = ${at} } }
`;

beforeAll(async () => {
  [browser, copied, unvisited] = await Promise.all([
    launchChromium(),
    sampleText('copied', model('-0.5 * (x + 5)^2, -0.5 * (x - 5)^2', 5)),
    sampleText('unvisited', model('-0.5 * x^2, -0.5 * (x - 30)^2', 0)),
  ]);
  harness = await startHarness(browser);
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});

test.each(themeNames)('a copy is told although the diagnostics pass, in %s', async (theme) => {
  const { page, problems, close } = await harness.open({ folder: copied.folder, theme });
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('The diagnostics pass').waitFor();
  await verdict.getByText('these numbers describe one of the copies of this model’s posterior').waitFor();
  const notice = verdict.locator('.verdict-notice');
  await notice.waitFor();
  expect(await notice.innerText()).toMatch(/with the sign of x turned; .* give x a sign \(in 0\.\.\)\.$/);
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(outputFolder(), `copied-mode-${theme}.png`) });
  expect(problems).toEqual([]);
  await close();
});

test('a mode that no chain visited is the first reason, with its place and share', async () => {
  const { page, problems, close } = await harness.open({ folder: unvisited.folder });
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('Provisional').waitFor();
  const reason = verdict.locator('.reason').first();
  expect(await reason.innerText()).toMatch(
    /No chain visited a mode that holds about (4\d|5\d) % .* x is near (29|30)/,
  );
  await reason.getByRole('button', { name: 'Show the chains' }).click();
  await page.locator('#tab-plots[aria-selected=true]').waitFor();
  await page.screenshot({ path: join(outputFolder(), 'unvisited-mode.png') });
  expect(problems).toEqual([]);
  await close();
});
