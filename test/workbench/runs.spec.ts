/** A person keeps runs: reads them again, compares, exports, deletes; and sees a sampler die. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, openWorkbench, type Workbench } from './workbench.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
const long =
  'model long\n\ndim k = 200\nparam m[k] ~ Normal(0, 1)\nparam s ~ HalfNormal(1)\nobserve (sum(m)) ~ Normal(0, s)\n\n' +
  'sample { draws = 1000000, tune = 500, chains = 2, seed = 1 }\n';
/** A machine that does other things too. */
const slow = { timeout: 60_000 };
let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench('runs', {
    copy: [join(examples, 'eight-schools')],
    write: { 'long.bayes': long },
  });
  await bench.openFile('eight_schools.bayes');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await bench.screenshot(`failed-${task.name.replaceAll(' ', '-')}`);
});
afterAll(async () => {
  await bench?.close();
  await closeBrowser();
});

const view = () =>
  bench.page.locator('.pane', { has: bench.page.locator('.pane-header[aria-label^="Runs"]') });
const openView = () => bench.page.locator('.activitybar a[aria-label^="Bayes"]').click();
const rows = () => view().locator('.monaco-list-row');
const row = (text: string) => rows().filter({ hasText: text });
const status = (text: string) => bench.page.locator('.statusbar-item', { hasText: text });
const dialog = () => bench.page.locator('.monaco-dialog-box');
const hidePanel = async () => {
  if (await bench.page.locator('.part.panel').isVisible()) await bench.command('View: Hide Panel');
};
/**
 * Picks from the menu of the newest run, until what it leads to is there: a menu that has just opened takes no
 * click, and a page that has just been opened may take the focus and close the menu.
 */
async function choose(title: string, leadsTo: Locator): Promise<void> {
  const item = bench.page.locator('.context-view .action-label', { hasText: title });
  const isThere = (what: Locator, timeout: number) =>
    what
      .first()
      .waitFor({ timeout })
      .then(
        () => true,
        () => false,
      );
  await expect
    .poll(async () => {
      await rows().first().click({ button: 'right' });
      if (!(await isThere(item, 3000))) return false;
      for (let click = 0; click < 3 && (await item.isVisible()); click++) {
        await item.click({ timeout: 1000 }).catch(() => {});
        if (await isThere(leadsTo, 1500)) return true;
      }
      return isThere(leadsTo, 3000);
    }, slow)
    .toBe(true);
}
/** Folders of kept runs, in the editor's own storage. */
const folders = () =>
  readdirSync(join(inject('userData')), { recursive: true, encoding: 'utf8' })
    .filter((path) => /[/\\]runs[/\\].+[/\\]run\.json$/.test(path) && path.includes('bayes-workbench'))
    .map((path) => dirname(join(inject('userData'), path)))
    .filter((folder) => readFileSync(join(folder, 'run.json'), 'utf8').includes('/workspaces/runs/'));

describe('the view of runs', () => {
  it('says what to do while it is empty', async () => {
    await openView();
    await view().getByText('Every run is kept here until you delete it.').waitFor();
    await bench.screenshot('30-no-runs');
  });

  it('lists a run with its verdict', async () => {
    await view().getByText('Sample Model').click();
    await row('eight_schools').waitFor();
    await row('seed 8 · 4 × 2000').waitFor();
    expect(await rows().first().getAttribute('aria-label')).toMatch(
      /^eight_schools, every diagnostic passes, today/,
    );
    expect(await rows().count()).toBe(1);
    await hidePanel();
    await bench.screenshot('31-one-run');
  });

  it('runs it again with the same seed', async () => {
    await rows().first().hover();
    await rows().first().getByRole('button', { name: 'Run Again with the Same Seed' }).click();
    await expect.poll(() => rows().count(), slow).toBe(2);
    await status('eight_schools').locator('.codicon-pass').waitFor();
    await hidePanel();
  });

  it('compares the two', async () => {
    await rows().nth(0).click();
    await rows()
      .nth(1)
      .click({ modifiers: ['Control'] });
    await bench.command('Bayes: Compare Runs');
    await bench.page.locator('.tab.active', { hasText: 'eight_schools: 2 runs' }).waitFor();
    await bench.page.locator('.view-line', { hasText: 'They agree in every digit.' }).waitFor();
    await bench.screenshot('32-compared');
  });

  it('exports the summary that the report tells', async () => {
    const target = join(bench.folder, 'out.csv');
    await rows().first().click();
    const summary = bench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Summary as CSV' });
    await choose('Export Run', summary);
    await bench.screenshot('34-export');
    await summary.click();
    const box = bench.page.locator('.quick-input-box input').first();
    await expect.poll(() => box.inputValue(), slow).toContain('eight_schools-summary.csv');
    await box.fill(target);
    await bench.page.keyboard.press('Enter');
    await expect.poll(() => existsSync(target), slow).toBe(true);
    const report = JSON.parse(readFileSync(join(folders()[0], 'report.json'), 'utf8'));
    const lines = readFileSync(target, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^name,mean,sd,/);
    expect(lines).toHaveLength(report.summary.length + 1);
    expect(lines[1].split(',').slice(0, 3)).toEqual([
      report.summary[0].name,
      String(report.summary[0].mean),
      String(report.summary[0].sd),
    ]);
    await bench.page.locator('.notification-toast', { hasText: 'Exported to out.csv' }).waitFor();
  });

  it('shows the model as it was beside the model as it is', async () => {
    await bench.command('View: Close All Editors in Group');
    await bench.page.locator('.tab', { hasText: 'eight_schools.bayes' }).click();
    await bench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await bench.cursorAt('param mu', 0);
    await bench.type('# changed\n');
    await choose('Show Model of Run', bench.page.locator('.monaco-diff-editor .line-insert'));
    await bench.screenshot('35-model-of-run');
    await bench.command('File: Revert File');
    await bench.page.locator('.monaco-diff-editor .line-insert').first().waitFor({ state: 'detached' });
    await bench.command('View: Close Editor');
  });

  it('deletes a run once that is confirmed', async () => {
    const before = folders();
    expect(before).toHaveLength(2);
    await choose('Delete Run', dialog());
    await bench.screenshot('36-delete');
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => rows().count(), slow).toBe(1);
    expect(folders()).toHaveLength(1);
  });
});

describe('a sampler that dies', () => {
  it('is told, its draws are kept, and another one takes its place', async () => {
    await bench.openFile('long.bayes');
    await bench.command('Bayes: Sample Model');
    await status('long').getByText('%').waitFor();
    await row('sampling').waitFor();
    await bench.screenshot('37-running');
    process.kill(samplerProcess(), 'SIGKILL');
    const toast = bench.page.locator('.notification-toast', { hasText: 'The sampler of long.bayes stopped' });
    await toast.waitFor();
    await row('did not end').waitFor();
    await bench.screenshot('38-died');
    await toast.getByRole('button', { name: 'Sample Again' }).click();
    await status('long').getByText('%').waitFor();
    await bench.command('Bayes: Cancel Sampling and Keep the Draws');
    await status('long provisional').waitFor();
    await row('stopped, of').waitFor();
    await hidePanel();
    await bench.screenshot('39-cancelled');
  });

  it('leaves the runs where they are when the window is loaded again', async () => {
    await bench.page.reload();
    await bench.page.locator('.monaco-workbench .explorer-folders-view').waitFor();
    await openView();
    await row('did not end').waitFor();
    expect(await rows().count()).toBe(3);
  });
});

describe('the first steps', () => {
  it('are a walkthrough', async () => {
    await bench.command('View: Close All Editors');
    await hidePanel();
    await bench.command('Bayes: Get Started');
    const steps = bench.page.locator('.getting-started-step');
    await expect.poll(() => steps.count(), slow).toBe(4);
    await bench.screenshot('40-walkthrough');
    for (const [k, title] of [
      'See mistakes before you run',
      'Sample with one click',
      'Read the verdict first',
    ].entries()) {
      const step = steps.filter({ hasText: title });
      await step.click();
      await expect.poll(() => step.getAttribute('class'), slow).toContain('expanded');
      await bench.screenshot(`4${k + 1}-walkthrough`);
    }
  });

  it('are the language on one page', async () => {
    await bench.command('Bayes: Language Reference');
    await bench.page.locator('.tab', { hasText: 'language.md' }).waitFor();
    const page = () =>
      Promise.all(
        bench.page.frames().map((frame) =>
          frame
            .locator('h1')
            .allTextContents()
            .catch(() => []),
        ),
      );
    await expect.poll(async () => (await page()).flat(), slow).toContain('The language');
    await bench.screenshot('44-reference');
    // Keys typed into the page reach the workbench by a detour, too late for a palette.
    await bench.page.locator('.tab', { hasText: 'language.md' }).click();
  });

  it('copy the examples to where the person says, and open them', async () => {
    const place = join(inject('workspaces'), 'place');
    mkdirSync(place);
    await bench.command('Bayes: Open Examples');
    const box = bench.page.locator('.quick-input-box input').first();
    // The box takes what is typed once it shows the folder that it starts from.
    await bench.page.locator('.quick-input-list .monaco-list-row', { hasText: '..' }).first().waitFor();
    await box.fill(`${place}/`);
    await bench.page.locator('.quick-input-list .monaco-list-row').nth(1).waitFor({ state: 'detached' });
    const opened = bench.page.context().waitForEvent('page');
    await bench.page.getByRole('button', { name: 'Copy Examples Here' }).click();
    const page = await opened;
    await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'radon' }).waitFor();
    expect(readdirSync(join(place, 'bayes-examples'))).toEqual(readdirSync(examples));
    await page.close();
  });
});

/** The process of the editor's sampler: the only one that runs the installed extension's host. */
function samplerProcess(): number {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8') : '';
      return command.includes('host.js') && command.includes(dirname(inject('userData')));
    });
  if (found.length !== 1) throw new Error(`${found.length} samplers run`);
  return Number(found[0]);
}
