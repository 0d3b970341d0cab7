/** The page of a fit by ADVI: what it is made of, and nothing that a sampler alone could tell. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bayes, root } from '../bayes-command.ts';
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

test('an approximation is told as one, and NUTS is offered', async () => {
  // The page was left on a tab that this run does not have.
  const state = { identity: null, layout: { view: 'sampler' } };
  const { page, said, problems, close } = await harness.open({ folder, state });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await page.getByText('An approximation stands in for the posterior').waitFor();
  expect(await page.locator('.facts').textContent()).toMatch(
    /^2\u202f000 independent draws of an approximation/,
  );
  expect(await page.locator('#tab-sampler').isVisible()).toBe(false);
  expect(await page.locator('.checks').count()).toBe(0);
  await page.getByRole('button', { name: 'Sample with NUTS' }).click();
  await expect.poll(() => said.map(({ kind }) => kind)).toContain('sample-again');
  expect(problems).toEqual([]);
  await close();
});
