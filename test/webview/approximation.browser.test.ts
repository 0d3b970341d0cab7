/** The page of a fit by ADVI: what it is made of, and nothing that a sampler alone could tell. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bayes, root } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type Harness, startHarness } from './harness.ts';

let browser: Browser;
let harness: Harness;
const folder = join(mkdtempSync(join(tmpdir(), 'bayes-page-')), 'advi');

beforeAll(async () => {
  browser = await launchChromium();
  harness = await startHarness(browser);
  await bayes([
    'advi',
    join(root, 'examples', 'advi-vs-mcmc', 'uncentred.bayes'),
    '--seed',
    '1',
    '--out',
    folder,
  ]);
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});

test('an approximation is labelled as such, and NUTS is offered', async () => {
  // The page was left on a tab that this run does not have.
  const state = { identity: null, layout: { view: 'sampler' } };
  const { page, said, problems, close } = await harness.open({ folder, state });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await page.getByText('An approximation stands in for the posterior').waitFor();
  expect(await page.locator('.facts').textContent()).toMatch(
    /^2\u202f000 independent draws of mean-field ADVI/,
  );
  expect(await page.locator('#tab-sampler').isVisible()).toBe(false);
  expect(await page.locator('.checks').count()).toBe(0);
  // Effective draws and R-hat are of chains.
  const heads = await page.locator('.grid-head .cell:visible').allTextContents();
  expect(heads.map((text) => /^[a-z %0-9]+/.exec(text)?.[0])).not.toContain('ess bulk');
  expect(heads.some((text) => text.startsWith('R-hat'))).toBe(false);
  expect(await page.getByRole('button', { name: 'Worst R-hat first' }).isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Sample with NUTS' }).click();
  await expect.poll(() => said.map(({ kind }) => kind)).toContain('sample-again');
  expect(problems).toEqual([]);
  await close();
});

test('its own tab shows the climb of the ELBO, when it counts as converged, and offers to compare widths', async () => {
  const { page, said, problems, close } = await harness.open({ folder });
  await page.getByRole('tab', { name: 'Approximation' }).click();
  const tab = page.getByRole('region', { name: 'Approximation' });
  await tab.getByText('smaller steps change the ELBO by at most 0.01 nats').waitFor();
  await tab.getByText('leaves out all correlation').waitFor();
  const line = tab.locator('svg .mark-line path').first();
  await line.waitFor();
  // A point for each estimate of the ELBO.
  expect(((await line.getAttribute('d')) ?? '').split('L').length).toBeGreaterThan(5);
  await tab.getByRole('button', { name: 'Compare widths with NUTS' }).click();
  await expect.poll(() => said.map(({ kind }) => kind)).toContain('compare-widths');
  expect(problems).toEqual([]);
  await close();
});

test.each([
  ['light', 1200],
  ['dark', 450],
  ['high-contrast', 900],
] as const)('is accessible in %s and whole at a width of %i', async (theme, width) => {
  const { page, problems, close } = await harness.open({ folder, theme, width, height: 800 });
  await page.locator('.grid-body .grid-row').first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Approximation' }).click();
  await page.locator('.approximation svg.marks').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth),
  ).toBe(false);
  expect(problems).toEqual([]);
  await close();
});

test('a random walk shows what holds of it: no energy, no trajectories', async () => {
  const walk = join(folder, '..', 'walk');
  const model = join(root, 'examples', 'bioassay', 'bioassay.bayes');
  await bayes(['sample', model, '--method', 'metropolis', '--draws', '500', '--seed', '1', '--out', walk]);
  const { page, problems, close } = await harness.open({ folder: walk });
  await page.locator('.checks').waitFor();
  expect(await page.locator('.check-name').allTextContents()).toEqual([
    'Largest R-hat',
    'Effective draws per chain',
    'Chains',
  ]);
  expect(await page.locator('.facts').textContent()).toContain('draws of random-walk Metropolis after');
  await page.getByRole('tab', { name: 'Sampler' }).click();
  await page.locator('.sampler .chains tbody tr').nth(3).waitFor();
  expect(await page.locator('.sampler .chains th[scope=col]').allTextContents()).toEqual([
    'Chain',
    'Mean acceptance',
    'Step size',
  ]);
  expect(await page.locator('.sampler-plots').isVisible()).toBe(false);
  expect(problems).toEqual([]);
  await close();
});
