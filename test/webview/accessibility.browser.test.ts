/** Every view in every theme passes axe's checks, colours included. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bayes, root } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { launchChromium, SETUP_MS, WAIT_MS } from './chromium.ts';
import { type Harness, startHarness } from './harness.ts';
import { htmlReport, type MadeRun, sampleDivergent } from './runs.ts';
import { themeNames } from './themes.ts';

let browser: Browser;
let harness: Harness;
let run: MadeRun;
let report: string;

beforeAll(async () => {
  [browser, run] = await Promise.all([
    launchChromium(),
    // Provisional: with reasons, flags and divergences, it shows more than a run that passes.
    sampleDivergent(400),
  ]);
  harness = await startHarness(browser);
  report = await htmlReport(run);
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});

const views = ['summary', 'plots', 'forest', 'pairs', 'predictive', 'loo', 'sampler', 'model'] as const;

async function show(page: Page, view: string): Promise<void> {
  await page.locator(`#tab-${view}`).click();
  await page.locator(`#panel-${view}`).waitFor();
  if (view !== 'model') await page.locator(`#panel-${view} svg.marks`).first().waitFor();
}

describe('the page', () => {
  test.each(themeNames)('is accessible in %s', async (theme) => {
    const { page, problems, close } = await harness.open({ folder: run.folder, theme });
    await page.locator('.grid-body .grid-row').first().waitFor();
    for (const view of views) {
      await show(page, view);
      expect(await violations(page), view).toEqual([]);
    }
    expect(problems).toEqual([]);
    await close();
  });

  test('is accessible while a run continues, and when it failed', async () => {
    const { page, tell, close } = await harness.open({ theme: 'dark' });
    const chain = { phase: 'sampling', total: 3000, stepSize: 0.3, gradientsPerDraw: 7 } as const;
    await tell({
      kind: 'progress',
      chains: [
        { ...chain, chain: 0, done: 1200, divergences: 3, etaSeconds: 2 },
        { ...chain, chain: 1, done: 900, divergences: 0, etaSeconds: null },
      ],
    });
    await page.locator('table.chains tbody tr').nth(1).waitFor();
    expect(await violations(page)).toEqual([]);
    await tell({
      kind: 'failed',
      failure: {
        kind: 'sampler',
        failure: { kind: 'crash', message: 'it was ended by SIGKILL', stderrTail: 'out of luck' },
      },
    });
    await page.getByRole('alert').waitFor();
    expect(await violations(page)).toEqual([]);
    await close();
  });
});

describe('what is not always there', () => {
  test('the comparison of widths is accessible, each row told in words', async () => {
    const folder = `${run.folder}-widths`;
    await bayes([
      'compare-widths',
      join(root, 'examples', 'advi-vs-mcmc', 'uncentred.bayes'),
      '--seed',
      '1',
      '--out',
      folder,
    ]);
    const { page, problems, close } = await harness.open({ folder, theme: 'dark' });
    await page.locator('.grid-body .grid-row').first().waitFor();
    await show(page, 'widths');
    expect(await violations(page)).toEqual([]);
    const row = page.getByRole('group', {
      name: /^b1: correlation −0\.98 with intercept.*ratio of sd 0\.\d\d/,
    });
    expect(await row.count()).toBe(1);
    expect(problems).toEqual([]);
    await close();
  });

  test('what the prior expects is accessible', async () => {
    const { page, tell, close } = await harness.open({ theme: 'light' });
    await tell({ kind: 'prior-only' });
    await page.getByText('nothing is fitted yet').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.getByRole('tab').count()).toBe(0);
    await close();
  });
});

describe('the HTML report', () => {
  test.each(['light', 'dark'] as const)('is accessible in %s', async (colorScheme) => {
    const context = await browser.newContext({
      colorScheme,
      offline: true,
      viewport: { width: 1200, height: 800 },
    });
    context.setDefaultTimeout(WAIT_MS);
    const page = await context.newPage();
    await page.goto(`file://${report}`);
    await page.locator('.grid-body .grid-row').first().waitFor();
    for (const view of views) {
      await show(page, view);
      expect(await violations(page), view).toEqual([]);
    }
    await context.close();
  });
});
