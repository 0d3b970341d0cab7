/** A person edits a model in the real workbench. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { radon, radonCsv } from '../server/model.ts';
import { closeBrowser, openWorkbench, type Workbench } from './workbench.ts';

let bench: Workbench;

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await bench.screenshot(`failed-${task.name.replaceAll(' ', '-')}`);
});

beforeAll(async () => {
  bench = await openWorkbench('editing', { write: { 'radon.bayes': radon, 'radon.csv': radonCsv } });
  await bench.openFile('radon.bayes');
});
afterAll(async () => {
  await bench?.close();
  await closeBrowser();
});

describe('editing', () => {
  it('colours the model and shows the inferred shape', async () => {
    await bench.page.locator('.view-line', { hasText: ': real[home]' }).nth(1).waitFor();
    await bench.screenshot('1-model');
  });

  it('marks a mistake where it is made', async () => {
    await bench.cursorAt('county_of] +', 'county_of'.length);
    await bench.type('f');
    const squiggle = bench.squiggles('error').first();
    await squiggle.waitFor();
    await expect.poll(() => bench.textUnder(squiggle)).toBe('county_off');
    await bench.screenshot('2-mistake');
  });

  it('mends it by the quick fix', async () => {
    await bench.page.keyboard.press('Control+.');
    const menu = bench.page.locator('.action-widget .monaco-list-row', { hasText: 'county_of' }).first();
    await menu.waitFor();
    await bench.screenshot('3-quick-fix');
    await bench.page.keyboard.press('Enter');
    await bench.squiggles('error').first().waitFor({ state: 'detached' });
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
      .poll(() => image.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)))
      .toBe(280);
    expect(await hover.textContent()).toContain('sd 10');
    await bench.screenshot('4-prior');
    await bench.page.keyboard.press('Escape');
  });

  it('shows the range and mean of a datum', async () => {
    await bench.cursorAt('log_radon : real', 2);
    const hover = await bench.hover();
    await hover.getByText('mean', { exact: false }).first().waitFor();
    await bench.screenshot('5-datum');
    await bench.page.keyboard.press('Escape');
  });

  it('follows a definition', async () => {
    await bench.cursorAt('basement\n'.trim(), 2);
    await bench.cursorAt('b * basement', 6);
    await bench.page.keyboard.press('F12');
    const line = await bench.lineOf('basement  : int');
    await bench.page.locator('#status\\.editor\\.selection', { hasText: `Ln ${line},` }).waitFor();
  });

  it('renames a dimension everywhere', async () => {
    await bench.cursorAt('dim home, county', 'dim home, cou'.length);
    await bench.page.keyboard.press('F2');
    const box = bench.page.locator('.rename-box input');
    await box.waitFor();
    await box.fill('region');
    await bench.screenshot('6-rename');
    await bench.page.keyboard.press('Enter');
    await bench.page.locator('.view-line', { hasText: 'a[region]' }).waitFor();
    await bench.page.locator('.view-line', { hasText: 'region[home]' }).waitFor();
    expect(await bench.squiggles('error').count()).toBe(0);
  });

  it('completes a prior', async () => {
    await bench.cursorAt('param sigma   ~ HalfNormal(1)', 'param sigma   ~ '.length);
    await bench.page.keyboard.press('Shift+End');
    await bench.type('HalfSt');
    const row = bench.page
      .locator('.suggest-widget.visible .monaco-list-row', { hasText: 'HalfStudentT' })
      .first();
    await row.waitFor();
    await bench.screenshot('7-completion');
    await bench.page.keyboard.press('Enter');
    await bench.page.locator('.view-line', { hasText: 'HalfStudentT(nu, sigma)' }).waitFor();
    await bench.page.locator('.parameter-hints-widget.visible').waitFor();
    await bench.screenshot('8-signature');
    await bench.page.keyboard.press('Escape');
  });

  it('lists the model in the outline', async () => {
    await bench.command('Explorer: Focus on Outline View');
    const row = (name: string) =>
      bench.page.locator('.outline-tree .monaco-list-row', { hasText: name }).first();
    await row('region').waitFor();
    await row('log_radon').waitFor();
    await bench.screenshot('9-outline');
  });

  it('helps with the arguments, and moves on at the comma', async () => {
    // The placeholders of the completion before are still there.
    await bench.cursorAt('param sigma   ~ HalfStudentT(nu, sigma)', 'param sigma   ~ '.length);
    await bench.page.keyboard.press('Shift+End');
    await bench.type('Normal(0');
    const active = bench.page.locator('.parameter-hints-widget.visible .parameter.active');
    await expect.poll(() => active.textContent()).toContain('mu');
    await bench.type(', 1');
    await expect.poll(() => active.textContent()).toContain('sigma');
    await bench.screenshot('8b-arguments');
    // Over the bracket that the editor closed.
    await bench.type(') in 0..');
    await bench.page.keyboard.press('Escape');
    await bench.squiggles('error').first().waitFor({ state: 'detached' });
  });

  it('formats by the key', async () => {
    await bench.cursorAt('param b       ~', 'param b'.length);
    await bench.type('   ');
    const line = (text: string) => expect.poll(() => bench.lineOf(text).catch(() => 0)).toBeGreaterThan(0);
    await line('param b          ~');
    // VS Code's key for it on Linux, where this browser runs.
    await bench.page.keyboard.press('Control+Shift+I');
    await line('param b       ~');
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
    save(radonCsv.replace('0.9,1,Anoka', '0.9,7,Anoka'));
    const squiggle = bench.squiggles('error').first();
    await squiggle.waitFor();
    await bench.screenshot('9b-data-changed');
    save(radonCsv);
    await squiggle.waitFor({ state: 'detached' });
    expect(await bench.squiggles('error').count()).toBe(0);
  });
});
