/** A person questions a model before and after its fit: its prior, its calibration, simpler methods, other models. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runsView } from './runs-view.ts';
import { actUntil, isThere, oncePerWindow, useWorkbench, type Workbench } from './workbench.ts';

const wide = `model wide

dim row
data { x : real[row] = [1, 2, 3, 4]
  y : real[row] = [2.1, 3.9, 6.2, 7.8] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 500)
observe y ~ Normal(a + b * x, 1)
`;
/** Conjugate, and quick to fit 200 times. */
const calibrated = `model calibrated

dim row
data { y : real[row] = [0.3, -0.4] }
param mu ~ Normal(0, 1)
observe y ~ Normal(mu, 1)
sample { tune = 200 }
`;
const xs = Array.from({ length: 20 }, (_, i) => i / 5);
const regression = `model line

dim row
data { x : real[row] = [${xs.join(', ')}]
  y : real[row] = [${xs.map((x, i) => (1 + 2 * x + ((i * 7) % 5) / 4).toFixed(2)).join(', ')}] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param s ~ HalfNormal(2)
observe y ~ Normal(a + b * x, s)
`;
const flat = regression
  .replace('model line', 'model flat')
  .replace('a + b * x', 'a')
  .replace(/param b.*\n/, '');
const workbench = useWorkbench('criticism', {
  write: {
    'wide.bayes': wide,
    'calibrated.bayes': calibrated,
    'line.bayes': regression,
    'flat.bayes': flat,
  },
});
let bench: Workbench;

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
});

describe('a prior that is too wide', () => {
  it('is marked in the text by the prior predictive, and a quick fix narrows it', async () => {
    await bench.openFile('wide.bayes');
    await bench.command('Bayes: Prior Predictive');
    const page = await bench.webview('.remarks li');
    await page.getByRole('button', { name: 'Line 7 of the model' }).click();
    await bench.squiggles('info').first().waitFor();
    await bench.screenshot('71-prior-mark');
    await bench.cursorAt('param b ~');
    const narrow = bench.page.locator('.action-widget .monaco-list-row', {
      hasText: 'Narrow the prior of b',
    });
    await actUntil(
      () => isThere(narrow, 5000),
      () => bench.page.keyboard.press('Control+.'),
    );
    await narrow.first().click();
    await bench.page
      .locator('.view-line', { hasText: /param\s+b\s+~\s+Normal\(0,\s+(1|2|5)\)/ })
      .first()
      .waitFor();
    // What was said is of the former text.
    await expect.poll(() => bench.squiggles('info').count(), { timeout: 60_000 }).toBe(0);
  });
});

describe('a calibration', () => {
  it('is offered by its command, and ends as plots of the ranks', async () => {
    await bench.openFile('calibrated.bayes');
    await bench.command('Bayes: Show Calibration');
    await bench.page.getByRole('button', { name: 'Calibrate Now' }).click();
    const shown = bench.page.getByRole('button', { name: 'Show Ranks' });
    await shown.waitFor();
    await shown.click();
    const page = await bench.webview('.calibration-row svg.marks');
    await page.getByText('Calibrated, as far as 200 simulations can tell').waitFor();
    expect(await page.locator('.calibration-row h3').allInnerTexts()).toHaveLength(2);
    await bench.screenshot('72-calibration');
    await bench.command('View: Show Explorer');
  });
});

describe('a regression', () => {
  it('is compared with ridge on the tab of its baseline, when asked for', async () => {
    await bench.openFile('line.bayes');
    await bench.command('Bayes: Sample Model');
    const page = await bench.webview('#tab-baseline:visible');
    await page.locator('#tab-baseline').click();
    const panel = page.locator('#panel-baseline');
    await panel.getByRole('button', { name: 'Compare with Ridge' }).click();
    await panel.locator('.baseline-sentence').waitFor();
    await panel.getByRole('row', { name: /^split conformal/ }).waitFor();
    await bench.screenshot('73-baseline');
  });
});

const { row, open: openRuns } = runsView(() => bench);
const tab = (text: string) => bench.page.locator('.tab.active', { hasText: text });

/** A run of each of two models of the same data. */
const bothSampled = oncePerWindow(async (window) => {
  for (const model of ['flat', 'line']) {
    await window.openFile(`${model}.bayes`);
    await window.command('Bayes: Sample Model');
    await window.webview('#tab-loo:visible');
    await window.clear();
  }
});

/** Selects the newest run of both, and asks about them until the page is there. */
async function askAboutBoth(command: string): Promise<void> {
  await bothSampled(bench);
  await openRuns();
  await row('line').first().waitFor();
  await actUntil(
    () => isThere(tab('flat, line: 2 runs')),
    async () => {
      await row('flat').first().click({ timeout: 10_000 });
      await row('line')
        .first()
        .click({ modifiers: ['Control'], timeout: 10_000 });
      await bench.command(command);
    },
  );
}

describe('two models of the same data', () => {
  it('are compared by what they predict, and the page is saved as one file', async () => {
    await askAboutBoth('Bayes: Compare Runs…');
    const page = await bench.webview('main.comparison .run-cards');
    await page.getByText('The models differ: the same name need not mean the same.').waitFor();
    await page.locator('#tab-accuracy').click();
    const accuracy = page.locator('#panel-accuracy');
    await accuracy.locator('svg.marks').first().waitFor();
    // The better one first, by far.
    expect((await accuracy.getByRole('row').allInnerTexts())[1]).toMatch(/^B\s*line\s+-\d/);
    await bench.screenshot('74-compared-models');
    await page.locator('#tab-models').click();
    await page.locator('#panel-models .difference li.added').first().waitFor();

    const target = join(bench.folder, 'compared.html');
    const box = bench.page.locator('.quick-input-box input').first();
    await actUntil(
      async () => existsSync(target),
      async () => {
        await page.getByRole('button', { name: 'Save Report' }).click({ timeout: 5000 });
        await expect.poll(() => box.inputValue(), { timeout: 10_000 }).toMatch(/flat-line-comparison\.html$/);
        await box.fill(target, { timeout: 5000 });
        await bench.page.keyboard.press('Enter');
        await bench.page.locator('.notification-toast', { hasText: /Wrote .*compared\.html/ }).waitFor();
      },
    );
    expect(readFileSync(target, 'utf8')).toContain('id="bayes-comparison"');
  });

  it('have their evidence, with the warning about priors', async () => {
    await askAboutBoth('Bayes: Evidence and Bayes Factors');
    const page = await bench.webview('#tab-evidence[aria-selected=true]');
    const panel = page.locator('#panel-evidence');
    await panel.getByRole('row', { name: /^B line -\d/ }).waitFor();
    await panel.getByText('a Bayes factor judges the priors as much as the models').waitFor();
    await bench.screenshot('75-evidence');
  });
});
