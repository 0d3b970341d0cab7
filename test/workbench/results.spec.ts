/** A person samples a model, watches the chains and reads the results page beside it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from 'playwright-core';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { longModel } from './models.ts';
import { actUntil, oncePerWindow, useWorkbench, type Workbench } from './workbench.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** What our page complained of: errors, warnings, and what the content security policy refused. */
const complaints: string[] = [];

const workbench = useWorkbench(
  'results',
  { copy: [join(root, 'examples', 'eight-schools')], write: { 'long.bayes': longModel } },
  {
    async prepare({ page: window, command }) {
      window.on('console', (message) => {
        const { url } = message.location();
        // The workbench has complaints of its own; a refusal by the policy tells the document, not the script.
        const isOurs =
          url.includes('/dist/webview.js') ||
          /Content Security Policy|webview\.js|vega/i.test(message.text());
        if (isOurs && ['error', 'warning'].includes(message.type()))
          complaints.push(`${message.text()} (${url})`);
      });
      window.on('pageerror', ({ message, stack = '' }) => {
        if (stack.includes('/dist/webview.js')) complaints.push(message);
      });
      // Room for model and results side by side: the README's pictures are made here.
      await window.setViewportSize({ width: 1440, height: 900 });
      await command('View: Toggle Primary Side Bar Visibility');
      await window.locator('.part.sidebar').waitFor({ state: 'hidden' });
    },
  },
);
let bench: Workbench;
let page: Frame;

beforeEach(() => {
  bench = workbench();
});

const modelTab = () => bench.page.locator('.tab[data-resource-name="eight_schools.bayes"]').first();
const resultsTab = () => bench.page.locator('.tab', { hasText: 'eight_schools: results' });

/** The model in front, with its lens. */
async function showModel(): Promise<void> {
  if ((await modelTab().count()) === 0) await bench.openFile('eight_schools.bayes');
  else await modelTab().click();
  await bench.page.locator('.editor-instance .view-line').first().waitFor();
}

/** Samples by a click on the lens; ends with the page that opens beside the model. */
const sampled = oncePerWindow(async () => {
  await showModel();
  await bench.page.locator('.codelens-decoration a', { hasText: 'Sample' }).first().click();
  const opened = await bench.webview('main.page');
  await opened.getByText('The diagnostics pass').waitFor();
  // Offered once the fit is judged, too.
  await opened.getByRole('button', { name: 'Sample again' }).waitFor();
});

/** `page` becomes the page of the model's results, shown at the tab `name`. */
async function showResults(name: string): Promise<void> {
  await sampled(bench);
  if ((await resultsTab().count()) === 0) {
    await showModel();
    await bench.command('Bayes: Show Last Result');
  } else await resultsTab().first().click();
  page = await bench.webview('main.page:visible');
  await page.getByText('The diagnostics pass').waitFor();
  await tab(name);
}

/** The cells of a row of the summary table, by its quantity. */
async function row(quantity: string): Promise<string[]> {
  const found = page.locator('.grid-row', {
    has: page.getByRole('rowheader', { name: quantity, exact: true }),
  });
  return (await found.first().locator('.cell:not([hidden])').allTextContents()).map((text) => text.trim());
}

const drawn = () => page.locator('.plot-canvas svg:visible').first().waitFor();
const marks = () => page.locator('.plot-canvas svg:visible').locator('path, rect').count();
const filter = () => page.locator('input:visible[placeholder^="Filter"]').first();
const slow = { timeout: 60_000 };
const tab = (name: string) => page.getByRole('tab', { name, exact: true }).click();

describe('the results page', () => {
  it('opens by a click on the code lens and ends with the verdict', async () => {
    await showResults('Summary');
    await page.locator('.detail svg.marks:visible').first().waitFor();
    await bench.screenshot('40-results');
  });

  it('shows the numbers that the command line prints for the same seed', async () => {
    await showResults('Summary');
    await filter().fill('');
    const text = execFileSync(
      process.execPath,
      [
        join(root, 'dist', 'bayes.js'),
        'sample',
        join(root, 'examples', 'eight-schools', 'eight_schools.bayes'),
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    for (const quantity of ['mu', 'tau', 'theta[1]']) {
      const line = text.split('\n').find((l) => l.startsWith(`${quantity} `));
      expect(await row(quantity)).toEqual(line?.trim().split(/\s+/));
    }
  });

  it('filters and sorts the table', async () => {
    await showResults('Summary');
    await filter().fill('theta');
    await page.getByRole('rowheader', { name: 'mu', exact: true }).waitFor({ state: 'detached' });
    expect(await page.getByRole('rowheader').allTextContents()).toHaveLength(8);
    await page.getByRole('columnheader', { name: /^mean/ }).locator('button').first().click();
    // Rows are recycled: their order on screen is not that of the document.
    const means = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.grid-body .grid-row')]
          .filter((shown) => shown.offsetParent !== null && shown.querySelector('.name') !== null)
          .sort((x, y) => x.getBoundingClientRect().top - y.getBoundingClientRect().top)
          .map((shown) => shown.querySelectorAll('.cell')[1]?.textContent?.trim() ?? ''),
      );
    // Drawn at the next frame.
    const steps = async () => {
      const numbers = (await means()).map((text) => Number(text.replace('−', '-')));
      return numbers.slice(1).map((value, i) => Math.sign(value - numbers[i]));
    };
    await expect.poll(async () => (await steps()).filter((step) => step > 0)).toEqual([]);
    expect(await steps()).toHaveLength(7);
    await filter().fill('');
  });

  it('draws traces and densities', async () => {
    await showResults('Plots');
    await drawn();
    await expect.poll(marks, slow).toBeGreaterThan(8);
    await page.locator('.item svg.marks').nth(5).waitFor();
    await bench.screenshot('41-plots');
  });

  it('exports a plot', async () => {
    await showResults('Plots');
    const saved = () => readdirSync(bench.folder).filter((name) => name.endsWith('.svg'));
    const name = bench.page.locator('.quick-input-widget input').first();
    await actUntil(
      async () => saved().length > 0,
      async () => {
        await page.getByRole('button', { name: /SVG/ }).first().click();
        await name.waitFor({ timeout: 10_000 });
        await bench.page.keyboard.press('Enter');
        await name.waitFor({ state: 'hidden', timeout: 10_000 });
        await expect.poll(saved, { timeout: 10_000 }).not.toEqual([]);
      },
    );
    // A file is there before its text is.
    const text = () => saved().map((file) => readFileSync(join(bench.folder, file), 'utf8'));
    await expect.poll(text, slow).toEqual([expect.stringMatching(/^<svg[^>]*xmlns/)]);
  });

  it('draws predictive checks in a dark and a light theme', async () => {
    await showResults('Predictive');
    await drawn();
    await expect.poll(marks, slow).toBeGreaterThan(20);
    await bench.screenshot('42-predictive-dark');
    const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await bench.command('Preferences: Toggle between Light/Dark Themes');
    await page.waitForFunction((was) => getComputedStyle(document.body).backgroundColor !== was, dark);
    await drawn();
    await expect.poll(marks, slow).toBeGreaterThan(20);
    await bench.screenshot('43-predictive-light');
    await bench.command('Preferences: Toggle between Light/Dark Themes');
  });

  it('finds the results again after the window is loaded again', async () => {
    await showResults('Summary');
    await filter().fill('');
    await bench.page.reload();
    await bench.page.locator('.monaco-workbench .editor-instance .view-line').first().waitFor();
    page = await bench.webview('main.page');
    await page.getByText('The diagnostics pass').waitFor();
    await tab('Summary');
    // The window keeps what it has saved by then, which may be the filter of before.
    await filter().fill('');
    await page.getByRole('rowheader', { name: 'mu', exact: true }).waitFor();
    expect((await row('mu')).length).toBeGreaterThan(5);
    // Whether the window remembers its side bar depends on how long it lived.
    if (await bench.page.locator('.part.sidebar').isVisible())
      await bench.command('View: Toggle Primary Side Bar Visibility');
    await bench.screenshot('44-reloaded');
    // The page that was there before the reload is one with the window.
    expect(await resultsTab().count()).toBe(1);
  });

  it('compares the widths of ADVI and NUTS', async () => {
    await showModel();
    await bench.command('Bayes: Compare Widths of ADVI and NUTS');
    page = await bench.webview('[role=tab]:has-text("ADVI widths"):visible');
    await tab('ADVI widths');
    await page.getByRole('region', { name: 'Widths by ADVI and by MCMC' }).waitFor();
    await drawn();
    await bench.command('Notifications: Clear All Notifications');
    await bench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await bench.screenshot('45-widths');
  });

  it('shows what the prior expects, before any fit', async () => {
    await showModel();
    await bench.page.locator('.codelens-decoration a', { hasText: 'Prior predictive' }).first().click();
    page = await bench.webview('.prior-banner');
    await page.getByText('nothing is fitted yet').waitFor();
    await drawn();
    await expect.poll(marks, slow).toBeGreaterThan(20);
    await bench.screenshot('46-prior');
  });

  it('shows the chains while they run, and stops them', async () => {
    await bench.openFile('long.bayes');
    await bench.command('Bayes: Sample Model');
    page = await bench.webview('.live:visible');
    await page.locator('.live .chains tbody tr').nth(1).waitFor();
    await page.locator('.live .plot-canvas svg').first().waitFor();
    await bench.screenshot('47-live');
    await page.getByRole('button', { name: 'Stop and keep the draws' }).click();
    await page.getByRole('button', { name: 'Stopping…' }).or(page.getByText('Provisional')).first().waitFor();
    await page.getByText('Provisional', { exact: false }).first().waitFor();
  });

  it('meets no error, no warning and no refusal of the content security policy', () => {
    expect(complaints).toEqual([]);
    // Uncaught errors of the page are reported to the extension, which logs them.
    const userData = inject('server').userData;
    const logs = readdirSync(userData, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('Bayes Log.log'),
    );
    expect(logs.length).toBeGreaterThan(0);
    for (const path of logs) expect(readFileSync(join(userData, path), 'utf8')).not.toMatch(/results page: /);
  });
});
