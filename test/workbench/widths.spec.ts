/** A person fits a model by ADVI, is warned of its widths, and lays them beside those of NUTS. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, openWorkbench, type Workbench } from './workbench.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench('widths', { copy: [join(examples, 'advi-vs-mcmc')] });
  await bench.openFile('uncentred.bayes');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await bench.screenshot(`failed-${task.name.replaceAll(' ', '-')}`);
});
afterAll(async () => {
  await bench?.close();
  await closeBrowser();
});

const lens = (title: string) => bench.page.locator('.codelens-decoration a', { hasText: title }).first();

describe('approximations', () => {
  it('a click on ADVI fits it, says that it is not to be relied on, and warns of its widths', async () => {
    await lens('ADVI').click();
    await bench.page.locator('.notification-list-item', { hasText: 'widths run narrow' }).first().waitFor();
    await bench.command('View: Toggle Maximized Panel');
    await bench.output().getByText('PROVISIONAL: Mean-field ADVI is not to be relied on').first().waitFor();
    await bench.output().getByText('Warning: Mean-field ADVI leaves out all correlation').first().waitFor();
    await bench.screenshot('60-advi');
    await bench.command('View: Hide Panel');
  });

  it('runs again as it was made, not by another method', async () => {
    await bench.command('Notifications: Clear All Notifications');
    await bench.page.locator('.activitybar a[aria-label^="Bayes"]').click();
    const runs = bench.page
      .locator('.pane', { has: bench.page.locator('.pane-header[aria-label^="Runs"]') })
      .locator('.monaco-list-row');
    await runs.filter({ hasText: 'meanfield' }).first().waitFor();
    const before = await runs.count();
    await runs.first().hover();
    await runs.first().getByRole('button', { name: 'Run Again with the Same Seed' }).click();
    await expect.poll(() => runs.count(), { timeout: 60_000 }).toBe(before + 1);
    await expect
      .poll(() => runs.filter({ hasText: 'meanfield' }).count(), { timeout: 60_000 })
      .toBe(before + 1);
    // The same seed in both.
    const seeds = (await runs.allTextContents()).map((text) => /seed (\d+)/.exec(text)?.[1]);
    expect(new Set(seeds).size).toBe(1);
    await bench.command('View: Hide Panel');
    await bench.command('View: Show Explorer');
  });

  it('a click on Compare widths shows both methods’ intervals, the ratios, the sentence and the warning', async () => {
    await bench.command('Notifications: Clear All Notifications');
    await lens('Compare widths').click();
    const page = await bench.webview('main.page');
    await page.getByText('The diagnostics pass').waitFor();
    await page.getByRole('tab', { name: 'ADVI widths', exact: true }).click();
    const words = page.locator('.widths-words');
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

  it('predicts at new data: a run, a file, and the page shows intervals beside the new values', async () => {
    writeFileSync(join(bench.folder, 'new.csv'), 'x1,x2\n5,0\n5,1\n');
    await bench.command('Notifications: Clear All Notifications');
    await bench.command('Bayes: Predict at New Data…');
    await bench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'meanfield' }).first().click();
    await bench.page.locator('.quick-input-title', { hasText: 'New data to predict at' }).waitFor();
    await bench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'new.csv' }).first().click();
    const page = await bench.webview('.prediction-row');
    await page.getByRole('heading', { name: 'new.csv' }).waitFor();
    const rows = page.locator('.prediction-row', { hasText: 'y[' });
    expect(await rows.first().locator('.cell').nth(1).textContent()).toBe('5');
    await page.locator('.prediction figure svg.marks').first().waitFor();
    await page.getByText('The draws are of an approximation (meanfield)').waitFor();
    await bench.screenshot('62-predictions');
  });
});
