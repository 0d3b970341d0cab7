/** A person keeps runs: reads them again, compares, exports, deletes; and sees a sampler die. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { longModel } from './models.ts';
import { runsView } from './runs-view.ts';
import { actUntil, isThere, killSampler, useWorkbench, type Workbench } from './workbench.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
/** A chain as CmdStan writes it. */
const theirs = `# num_samples = 200
lp__,accept_stat__,divergent__,mu
${Array.from({ length: 200 }, (_, i) => `${-i % 7},0.9,0,${((i * 37) % 101) / 50}`).join('\n')}
`;
/** A machine that does other things too. */
const slow = { timeout: 60_000 };
const workbench = useWorkbench(
  'runs',
  {
    copy: [join(examples, 'eight-schools')],
    write: { 'long.bayes': longModel, 'theirs_1.csv': theirs },
  },
  {},
);
let bench: Workbench;

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
  await bench.openFile('eight_schools.bayes');
});

const { view, rows, row, open: openView } = runsView(() => bench);
const status = (text: string) => bench.page.locator('.statusbar-item', { hasText: text });
const dialog = () => bench.page.locator('.monaco-dialog-box');
/** The view with at least `count` runs of the example, the newest first. */
async function runsOf(count: number): Promise<void> {
  if (!(await view().isVisible())) await openView();
  const kept = row('eight_schools');
  while ((await kept.count()) < count) {
    const before = await kept.count();
    // A run that another test left would be at the top.
    await bench.openFile('eight_schools.bayes');
    await bench.command('Bayes: Sample Model');
    await expect.poll(() => kept.count(), slow).toBe(before + 1);
    await status('eight_schools').locator('.codicon-pass').waitFor();
    await bench.clear();
  }
}
/** The model's own tab has its name too. */
const resultsTab = () => bench.page.locator('.tab.active', { hasText: 'eight_schools: results' });

/** Picks from the menu of the newest run of the example, until what it leads to is there. */
async function choose(title: string, leadsTo: Locator): Promise<void> {
  const item = bench.page.locator('.context-view .action-label', { hasText: title });
  await actUntil(
    () => isThere(leadsTo, 3000),
    async () => {
      await bench.page.keyboard.press('Escape');
      const newest = row('eight_schools').first();
      // Of several that are selected the menu is another one.
      if ((await rows().and(bench.page.locator('.selected')).count()) > 1)
        await newest.click({ timeout: 10_000 });
      await newest.click({ button: 'right', timeout: 10_000 });
      await item.waitFor({ timeout: 5000 });
      // A menu that has just opened takes no click.
      for (let click = 0; click < 3 && (await item.isVisible()); click++) {
        await item.click({ timeout: 1000 }).catch(() => {});
        if (await isThere(leadsTo, 2000)) return;
      }
    },
  );
}
/** Folders of kept runs, in the editor's own storage. */
const folders = () =>
  readdirSync(join(inject('server').userData), { recursive: true, encoding: 'utf8' })
    .filter((path) => /[/\\]runs[/\\].+[/\\]run\.json$/.test(path) && path.includes('bayes-workbench'))
    .map((path) => dirname(join(inject('server').userData, path)))
    .filter((folder) => readFileSync(join(folder, 'run.json'), 'utf8').includes(`${bench.folder}/`));

describe('the view of runs', () => {
  it('says what to do while it is empty, and lists a run with its verdict', async () => {
    await openView();
    if ((await rows().count()) === 0) {
      await view().getByText('Every run is kept here until you delete it.').waitFor();
      await bench.screenshot('30-no-runs');
      await view().getByText('Sample Model').click();
    }
    await row('eight_schools').first().waitFor();
    await row('seed 8 · 4 × 2000').first().waitFor();
    await expect
      .poll(() => rows().first().getAttribute('aria-label'), slow)
      .toMatch(/^eight_schools, every diagnostic passes, today/);
    expect(await rows().count()).toBe(1);
    await bench.screenshot('31-one-run');
  });

  it('runs it again with the same seed', async () => {
    await runsOf(1);
    const before = await row('eight_schools').count();
    const first = row('eight_schools').first();
    await first.hover();
    await first.getByRole('button', { name: 'Run Again with the Same Seed' }).click();
    await expect.poll(() => row('eight_schools').count(), slow).toBe(before + 1);
    await status('eight_schools').locator('.codicon-pass').waitFor();
  });

  it('compares the two', async () => {
    await runsOf(2);
    await actUntil(
      () => isThere(bench.page.locator('.tab.active', { hasText: 'eight_schools: 2 runs' })),
      async () => {
        await row('eight_schools').nth(0).click();
        await row('eight_schools')
          .nth(1)
          .click({ modifiers: ['Control'] });
        await bench.command('Bayes: Compare Runs…');
      },
    );
    const page = await bench.webview('main.comparison .run-cards');
    await page.getByText('They agree in every digit.').waitFor();
    await page.locator('#panel-table').getByRole('row', { name: /^mu / }).waitFor();
    await page.locator('#tab-accuracy').click();
    // The same draws predict the same.
    await page
      .locator('#panel-accuracy')
      .getByRole('row', { name: /^B eight_schools -\d+\.\d/ })
      .waitFor();
    await bench.screenshot('32-compared');
  });

  it('exports the summary of the report', async () => {
    await runsOf(1);
    const target = join(bench.folder, 'out.csv');
    const summary = bench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Summary as CSV' });
    const box = bench.page.locator('.quick-input-box input').first();
    await actUntil(
      () => isThere(bench.page.locator('.notification-toast', { hasText: 'Exported to out.csv' })),
      async () => {
        await choose('Export Run', summary);
        await bench.screenshot('34-export');
        await summary.click({ timeout: 5000 });
        await expect.poll(() => box.inputValue(), { timeout: 10_000 }).toContain('eight_schools-summary.csv');
        await box.fill(target, { timeout: 5000 });
        await bench.page.keyboard.press('Enter');
      },
    );
    const newest = folders()
      .map((folder) => ({
        folder,
        begun: JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).started,
      }))
      .sort((a, b) => String(b.begun).localeCompare(String(a.begun)))[0].folder;
    const report = JSON.parse(readFileSync(join(newest, 'report.json'), 'utf8'));
    const lines = readFileSync(target, 'utf8').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^name,mean,sd,/);
    expect(lines).toHaveLength(report.summary.length + 1);
    expect(lines[1].split(',').slice(0, 3)).toEqual([
      report.summary[0].name,
      String(report.summary[0].mean),
      String(report.summary[0].sd),
    ]);
  });

  it('questions its priors, and marks what it finds until the model changes', async () => {
    await runsOf(1);
    await bench.openFile('eight_schools.bayes');
    const mark = bench.squiggles('info').first();
    await choose('Question the Priors', mark);
    const page = await bench.webview('#tab-priors[aria-selected=true]');
    await page.locator('#panel-priors table').first().waitFor();
    await bench.screenshot('34-priors');
    await bench.openFile('eight_schools.bayes');
    await bench.cursorAt('param mu', 0);
    await bench.type('# changed\n');
    await mark.waitFor({ state: 'detached' });
    await bench.command('File: Revert File');
    await mark.waitFor();
  });

  it('shows the model as it was beside the model as it is', async () => {
    await runsOf(1);
    await bench.openFile('eight_schools.bayes');
    await bench.cursorAt('param mu', 0);
    await bench.type('# changed\n');
    await choose('Show Model of Run', bench.page.locator('.monaco-diff-editor .line-insert'));
    await bench.screenshot('35-model-of-run');
    await bench.command('File: Revert File');
    await bench.page.locator('.monaco-diff-editor .line-insert').first().waitFor({ state: 'detached' });
  });

  it('shows its leave-one-out cross-validation', async () => {
    await runsOf(1);
    await choose('Leave-One-Out', resultsTab());
    const page = await bench.webview('#panel-loo svg.marks:visible');
    await page.locator('#tab-loo[aria-selected=true]').waitFor();
    await page
      .locator('#panel-loo')
      .getByRole('row', { name: /^elpd_loo -\d+\.\d/ })
      .waitFor();
    // A value for each school.
    await expect.poll(() => page.locator('#panel-loo table').last().locator('tbody tr').count()).toBe(8);
    await bench.screenshot('35-loo-of-run');
  });

  it('answers a hypothesis about its unknowns', async () => {
    await runsOf(1);
    await choose('Effects', resultsTab());
    const page = await bench.webview('#panel-effects table:visible');
    await page.locator('#tab-effects[aria-selected=true]').waitFor();
    const panel = page.locator('#panel-effects');
    await panel.getByRole('row', { name: /^mu .*positive/ }).waitFor();
    await panel.getByRole('textbox', { name: 'Hypothesis' }).fill('P(mu > 0)');
    await panel.getByRole('button', { name: 'Show effects' }).click();
    await panel.getByRole('row', { name: /^P\(mu > 0\) 0\.9\d\d/ }).waitFor();
    await bench.screenshot('35-effects-of-run');
  });

  it('opens the draws of another program beside them', async () => {
    const box = bench.page.locator('.quick-input-box input').first();
    await actUntil(
      () => isThere(bench.page.locator('.tab.active', { hasText: 'theirs_1: results' })),
      async () => {
        await bench.command('Bayes: Open Draws…');
        await box.fill(join(bench.folder, 'theirs_1.csv'), { timeout: 5000 });
        await bench.page.keyboard.press('Enter');
      },
    );
    const page = await bench.webview('.facts');
    await page.locator('.facts', { hasText: '1 chain of 200 draws · from theirs_1.csv' }).waitFor();
    await page.locator('.grid-body .grid-row', { hasText: 'mu' }).waitFor();
    await page.getByText(/Not judged.*: trajectories cut short, E-BFMI/).waitFor();
    await bench.screenshot('35-open-draws');
  });

  it('deletes a run once that is confirmed', async () => {
    await runsOf(2);
    const before = folders().length;
    const count = await rows().count();
    await choose('Delete Run', dialog());
    await bench.screenshot('36-delete');
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => rows().count(), slow).toBe(count - 1);
    await expect.poll(() => folders().length, slow).toBe(before - 1);
  });
});

describe('a sampler that dies', () => {
  /** Samples the model that does not end by itself, until it samples. */
  const startLong = async () => {
    await openView();
    await bench.openFile('long.bayes');
    await bench.command('Bayes: Sample Model');
    await status('long').getByText('%').waitFor();
    await row('sampling').waitFor();
  };
  const stop = async () => {
    await bench.command('Bayes: Cancel Sampling and Keep the Draws');
    await status('long provisional').waitFor();
    await row('stopped, of').first().waitFor();
  };

  it('is reported, its draws are kept, and another one takes its place', async () => {
    await startLong();
    await bench.screenshot('37-running');
    killSampler();
    const toast = bench.page.locator('.notification-toast', { hasText: 'The sampler of long.bayes stopped' });
    await toast.waitFor();
    await row('did not end').first().waitFor();
    await bench.screenshot('38-died');
    await toast.getByRole('button', { name: 'Sample Again' }).click();
    await status('long').getByText('%').waitFor();
    await stop();
    await bench.screenshot('39-cancelled');
  });
});

describe('the first steps', () => {
  it('are a walkthrough', async () => {
    await bench.clear();
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
      await actUntil(
        async () => (await step.getAttribute('class'))?.includes('expanded') ?? false,
        async () => {
          await step.click({ timeout: 10_000 });
          await expect.poll(() => step.getAttribute('class'), { timeout: 10_000 }).toContain('expanded');
        },
      );
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
  });

  it('copy the examples to a chosen folder, and open them', async () => {
    const place = join(bench.folder, 'place');
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
