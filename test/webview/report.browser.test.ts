/** The HTML report: one file that needs nothing else, with the command's numbers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summaryText } from '../../sampler/cli/report-text.ts';
import type { LooReport } from '../../sampler/report/loo-report.ts';
import { bayes, bayesJson, root } from '../bayes-command.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type OfflinePage, openOffline } from './offline-page.ts';
import { htmlReport, type MadeRun, sampleExample, sampleText } from './runs.ts';

let browser: Browser;
let run: MadeRun;
let file: string;

beforeAll(async () => {
  browser = await launchChromium();
  run = await sampleExample('radon/radon.bayes', '--seed', '9', '--draws', '300', '--tune', '500');
  file = await htmlReport(run);
}, SETUP_MS);
afterAll(() => browser?.close());

async function open(path: string): Promise<OfflinePage> {
  const opened = await openOffline(browser, path, { viewport: { width: 1300, height: 3200 } });
  await opened.page.locator('.grid-body .grid-row').first().waitFor();
  return opened;
}

describe('the HTML report', () => {
  test('shows the numbers that the command prints, and plots, without the network', async () => {
    const { page, problems, requests } = await open(file);
    const lines = summaryText(run.report.summary, true).trimEnd().split('\n').slice(1);
    const shown = await page
      .locator('.grid-body .grid-row:not([hidden])')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('.cell:not([hidden])')].map((cell) => cell.textContent)),
      );
    expect(shown).toEqual(lines.map((line) => line.trim().split(/\s{2,}/)));
    const views = {
      plots: '.mark-line path',
      forest: '.mark-symbol path',
      pairs: '.mark-symbol path',
      predictive: '.mark-line path',
      effects: '.mark-symbol path',
      loo: '.mark-symbol path',
      priors: 'table tbody tr',
      sampler: '.mark-area path',
    };
    for (const [view, marks] of Object.entries(views)) {
      await page.locator(`#tab-${view}`).click();
      await page.locator(`#panel-${view} ${marks}`).first().waitFor();
    }
    await page.locator('#tab-loo').click();
    const { value } = await bayesJson<LooReport>(['loo', run.folder]);
    const elpd = page.locator('#panel-loo').getByRole('row', { name: /^elpd_loo/ });
    // As many digits as its error allows.
    expect(Number((await elpd.locator('td').first().innerText()).replace('−', '-'))).toBeCloseTo(
      value.elpd_loo,
      0,
    );
    // Its data file is named without a path of this machine.
    expect(readFileSync(file, 'utf8')).not.toContain(join(root, 'examples'));
    await page.locator('#tab-model').click();
    await page.getByText('param sigma_a ~ HalfNormal(1)').waitFor();
    expect(requests).toEqual([`file://${file}`]);
    expect(problems).toEqual([]);
  });

  test('has the plots of a quantity’s own draws, its prior and its effective draws', async () => {
    const { page, problems } = await open(file);
    await page.locator('#tab-plots').click();
    for (const kind of ['Growth of effective draws', 'Prior against posterior', 'Ranks']) {
      await page.getByRole('combobox', { name: 'Kind of plot' }).click();
      await page.getByRole('option', { name: kind }).click();
      await page.locator('.item svg.marks').first().waitFor();
    }
    expect(problems).toEqual([]);
  });

  test('saves a plot', async () => {
    const { page } = await open(file);
    const figure = page.locator('.detail figure').first();
    await figure.locator('svg.marks').waitFor();
    await figure.hover();
    const download = page.waitForEvent('download');
    await figure.getByRole('button', { name: 'Save this plot as SVG' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe('radon-density-of-mu-a.svg');
    expect(readFileSync(await saved.path(), 'utf8')).toMatch(/^<svg/);
  });

  test('turns dark on request', async () => {
    const { page } = await open(file);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await ground()).toBe('rgb(31, 31, 31)');
  });

  test('goes to paper whole: verdict and every row, without the controls', async () => {
    const { page, problems } = await open(file);
    await page.setViewportSize({ width: 900, height: 700 });
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    const rows = page.locator('.grid-body .grid-row:not([hidden])');
    expect(await rows.count()).toBe(run.report.summary.length);
    expect(await page.locator('.verdict').isVisible()).toBe(true);
    expect(await page.locator('.toolbar:visible, vscode-panel-tab:visible').count()).toBe(0);
    // Nothing is left behind a scroll bar.
    const bottom = await rows.evaluateAll((all) =>
      Math.max(...all.map((row) => row.getBoundingClientRect().bottom)),
    );
    expect(bottom).toBeGreaterThan(24 * run.report.summary.length);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(bottom);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    await expect.poll(() => rows.count()).toBeLessThan(run.report.summary.length);
    expect(problems).toEqual([]);
  });

  test('does not tell where it was made', () => {
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(root.replace(/\/$/, ''));
    expect(text).not.toContain(run.folder);
  });

  test('lets no text of the model become markup', async () => {
    const evil = '</script><script>document.title = "taken"</script><!--';
    const hostile = `param x ~ Normal(0, 1)\nparam y ~ Normal(x, 1)\n# ${evil}\n`;
    const made = await sampleText('hostile', hostile, '--seed', '1', '--draws', '300', '--tune', '300');
    const { page, problems } = await open(await htmlReport(made));
    await page.locator('#tab-model').click();
    await page.getByText(evil).waitFor();
    expect(await page.title()).not.toBe('taken');
    expect(problems).toEqual([]);
  });

  test('is refused for a folder without a run, in words', async () => {
    const { code, stderr } = await bayes([
      'report',
      join(root, 'examples'),
      '-o',
      join(run.folder, 'none.html'),
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/no run in .*examples/i);
  });
});
