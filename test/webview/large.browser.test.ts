/**
 * Ten thousand quantities: rows and plots exist only where one looks. `bench/long-tasks.bench.mjs` measures how
 * long the page's tasks are.
 */
import { describe, expect, test } from 'vitest';
import { usePages } from './harness.ts';
import { sampleText } from './runs.ts';

const COUNT = 10_000;

const model = `model large\ndim k = ${COUNT - 1}\nparam s ~ HalfNormal(1)\nparam x[k] ~ Normal(0, 1)\nobserve (s) ~ Normal(1, 1)\n`;
const pages = usePages(() =>
  sampleText('large', model, '--seed', '1', '--draws', '40', '--tune', '80', '--chains', '4'),
);

const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 60_000 });

describe('ten thousand quantities', () => {
  test('scroll, with rows for the screen only', async () => {
    expect(pages.run.report.summary.length).toBe(COUNT);
    const { page, problems, close } = await pages.open({ folder: pages.run.folder });
    await page.locator('.grid-body .grid-row').first().waitFor();
    await page.locator('.detail svg.marks').nth(2).waitFor();
    expect(await page.locator('.count').first().textContent()).toBe('10\u202f000');
    // Rows exist for the screen only.
    expect(await page.locator('.grid-body .grid-row').count()).toBeLessThan(80);
    await page.locator('.grid').hover();
    for (let i = 0; i < 60; i++) {
      await page.mouse.wheel(0, i < 30 ? 240 : 7000);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    expect(await page.locator('.grid-body .grid-row').count()).toBeLessThan(80);
    await page.locator('.grid').evaluate((grid) => {
      grid.scrollTop = grid.scrollHeight;
    });
    const last = pages.run.report.summary.at(-1)?.name ?? '';
    await page.locator('.grid-body .cell.name', { hasText: last }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  test('are sorted and filtered at once', async () => {
    const { page, problems, close } = await pages.open({ folder: pages.run.folder });
    await page.locator('.grid-body .grid-row').first().waitFor();
    await page.locator('.grid-head .head-button', { hasText: 'mean' }).first().click();
    await page.getByRole('textbox', { name: 'Filter by name' }).fill('x[99');
    await eventually(() => page.locator('.count').first().textContent()).toBe('111 of 10\u202f000');
    expect(problems).toEqual([]);
    await close();
  });

  test('have plots only where one looks', async () => {
    const { page, problems, close } = await pages.open({ folder: pages.run.folder });
    await page.locator('.grid-body .grid-row').first().waitFor();
    await page.locator('#tab-plots').click();
    await page.locator('.item svg.marks').first().waitFor();
    await page.locator('#panel-plots .items').hover();
    for (let i = 0; i < 20; i++) {
      await page.mouse.wheel(0, i < 10 ? 300 : 30_000);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    await page.locator('.item svg.marks').first().waitFor();
    expect(await page.locator('.item').count()).toBeLessThan(12);
    await page.locator('#tab-forest').click();
    await page.locator('#panel-forest svg.marks').first().waitFor();
    expect(await page.locator('#panel-forest .item').count()).toBeLessThan(8);
    expect(problems).toEqual([]);
    await close();
  });
});

describe('forty thousand draws', () => {
  test('are drawn in every kind of plot', async () => {
    const model =
      'model many\nparam mu ~ Normal(0, 1)\nparam s ~ HalfNormal(1)\nobserve (mu) ~ Normal(1, s)\n';
    const many = await sampleText(
      'many',
      model,
      '--seed',
      '1',
      '--draws',
      '10000',
      '--tune',
      '500',
      '--chains',
      '4',
    );
    const { page, problems, close } = await pages.open({ folder: many.folder });
    await page.locator('.detail svg.marks').nth(2).waitFor();
    await page.locator('#tab-plots').click();
    for (const kind of ['Density and trace', 'Ranks', 'Autocorrelation', 'Prior against posterior']) {
      await page.getByRole('combobox', { name: 'Kind of plot' }).click();
      await page.getByRole('option', { name: kind }).click();
      await page.locator('.item svg.marks').nth(1).waitFor();
    }
    expect(problems).toEqual([]);
    await close();
  });
});
