/** The page beside an editor, in a window of its own, and magnified: what matters is never cut off. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { usePages } from './harness.ts';
import { sampleDivergent } from './runs.ts';

const pages = usePages(() => sampleDivergent(400));

const scrollsAside = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** Cells whose text is wider than they are, or that stand outside of the table's room. */
const cutCells = (page: Page) =>
  page.locator('.grid').evaluate((grid) => {
    const room = grid.getBoundingClientRect();
    return [...grid.querySelectorAll<HTMLElement>('.cell.number')]
      .filter((cell) => cell.offsetParent !== null)
      .filter((cell) => {
        const { left, right } = cell.getBoundingClientRect();
        const isOutside = left < room.left - 1 || right > room.left + grid.clientWidth + 1;
        return isOutside || cell.scrollWidth > cell.clientWidth + 1;
      })
      .map((cell) => cell.textContent ?? '');
  });

// 450: beside an editor; 700 × 450: a window of 1400 × 900, magnified twice.
describe.each([
  [450, 800],
  [700, 450],
  [900, 700],
  [1200, 800],
  [1300, 800],
  [1600, 900],
])('at %i × %i', (width, height) => {
  test('the table shows its numbers whole, and no view is wider than the page', async () => {
    const { page, problems, close } = await pages.open({ folder: pages.run.folder, width, height });
    await page.locator('.grid-body .grid-row').first().waitFor();
    await expect.poll(() => cutCells(page)).toEqual([]);
    expect(await page.locator('.grid-head .cell.r_hat').isVisible()).toBe(true);
    expect(await scrollsAside(page)).toBe(false);
    for (const view of ['plots', 'forest', 'predictive', 'sampler', 'model']) {
      await page.locator(`#tab-${view}`).click();
      await page.locator(`#panel-${view}`).waitFor();
      expect(await scrollsAside(page), view).toBe(false);
    }
    expect(problems).toEqual([]);
    await close();
  });
});

test.each([450, 700, 1300])('what a column means is whole at a width of %i', async (width) => {
  const { page, close } = await pages.open({ folder: pages.run.folder, width });
  await page.locator('.grid-body .grid-row').first().waitFor();
  const grid = await page.locator('.grid').boundingBox();
  if (grid === null) throw new Error('there is no table');
  const heads = page.locator('.grid-head .head-button:visible');
  for (const head of await heads.all()) {
    await head.focus();
    const tip = await page.locator('.tip:visible').boundingBox();
    if (tip === null) throw new Error('there is no tip');
    expect(tip.x).toBeGreaterThanOrEqual(grid.x - 0.5);
    expect(tip.x + tip.width).toBeLessThanOrEqual(grid.x + grid.width + 0.5);
  }
  expect(await scrollsAside(page)).toBe(false);
  await close();
});

test('a tail that is too poor is marked where its column is left out', async () => {
  const poor = pages.run.report.summary.filter(({ ess_tail }) => !(ess_tail >= 1600));
  expect(poor.length).toBeGreaterThan(0);
  const { page, close } = await pages.open({ folder: pages.run.folder, width: 450 });
  await page.locator('.grid-body .grid-row').first().waitFor();
  expect(await page.locator('.grid-head .cell.ess_tail').isVisible()).toBe(false);
  const marked = page.locator('.grid-body .grid-row.poor-tail:not([hidden]) .cell.name');
  const names = new Set(poor.map(({ name }) => name));
  for (const name of await marked.allTextContents()) expect(names.has(name)).toBe(true);
  const mark = await marked.first().evaluate((cell) => getComputedStyle(cell, '::before').content);
  expect(mark).toContain('⚠');
  await close();
});
