/** The summary table: the command line's numbers, found, sorted, copied and walked by keys. */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { summaryText } from '../../sampler/cli/report-text.ts';
import { columnsFor } from '../../sampler/report/summary-text.ts';
import { type OpenPage, usePages } from './harness.ts';
import { sampleExample } from './runs.ts';

let opened: OpenPage;
let page: Page;

const pages = usePages(() =>
  sampleExample('radon/radon.bayes', '--seed', '9', '--draws', '300', '--tune', '500'),
);
beforeEach(async () => {
  // High enough for every row to be on the screen.
  opened = await pages.open({ folder: pages.run.folder, height: 3200 });
  ({ page } = opened);
  await page.locator('.grid-body .grid-row').first().waitFor();
});
afterEach(async () => {
  expect(opened.problems).toEqual([]);
  await opened.close();
});

/** What the grid shows, in the order of the screen. */
function shownRows(): Promise<string[][]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.grid-body .grid-row')]
      .filter((row) => !row.hidden)
      .sort((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
      .map((row) => [...row.querySelectorAll('.cell:not([hidden])')].map((cell) => cell.textContent ?? '')),
  );
}
const shownNames = async () => (await shownRows()).map(([name]) => name);
const head = (title: string) => page.locator('.grid-head .head-button', { hasText: title });
const filter = () => page.getByRole('textbox', { name: 'Filter by name' }).first();

describe('the table', () => {
  test('holds the numbers that the command prints', async () => {
    const lines = summaryText(pages.run.report.summary, true).trimEnd().split('\n').slice(1);
    const printed = lines.map((line) => line.trim().split(/\s{2,}/));
    expect(printed.length).toBe(pages.run.report.summary.length);
    expect(await shownRows()).toEqual(printed);
  });

  test('sorts by a column, the other way, and not at all', async () => {
    const byMean = [...pages.run.report.summary].sort((a, b) => b.mean - a.mean).map(({ name }) => name);
    await head('mean').first().click();
    await expect.poll(shownNames).toEqual(byMean);
    expect(await page.locator('[role=columnheader][aria-sort=descending]').textContent()).toContain('mean');
    await head('mean').first().click();
    await expect.poll(shownNames).toEqual([...byMean].reverse());
    await head('mean').first().click();
    await expect.poll(shownNames).toEqual(pages.run.report.summary.map(({ name }) => name));
  });

  test('puts the worst R-hat first on request', async () => {
    await page.getByRole('button', { name: 'Worst R-hat first' }).first().click();
    const worst = [...pages.run.report.summary].sort((a, b) => b.r_hat - a.r_hat).map(({ name }) => name);
    await expect.poll(async () => (await shownNames()).slice(0, 10)).toEqual(worst.slice(0, 10));
  });

  test('filters by words, without words, and by regular expressions', async () => {
    const names = pages.run.report.summary.map(({ name }) => name);
    await filter().fill('sigma');
    await expect.poll(shownNames).toEqual(names.filter((name) => name.includes('sigma')));
    await filter().fill('a[ ~1');
    await expect.poll(shownNames).toEqual(names.filter((name) => name.includes('a[') && !name.includes('1')));
    await filter().fill('/^(mu_a|b_)/');
    await expect.poll(shownNames).toEqual(names.filter((name) => /^(mu_a|b_)/.test(name)));
    await filter().fill('no such name');
    await page.getByText('No quantity has this name').waitFor();
    expect(await page.locator('.count').first().textContent()).toBe(`0 of ${names.length}`);
  });

  test('shows only what is flagged, and marks it', async () => {
    const bad = pages.run.report.summary.filter(
      ({ r_hat, ess_bulk, ess_tail }) => r_hat > 1.01 || ess_bulk < 1600 || ess_tail < 1600,
    );
    expect(bad.length).toBeGreaterThan(0);
    await page.getByRole('checkbox', { name: 'Only flagged' }).first().click();
    await expect.poll(shownNames).toEqual(bad.map(({ name }) => name));
    expect(await page.locator('.grid-body .grid-row:not([hidden]) .bad').count()).toBeGreaterThanOrEqual(
      bad.length,
    );
  });

  test.each([
    ['as CSV', /^name,mean,sd,hdi_3,hdi_97,mcse_mean,mcse_sd,ess_bulk,ess_tail,r_hat\n/],
    ['as Markdown', /^\| quantity \| mean \|.*\n\| --- \| ---: \|/],
    ['as LaTeX', /^\\begin\{tabular\}\{lrrrrrrrrr\}\n/],
  ])('copies %s', async (choice, start) => {
    await filter().fill('sigma');
    await page.getByRole('combobox', { name: 'Copy the table' }).click();
    await page.getByRole('option', { name: choice }).click();
    await page.getByText('Copied 2 rows').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(start);
    if (choice === 'as CSV') {
      // Every digit, not those that are shown.
      const [, first] = text.split('\n');
      const row = pages.run.report.summary.find(({ name }) => name === 'sigma_a');
      const ordinaryKeys = columnsFor([]).map(({ key }) => key);
      expect(first.split(',').slice(1).map(Number)).toEqual(ordinaryKeys.map((key) => row?.[key]));
    }
  });

  test('explains its columns', async () => {
    await head('R-hat').focus();
    await page.locator('.tip:visible', { hasText: 'Do the chains agree?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.tip:visible').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Explain columns' }).click();
    await page.locator('.glossary dt', { hasText: 'ess tail' }).waitFor();
    expect(await page.locator('.glossary dd').count()).toBe(10);
  });

  test('is walked by keys and shows what is chosen', async () => {
    const names = pages.run.report.summary.map(({ name }) => name);
    const grid = page.getByRole('grid');
    await grid.focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
    await page.locator('.detail h3', { hasText: names[3] }).waitFor();
    expect(await grid.getAttribute('aria-activedescendant')).toBe('row-3');
    await page.keyboard.press('End');
    await page.locator('.detail h3', { hasText: names.at(-1) }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.locator('.detail h3', { hasText: names.at(-2) }).waitFor();
    await page.keyboard.press('Enter');
    await page.locator('vscode-panel-tab[aria-selected=true]', { hasText: 'Plots' }).waitFor();
    await page.locator('.item-title', { hasText: names.at(-2) }).waitFor();
  });

  test('reaches everything with Tab', async () => {
    const reached = new Set<string>();
    await page.evaluate(() => document.body.focus());
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      reached.add(
        await page.evaluate(() => {
          const element = document.activeElement;
          return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
        }),
      );
    }
    for (const wanted of [
      'Summary',
      'Filter by name',
      'Only flagged',
      'Worst R-hat first',
      'R-hat',
      'Summary of every quantity',
      'All plots',
      'Sample again',
    ])
      expect(
        [...reached].some((text) => text.startsWith(wanted)),
        wanted,
      ).toBe(true);
  });
});
