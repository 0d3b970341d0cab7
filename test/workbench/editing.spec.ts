/** A person edits a model in the real workbench. Each test has a document of its own. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { radon, radonCsv } from '../server/model.ts';
import { actUntil, isThere, useWorkbench, type Workbench } from './workbench.ts';

const workbench = useWorkbench('editing', { write: { 'radon.csv': radonCsv } });
let bench: Workbench;
let documents = 0;
const slow = { timeout: 60_000 };

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
  documents++;
  await bench.openNew(`radon-${documents}.bayes`, radon);
});

const line = (text: string) => bench.page.locator('.view-line', { hasText: text }).first();

/** Misspells a name, and waits for the mark. */
async function misspell() {
  await bench.cursorAt('county_of] +', 'county_of'.length);
  await bench.type('f');
  const squiggle = bench.squiggles('error').first();
  await squiggle.waitFor();
  return squiggle;
}

describe('editing', () => {
  it('colours the model and shows the inferred shape', async () => {
    await bench.page.locator('.view-line', { hasText: ': real[home]' }).nth(1).waitFor();
    await bench.screenshot('1-model');
  });

  it('marks a mistake where it is made', async () => {
    const squiggle = await misspell();
    await expect.poll(() => bench.textUnder(squiggle), slow).toBe('county_off');
    await bench.screenshot('2-mistake');
  });

  it('fixes it by the quick fix', async () => {
    const squiggle = await misspell();
    const fix = bench.page.locator('.action-widget .monaco-list-row', { hasText: 'county_of' }).first();
    await actUntil(
      async () => !(await isThere(line('county_off]'), 1000)),
      async () => {
        await bench.page.keyboard.press('Control+.');
        await fix.waitFor({ timeout: 10_000 });
        await bench.screenshot('3-quick-fix');
        await fix.click({ timeout: 5000 });
        await line('county_off]').waitFor({ state: 'detached', timeout: 10_000 });
      },
    );
    await line('county_of] +').waitFor();
    await squiggle.waitFor({ state: 'detached' });
    expect(await bench.squiggles('error').count()).toBe(0);
  });

  it('shows the scale and a sketch of a prior', async () => {
    await bench.cursorAt('mu_a    ~', 1);
    const hover = await bench.hover();
    await hover.getByText('Normal', { exact: false }).first().waitFor();
    const image = hover.locator('img').first();
    await image.waitFor();
    // A drawn image has its own width; a refused or broken one has none.
    await expect
      .poll(() => image.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)), slow)
      .toBe(280);
    expect(await hover.textContent()).toContain('sd 10');
    await bench.screenshot('4-prior');
  });

  it('shows the range and mean of a datum', async () => {
    await bench.cursorAt('log_radon : real', 2);
    const hover = await bench.hover();
    await hover.getByText('mean', { exact: false }).first().waitFor();
    await bench.screenshot('5-datum');
  });

  it('follows a definition', async () => {
    await bench.cursorAt('b * basement', 6);
    const there = bench.page.locator('#status\\.editor\\.selection', {
      hasText: `Ln ${await bench.lineOf('basement  : int')},`,
    });
    await actUntil(
      () => isThere(there),
      () => bench.page.keyboard.press('F12'),
    );
  });

  it('renames a dimension everywhere', async () => {
    await bench.cursorAt('dim home, county', 'dim home, cou'.length);
    const box = bench.page.locator('.rename-box input');
    await actUntil(
      () => isThere(line('a[region]')),
      async () => {
        await bench.page.keyboard.press('F2');
        await box.waitFor({ timeout: 10_000 });
        await box.fill('region', { timeout: 5000 });
        await bench.screenshot('6-rename');
        await bench.page.keyboard.press('Enter');
      },
    );
    await line('region[home]').waitFor();
    expect(await bench.squiggles('error').count()).toBe(0);
  });

  it('makes a first model of a data file', async () => {
    const choice = (text: string) =>
      bench.page.locator('.quick-input-widget .monaco-list-row', { hasText: text }).first();
    await bench.command('Bayes: New Model from Data…');
    await choice('radon.csv').click();
    await choice('log_radon').waitFor();
    await bench.screenshot('6b-outcome');
    await choice('log_radon').click();
    await line('formula "log_radon ~').waitFor();
    await bench.page.locator('.codelens-decoration a', { hasText: 'Sample' }).first().waitFor();
    await bench.screenshot('6c-first-model');
    expect(await bench.squiggles('error').count()).toBe(0);
  });

  it('completes a prior', async () => {
    await bench.cursorAt('param sigma   ~ HalfNormal(1)', 'param sigma   ~ '.length);
    await bench.page.keyboard.press('Shift+End');
    await bench.type('HalfSt');
    const row = bench.page
      .locator('.suggest-widget.visible .monaco-list-row', { hasText: 'HalfStudentT' })
      .first();
    await actUntil(
      () => isThere(line('HalfStudentT(nu, sigma)')),
      async () => {
        if (!(await isThere(row))) await bench.page.keyboard.press('Control+Space');
        await row.waitFor({ timeout: 10_000 });
        await bench.screenshot('7-completion');
        await row.click({ timeout: 5000 });
      },
    );
    await bench.page.locator('.parameter-hints-widget.visible').waitFor();
    await bench.screenshot('8-signature');
  });

  it('lists the model in the outline', async () => {
    await bench.command('Explorer: Focus on Outline View');
    const row = (name: string) =>
      bench.page.locator('.outline-tree .monaco-list-row', { hasText: name }).first();
    await row('county').waitFor();
    await row('log_radon').waitFor();
    await bench.screenshot('9-outline');
  });

  it('helps with the arguments, and moves on at the comma', async () => {
    await bench.cursorAt('param sigma   ~ HalfNormal(1)', 'param sigma   ~ '.length);
    await bench.page.keyboard.press('Shift+End');
    await bench.type('Normal(0');
    const active = bench.page.locator('.parameter-hints-widget.visible .parameter.active');
    await expect.poll(() => active.textContent(), slow).toContain('mu');
    await bench.type(', 1');
    await expect.poll(() => active.textContent(), slow).toContain('sigma');
    await bench.screenshot('8b-arguments');
    // Over the bracket that the editor closed.
    await bench.type(') in 0..');
    await bench.page.keyboard.press('Escape');
    await line('param sigma   ~ Normal(0, 1) in 0..').waitFor();
    await bench.squiggles('error').first().waitFor({ state: 'detached' });
  });

  it('formats by the key', async () => {
    await bench.cursorAt('param b       ~', 'param b'.length);
    await bench.type('   ');
    await line('param b          ~').waitFor();
    // VS Code’s key for it on Linux, where this browser runs.
    await actUntil(
      () => isThere(line('param b       ~')),
      () => bench.page.keyboard.press('Control+Shift+I'),
    );
  });

  it('offers to sample above the model', async () => {
    await bench.page.keyboard.press('Control+Home');
    const lens = bench.page.locator('.codelens-decoration a');
    await lens.filter({ hasText: 'Sample' }).first().waitFor();
    await lens.filter({ hasText: 'ADVI' }).first().waitFor();
    await lens.filter({ hasText: 'Compare widths' }).first().waitFor();
  });

  it('checks the model again when its data change on disk', async () => {
    // As editors save: whole at once, so that nobody reads half a file.
    const save = (text: string) => {
      writeFileSync(join(bench.folder, 'radon.csv.new'), text);
      renameSync(join(bench.folder, 'radon.csv.new'), join(bench.folder, 'radon.csv'));
    };
    const squiggle = bench.squiggles('error').first();
    try {
      save(radonCsv.replace('0.9,1,Anoka', '0.9,7,Anoka'));
      await squiggle.waitFor();
      await bench.screenshot('9b-data-changed');
    } finally {
      save(radonCsv);
    }
    await squiggle.waitFor({ state: 'detached' });
    expect(await bench.squiggles('error').count()).toBe(0);
  });
});
