/** A person edits a model after its run, mends a failure, loses the sampler or the window: all that is shown follows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { longModel } from './models.ts';
import { runsView } from './runs-view.ts';
import { actUntil, isThere, killSampler, oncePerWindow, useWorkbench, type Workbench } from './workbench.ts';

const data = 'y\n1.2\n0.7\n1.9\n2.4\n';
const small = `model small

dim row
data from "y.csv" {
  y : real[row]
}
param mu ~ Normal(0, 10)
observe y ~ Normal(mu, 1)

sample { draws = 2000, tune = 500, chains = 4, seed = 3 }
`;
/** A rate that is negative in part of the space. */
const rate = `model rate

dim row
data {
  x : real[row] = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]
  count : int[row] in 0.. = [0, 0, 1, 1, 2, 2, 3, 4, 4]
}
param a ~ Normal(1, 2)
param b ~ Normal(1, 2)
observe count ~ Poisson(a + b * x)

sample { draws = 500, tune = 500, chains = 4, seed = 3 }
`;
const workbench = useWorkbench('staleness', {
  write: {
    'y.csv': data,
    'small.bayes': small,
    'other.bayes': 'model other\n\nparam a ~ Normal(0, b)\n',
    'twice.bayes': 'model twice\n\nparam a ~ Normal(0, b)\nparam c ~ Normal(0, d)\n',
    'rate.bayes': rate,
    'long.bayes': longModel,
  },
});
let bench: Workbench;

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
});

const status = (text: string | RegExp) => bench.page.locator('.statusbar-item', { hasText: text });
const runs = runsView(() => bench);
const earlier = () => status('small · of an earlier text');
const hint = (text: string) => bench.page.locator('.view-line', { hasText: text }).first();
const diff = () => bench.page.locator('.monaco-diff-editor').first();

/** The model in front with its result; its page is open beside it. */
const sampled = oncePerWindow(async (window) => {
  await window.openFile('small.bayes');
  await window.command('Bayes: Sample Model');
  await status('small').locator('.codicon-pass').waitFor();
});
async function withResult(): Promise<void> {
  await sampled(bench);
  await bench.openFile('small.bayes');
  await status('small').locator('.codicon-pass').waitFor();
}
/** The model on the left, its page on the right, and the cursor in the model. */
async function beside() {
  await withResult();
  await bench.command('Bayes: Show Last Result');
  const page = await bench.webview('.verdict:visible');
  await bench.command('View: Focus First Editor Group');
  await bench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  return page;
}

describe('an edit after a run', () => {
  it('marks page, status bar and hints, and undoing it takes every mark away', async () => {
    const page = await beside();
    await hint('≈').waitFor();
    await bench.cursorAt('param mu');
    await bench.type('# why\n');
    await earlier().waitFor();
    await hint('(of an earlier text)').waitFor();
    await page.locator('.stale').getByText('The model has changed since this run:').waitFor();
    await bench.screenshot('50-edited');
    // What was typed may be several steps.
    await actUntil(
      async () => (await earlier().count()) === 0,
      async () => {
        await bench.command('Undo');
        await earlier().waitFor({ state: 'detached', timeout: 1000 });
      },
    );
    await status('small').locator('.codicon-pass').waitFor();
    await hint('(of an earlier text)').waitFor({ state: 'detached' });
    await page.locator('.stale').waitFor({ state: 'hidden' });
  });

  it('is shown beside the model as it was', async () => {
    const page = await beside();
    await bench.cursorAt('param mu');
    await bench.type('# why\n');
    await page.locator('.stale').waitFor();
    await page.getByRole('button', { name: 'Show difference' }).click();
    await diff().locator('.line-insert').first().waitFor();
    await bench.screenshot('51-difference');
    await bench.command('File: Revert File');
    await diff().locator('.line-insert').first().waitFor({ state: 'detached' });
  });

  it('of a data file marks them too', async () => {
    const page = await beside();
    writeFileSync(join(bench.folder, 'y.csv'), `${data}9.9\n`);
    await status('small · of earlier data').waitFor();
    await hint('(of earlier data)').waitFor();
    await page.locator('.stale').getByText('The data have changed since this run (y.csv):').waitFor();
    writeFileSync(join(bench.folder, 'y.csv'), data);
    await status('small').locator('.codicon-pass').waitFor();
    await page.locator('.stale').waitFor({ state: 'hidden' });
  });
});

describe('the edit that a reason advises', () => {
  it('is made in the model, and undone in the editor', async () => {
    await bench.openFile('rate.bayes');
    await bench.command('Bayes: Sample Model');
    await status('rate provisional').waitFor();
    const page = await bench.webview('.verdict.provisional:visible');
    const edit = page.getByRole('button', { name: 'Make this edit in the model' });
    await edit.click();
    await hint('Poisson(log_mu = a + b * x)').waitFor();
    await bench.activeLine().filter({ hasText: /^10$/ }).waitFor();
    await page.locator('.stale').getByText('The model has changed since this run:').waitFor();
    await edit.waitFor({ state: 'detached' });
    await bench.screenshot('56-edit-made');
    // On a busy machine the page may take the focus of its click after the editor was shown.
    await bench.command('View: Focus First Editor Group');
    await bench.command('Undo');
    await hint('Poisson(a + b * x)').waitFor();
    await edit.waitFor();
  });
});

describe('a failure', () => {
  it('is fixed on its page; the status bar follows the file in front', async () => {
    await withResult();
    await bench.openFile('other.bayes');
    await status('small').waitFor({ state: 'detached' });
    await bench.command('Bayes: Sample Model');
    await status('other not sampled').waitFor();
    const page = await bench.webview('.verdict.failed:visible');
    await bench.openFile('small.bayes');
    await status('small').locator('.codicon-pass').waitFor();
    expect(await status('other').count()).toBe(0);
    await bench.openFile('other.bayes');
    await status('other not sampled').waitFor();
    await bench.cursorAt('b)');
    await bench.page.keyboard.press('Delete');
    await bench.type('1');
    await status('other fixed').waitFor();
    await page.getByText('Fixed: the model and its data check clean now').waitFor();
    await bench.screenshot('52-fixed');
    await bench.command('File: Revert File');
    await status('other not sampled').waitFor();
    await page.locator('.verdict.failed').waitFor();
  });

  it('leads to where its statement is now, and to the text as it was where that is gone', async () => {
    await bench.openFile('twice.bayes');
    await bench.command('Bayes: Sample Model');
    const page = await bench.webview('.problem >> nth=1');
    await bench.cursorAt('param a');
    await bench.type('# why\n');
    await page.getByRole('button', { name: 'Show line 4 of the model' }).click();
    await expect.poll(() => bench.cursor(), { timeout: 60_000 }).toEqual({ line: 4, column: 1 });
    await bench.command('Delete Line');
    await page.getByRole('button', { name: 'Show line 3 of the model as it was' }).click();
    await bench.page.locator('.tab.active', { hasText: 'twice as it was run.bayes' }).waitFor();
    await expect.poll(() => bench.cursor(), { timeout: 60_000 }).toEqual({ line: 3, column: 1 });
    await bench.screenshot('55-as-it-was');
    await bench.openFile('twice.bayes');
    await bench.command('File: Revert File');
  });
});

describe('a run that is cut off', () => {
  const startLong = async () => {
    await bench.openFile('long.bayes');
    await bench.command('Bayes: Sample Model');
    await status('long').getByText('%').waitFor();
  };

  it('by the death of its sampler: status bar and page say so, with what was kept', async () => {
    await startLong();
    killSampler();
    await status(/long interrupted, (?:[\d\s]+ draws? kept|no draws yet)/).waitFor();
    const page = await bench.webview('.interruption:visible, .verdict.failed:visible');
    await page.getByText('it was ended by SIGKILL').first().waitFor();
    await page
      .getByText(/draws? of (?:one chain|each of 2 chains) (?:is|are) kept|There are no draws of it yet/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Resume|^Run again with the same seed/ }).waitFor();
    await bench.screenshot('53-died');
  });

  it('by a reload of the window: its page finds it again and continues, the runs are where they were', async () => {
    await startLong();
    await runs.open();
    await runs.row('sampling').waitFor();
    const before = await runs.rows().count();
    await bench.page.reload();
    const page = await bench.webview('.interruption:visible, .verdict.failed:visible');
    await page.getByText('The run was interrupted before its last draw').first().waitFor();
    await bench.screenshot('54-reloaded');
    // The window may come back with another file in front, whose status is shown instead.
    const kept = status(/long interrupted, (?:[\d\s]+ draws? kept|no draws yet)/);
    if (!(await isThere(kept))) await bench.openFile('long.bayes');
    await kept.waitFor();
    await runs.open();
    await runs.row('did not end').first().waitFor();
    expect(await runs.rows().count()).toBe(before);
    await bench.page.locator('.tab', { hasText: 'long: results' }).first().click();
    const again = await bench.webview('.interruption:visible, .verdict.failed:visible');
    await again.getByRole('button', { name: /^Resume|^Run again with the same seed/ }).click();
    await status('long').getByText('%').waitFor();
    await bench.command('Bayes: Cancel Sampling and Keep the Draws');
    await status('long provisional').waitFor();
  });
});
