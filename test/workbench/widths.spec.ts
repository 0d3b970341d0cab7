/** A person fits a model by ADVI, is warned of its widths, and lays them beside those of NUTS. */
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { actUntil, isThere, oncePerWindow, useWorkbench, type Workbench } from './workbench.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
const workbench = useWorkbench('widths', { copy: [join(examples, 'advi-vs-mcmc')] });
let bench: Workbench;
const slow = { timeout: 60_000 };

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
  await bench.openFile('uncentred.bayes');
});

const lens = (title: string) => bench.page.locator('.codelens-decoration a', { hasText: title }).first();

const runsView = () =>
  bench.page.locator('.pane', { has: bench.page.locator('.pane-header[aria-label^="Runs"]') });

/** The runs of the view beside the editors. */
async function runs(): Promise<Locator> {
  await actUntil(
    () => runsView().isVisible(),
    async () => {
      await bench.page.locator('.activitybar a[aria-label^="Bayes"]').click();
      await runsView().waitFor({ timeout: 10_000 });
    },
  );
  return runsView().locator('.monaco-list-row');
}

/** A click on the lens; ends with the warning of its widths. */
const fitByAdvi = oncePerWindow(async () => {
  await lens('ADVI').click();
  await bench.page.locator('.notification-list-item', { hasText: 'widths run narrow' }).first().waitFor();
});

/** A click on the lens; ends with the page. */
const compareWidths = oncePerWindow(async () => {
  await lens('Compare widths').click();
  const page = await bench.webview('[role=tab]:has-text("ADVI widths"):visible');
  await page.getByText('The diagnostics pass').waitFor();
});

describe('approximations', () => {
  it('a click on ADVI fits it, says that it is not to be relied on, and warns of its widths', async () => {
    await fitByAdvi(bench);
    await bench.command('Bayes: Show Last Result');
    const page = await bench.webview('main.page:visible');
    await page.locator('.facts', { hasText: 'independent draws of mean-field ADVI' }).waitFor();
    await page.getByText('Mean-field ADVI is not to be relied on').first().waitFor();
    await page.getByRole('tab', { name: 'Approximation' }).click();
    await page.getByText('leaves out all correlation').last().waitFor();
    await page.getByText('It counts as converged when').waitFor();
    await page.locator('.approximation svg .mark-line path').first().waitFor();
    await bench.screenshot('60-advi');
  });

  it('runs again as it was made, not by another method', async () => {
    await fitByAdvi(bench);
    const advi = (await runs()).filter({ hasText: 'mean-field ADVI' });
    await advi.first().waitFor();
    const before = await (await runs()).count();
    const ofAdvi = await advi.count();
    await advi.first().hover();
    await advi.first().getByRole('button', { name: 'Run Again with the Same Seed' }).click();
    await expect.poll(async () => (await runs()).count(), slow).toBe(before + 1);
    await expect.poll(() => advi.count(), slow).toBe(ofAdvi + 1);
    // The same seed in both.
    const seeds = (await advi.allTextContents()).map((text) => /seed (\d+)/.exec(text)?.[1]);
    expect(new Set(seeds).size).toBe(1);
  });

  it('a click on Compare widths shows both methods’ intervals, the ratios, the sentence and the warning', async () => {
    await compareWidths(bench);
    const page = await bench.webview('[role=tab]:has-text("ADVI widths"):visible');
    await page.getByRole('tab', { name: 'ADVI widths', exact: true }).click();
    const words = page.locator('.widths .widths-words');
    await words.getByText('widths run narrow').waitFor();
    await words.getByText('Mean-field ADVI makes 2 of 4 quantities too narrow: b1 by 8').waitFor();
    await words.getByText('b1 with intercept (−0.98)').waitFor();
    const rows = page.locator('.widths-row:not(.grid-head)');
    expect(await rows.count()).toBe(4);
    // Mean-field ADVI finds a fifth of the width of b1 and intercept.
    const [b1, intercept, ...others] = await rows.allTextContents();
    expect(b1).toMatch(/b1.*0\.1\d|0\.2\d/s);
    expect(intercept).toMatch(/intercept.*0\.1\d|0\.2\d/s);
    expect(others.join()).toMatch(/sigma/);
    await bench.screenshot('61-widths');
  });

  it('compares again where a comparison is run again', async () => {
    const compared = () =>
      readdirSync(inject('server').userData, { recursive: true, encoding: 'utf8' }).filter((path) =>
        path.endsWith('widths.json'),
      ).length;
    await compareWidths(bench);
    const before = compared();
    expect(before).toBeGreaterThan(0);
    await bench.clear();
    await runs();
    const newest = runsView().locator('.monaco-list-row[aria-label*="every diagnostic passes"]').first();
    await newest.hover();
    await newest.getByRole('button', { name: 'Run Again with the Same Seed' }).click();
    await expect.poll(compared, slow).toBe(before + 1);
    await bench.page.locator('.notification-list-item', { hasText: 'too narrow' }).first().waitFor();
  });

  it('predicts at new data: a run, a file, and the page shows intervals beside the new values', async () => {
    writeFileSync(join(bench.folder, 'new.csv'), 'x1,x2\n5,0\n5,1\n');
    await fitByAdvi(bench);
    await bench.clear();
    await bench.openFile('uncentred.bayes');
    const row = (text: string) =>
      bench.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    const asked = bench.page.locator('.quick-input-title', { hasText: 'New data to predict at' });
    await actUntil(
      () => isThere(bench.page.locator('.tab', { hasText: 'results' })),
      async () => {
        await bench.command('Bayes: Predict at New Data…');
        await row('mean-field ADVI').click({ timeout: 10_000 });
        await asked.waitFor({ timeout: 10_000 });
        await row('new.csv').click({ timeout: 10_000 });
      },
    );
    const page = await bench.webview('.prediction-row');
    await page.getByRole('heading', { name: 'new.csv' }).waitFor();
    const rows = page.locator('.prediction-row', { hasText: 'y[' });
    expect(await rows.first().locator('.cell').nth(1).textContent()).toBe('5');
    await page.locator('.prediction figure svg.marks').first().waitFor();
    await page.getByText('The draws are of mean-field ADVI, not of the posterior').waitFor();
    await bench.screenshot('62-predictions');
  });

  it('offers the other ways to fit a model: Laplace’s approximation has its page', async () => {
    await actUntil(
      () => isThere(bench.page.locator('.tab', { hasText: 'results' })),
      async () => {
        await lens('More…').click({ timeout: 10_000 });
        await bench.page
          .locator('.quick-input-title', { hasText: 'Fit the model by' })
          .waitFor({ timeout: 10_000 });
        await bench.screenshot('63-ways');
        await bench.page
          .locator('.quick-input-list .monaco-list-row', { hasText: 'the Gaussian at the mode' })
          .click({ timeout: 10_000 });
      },
    );
    const page = await bench.webview('main.page');
    await page.locator('.facts', { hasText: 'independent draws of Laplace’s approximation' }).waitFor();
  });

  it('compares a random walk with NUTS, and says what the draws of each are worth', async () => {
    await bench.command('Bayes: Compare Metropolis with NUTS');
    await bench.page.locator('.tab', { hasText: '2 runs' }).waitFor();
    const page = await bench.webview('main.comparison .run-cards');
    await page.locator('#panel-table').getByRole('columnheader', { name: 'ess B' }).waitFor();
    const cards = page.locator('.run-card');
    const text = async () => (await cards.allInnerTexts()).join('\n');
    const worth = [...(await text()).matchAll(/worth (\d+) at the worst/g)].map(([, count]) => Number(count));
    expect(worth).toHaveLength(2);
    // b1 and intercept go together at 0.98, which a random walk crosses slowly.
    expect(worth[0]).toBeLessThan(worth[1] / 4);
    expect(await text()).toContain('Metropolis');
    await bench.screenshot('64-metropolis');
  });
});
