/** Predictions at new data on the page: of the model's statements, and of a file that the person chose. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../bayes-command.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type Harness, startHarness } from './harness.ts';
import { htmlReport, type MadeRun, outputFolder, sampleExample, sampleFile, sampleText } from './runs.ts';

let browser: Browser;
let harness: Harness;
let bioassay: MadeRun;
const scratch = mkdtempSync(join(tmpdir(), 'bayes-predictions-'));

beforeAll(async () => {
  browser = await launchChromium();
  harness = await startHarness(browser);
  bioassay = await sampleExample('bioassay/bioassay.bayes', '--draws', '1000', '--tune', '1000');
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});

function file(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

test('the model’s own predictions have a tab, with intervals, numbers and a CSV', async () => {
  const { page, said, problems, close } = await harness.open({ folder: bioassay.folder });
  await page.getByRole('tab', { name: 'New data' }).click();
  const prediction = page.locator('.prediction');
  const shown = prediction.locator('.prediction-row:not(.grid-head)');
  // A list adds its rows after the first layout.
  await expect.poll(() => shown.filter({ hasText: 'deaths[' }).count()).toBe(3);
  const rows = await shown.all();
  const cells = await Promise.all(rows.map((row) => row.locator('.cell').allTextContents()));
  const deaths = cells.filter(([name]) => name.startsWith('deaths['));
  expect(deaths.map(([, dose, n]) => [dose, n])).toEqual([
    ['-1', '5'],
    ['0', '5'],
    ['1', '5'],
  ]);
  const means = deaths.map(([, , , mean]) => Number(mean));
  expect(means[0]).toBeLessThan(0.1);
  expect(means[1]).toBeGreaterThan(3.3);
  expect(means[1]).toBeLessThan(4);
  expect(means[2]).toBeGreaterThan(4.9);
  await prediction.locator('figure').nth(1).locator('svg.marks').waitFor();
  await page.screenshot({ path: join(outputFolder(), 'predictions.png') });
  await page.getByRole('button', { name: 'Save CSV' }).click();
  await expect.poll(() => said.find(({ kind }) => kind === 'save')).toBeDefined();
  const saved = said.find((message) => message.kind === 'save');
  const lines = String(saved?.kind === 'save' ? saved.content : '').split('\n');
  expect(lines[0]).toBe('prediction,quantity,log_dose,n,mean,sd,q3,q50,q97');
  expect(lines.filter((line) => /^doses,deaths\[[123]\],(-1|0|1),5,/.test(line))).toHaveLength(3);
  expect(problems).toEqual([]);
  await close();
});

test('a chosen file turns the page to its predictions, and one that does not fit says why', async () => {
  const { page, said, tell, problems, close } = await harness.open({ folder: bioassay.folder });
  await page.getByRole('tab', { name: 'Predictive' }).click();
  await page.getByRole('button', { name: 'Predict at new data…' }).first().click();
  await expect.poll(() => said.map(({ kind }) => kind)).toContain('predict');
  await tell({ kind: 'predict-at', files: [file('two.csv', 'log_dose,n\n-0.5,50\n0.5,50\n')] });
  await page.getByRole('heading', { name: 'two.csv' }).waitFor();
  const rows = page.locator('.prediction-row', { hasText: 'deaths[' });
  await expect.poll(() => rows.count()).toBe(2);
  expect(await rows.first().locator('.cell').nth(1).textContent()).toBe('-0.5');

  await tell({ kind: 'predict-at', files: [file('no-n.csv', 'log_dose\n0\n')] });
  await page.getByText('no column n in').waitFor();
  expect(await page.locator('.prediction').count()).toBe(0);
  await tell({ kind: 'predict-at', files: [file('word.csv', 'log_dose,n\nmuch,5\n')] });
  await page.getByText('expected a number, found "much"').waitFor();
  await page.getByText('(word.csv, row 1)').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('an HTML report holds the predictions of the statements', async () => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.goto(pathToFileURL(await htmlReport(bioassay)).href);
  await page.getByRole('tab', { name: 'New data' }).click();
  await page.locator('.prediction-row', { hasText: 'deaths[3]' }).waitFor();
  expect(await page.getByRole('button', { name: 'Predict at new data…' }).count()).toBe(0);
  await page.locator('.prediction figure').nth(1).locator('svg.marks').waitFor();
  await page.screenshot({ path: join(outputFolder(), 'predictions-report.png') });
  await page.close();
});

test('a statement that cannot be predicted says why, and a model without one has no such tab', async () => {
  const settings = ['--draws', '100', '--tune', '100', '--chains', '1'];
  const text = `dim row
data { x : real[row] = [0, 1, 2]
  y : real[row] = [0, 1, 0] }
param s ~ HalfNormal(1)
let K[i in row, j in row] = exp(-(x[i] - x[j])^2) + (if i == j then s^2 else 0)
observe y ~ MvNormal(0, cov = K)`;
  const joint = await sampleText('joint', `${text}\npredict later { x = [3, 4] }\n`, ...settings);
  const opened = await harness.open({ folder: joint.folder });
  await opened.page.getByRole('tab', { name: 'New data' }).click();
  await opened.page.getByText('y is one joint draw over them').waitFor();
  await opened.page.getByText('line 6 of the model').waitFor();
  await opened.close();

  const without = await sampleText('without', `${text}\n`, ...settings);
  const { page, close } = await harness.open({ folder: without.folder });
  await page.getByRole('tab', { name: 'Predictive' }).waitFor();
  expect(await page.getByRole('tab', { name: 'New data' }).isVisible()).toBe(false);
  await close();
});

test('what needs the outcomes is said to be left out', async () => {
  const text = `dim row
data { x : real[row] = [0, 1, 2]
  y : real[row] = [0.1, 3.2, 2.2] }
param w ~ Normal(0, 1)
param s[row] ~ Bernoulli(inv_logit(w + x))
observe y ~ Normal(3 * s + x, 1)
deterministic p = prob(s)
predict later { x = [3] }
`;
  const mixed = await sampleText('mixed', text, '--draws', '200', '--tune', '200', '--chains', '2');
  const { page, problems, close } = await harness.open({ folder: mixed.folder });
  await page.getByRole('tab', { name: 'New data' }).click();
  await page.getByText('Left out: p; prob and viterbi are computed given the observed values').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('an outcome that is a label: probabilities and shares of each label, no mean of positions', async () => {
  const run = await sampleFile(join(root, 'test', 'cases', 'outcome-with-labels', 'model.bayes'), [
    ...['--draws', '500', '--tune', '500', '--seed', '3'],
  ]);
  const { page, said, problems, close } = await harness.open({ folder: run.folder });
  await page.getByRole('tab', { name: 'New data' }).click();
  const prediction = page.locator('.prediction');
  const shown = prediction.locator('.prediction-row:not(.grid-head)');
  // Two rows of three labels; a list adds its rows after the first layout.
  await expect.poll(() => shown.count()).toBe(6);
  const rows = await shown.all();
  const cells = await Promise.all(rows.map((row) => row.locator('.cell').allTextContents()));
  expect(cells.map(([name, forest]) => [name, forest])).toEqual(
    ['1', '2'].flatMap((row, forest) =>
      ['bear', 'cat', 'dog'].map((label) => [`P(seen[${row}] = ${label})`, String(forest)]),
    ),
  );
  for (const [, , mean, ...rest] of cells) {
    expect(Number(mean)).toBeGreaterThan(0);
    expect(rest).toEqual(['', '', '', '']);
  }
  await prediction.locator('figure svg.marks').waitFor();
  await page.screenshot({ path: join(outputFolder(), 'label-probabilities.png') });
  await page.getByRole('button', { name: 'Save CSV' }).click();
  await expect.poll(() => said.find(({ kind }) => kind === 'save')).toBeDefined();
  const saved = said.find((message) => message.kind === 'save');
  const lines = String(saved?.kind === 'save' ? saved.content : '').split('\n');
  expect(lines[1]).toMatch(/^places,P\(seen\[1\] = bear\),0,0\.\d+,,,,$/);

  await page.getByRole('tab', { name: 'Predictive' }).click();
  const datum = page.locator('section.datum');
  await datum.locator('figure').first().locator('svg.marks').waitFor();
  expect(await datum.locator('h4').allTextContents()).toEqual([
    'share of bear',
    'share of cat',
    'share of dog',
  ]);
  await expect.poll(() => datum.locator('.statistic figure svg.marks').count()).toBe(3);
  await page.screenshot({ path: join(outputFolder(), 'label-shares.png') });
  await page.setViewportSize({ width: 520, height: 900 });
  await page.screenshot({ path: join(outputFolder(), 'label-shares-narrow.png') });
  expect(problems).toEqual([]);
  await close();

  const report = await htmlReport(run);
  const context = await browser.newContext({ viewport: { width: 1200, height: 1400 } });
  const saved2 = await context.newPage();
  const failures: string[] = [];
  saved2.on('pageerror', (error) => failures.push(error.message));
  await saved2.goto(pathToFileURL(report).href);
  await saved2.getByRole('tab', { name: 'New data' }).click();
  await saved2.locator('.prediction figure svg.marks').waitFor();
  expect(await saved2.locator('.prediction-row:not(.grid-head)').count()).toBe(6);
  await saved2.screenshot({ path: join(outputFolder(), 'label-report.png') });
  expect(failures).toEqual([]);
  await context.close();
}, 120_000);
