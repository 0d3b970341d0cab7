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
let weighed: MadeRun;

/** All chains start in one of two modes. */
const model = (modes: string, at: number) => `param x ~ Flat()
potential p = log_sum_exp([${modes}])
sample { seed = 3, init = { x = ${at} } }
`;

/** The sign of b is decided by z alone. */
const twoFits = `dim row
data {
  z : real[row] = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1]
  y : real[row] = [10.3, 7.6, 7.5, 8, 7.3, 7.7, 10.4, 10.6, 10.3, 10.5, 10, 10.6]
}
param b ~ Normal(0, 5)
observe y ~ Normal(b^2 + 0.5 * b * z, 1)
sample { seed = 1, draws = 500 }
`;

beforeAll(async () => {
  [browser, copied, unvisited, weighed] = await Promise.all([
    launchChromium(),
    sampleText('copied', model('-0.5 * (x + 5)^2, -0.5 * (x - 5)^2', 5)),
    sampleText('unvisited', model('-0.5 * x^2, -0.5 * (x - 30)^2', 0)),
    sampleText('weighed', twoFits, '--modes', 'weigh'),
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

test.each(themeNames)('the weights of the modes stand above the table, in %s', async (theme) => {
  const { page, problems, close } = await harness.open({ folder: weighed.folder, theme });
  const weights = page.locator('.mode-weights');
  await weights.getByText('Weights of the modes').waitFor();
  const { modes = [], summary = [] } = weighed.report.mode_weights ?? {};
  const [ofModes, ofAll] = await weights.locator('table').all();
  const cells = await ofModes.locator('tbody tr').first().locator('th, td').allInnerTexts();
  const [{ weight, elpd, at, chains }] = modes;
  expect(cells.slice(0, 3)).toEqual(['1', weight.toFixed(2), elpd.toFixed(1)]);
  expect(cells.slice(4)).toEqual([expect.stringContaining(chains.join(', ')), at.b.toPrecision(3)]);
  const [name, mean] = await ofAll.locator('tbody tr').first().locator('th, td').allInnerTexts();
  expect([name, Number(mean)]).toEqual(['b', expect.closeTo(summary[0].mean, 1)]);
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(outputFolder(), `mode-weights-${theme}.png`) });
  expect(problems).toEqual([]);
  await close();
});

test('a run without weights has no such part', async () => {
  const { page, close } = await harness.open({ folder: unvisited.folder });
  await page.getByRole('region', { name: 'Verdict' }).getByText('Provisional').waitFor();
  expect(await page.locator('.mode-weights').isVisible()).toBe(false);
  await close();
});
