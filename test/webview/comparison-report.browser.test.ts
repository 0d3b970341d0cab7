/** The comparison of runs as an HTML file: the same page, without the editor, the network or paths of this machine. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompareReport } from '../../sampler/report/loo-report.ts';
import { bayes, bayesJson } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { openOffline } from './offline-page.ts';
import { outputFolder, sampleFile } from './runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-comparison-report-'));
const file = join(folder, 'comparison.html');
const linear = `dim row
data from "d.csv" { x : real[row]  y : real[row] }
param a ~ Normal(0, 2)
param b ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ Normal(a + b * x, s)
sample { seed = 3 }
`;
const runs: string[] = [];

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
  const rows = Array.from({ length: 120 }, (_, i) => `${(i % 7) - 3},${((i * 37) % 11) / 11 + (i % 7) / 2}`);
  writeFileSync(join(folder, 'd.csv'), `x,y\n${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'line.bayes'), linear);
  writeFileSync(join(folder, 'flat.bayes'), linear.replace('a + b * x', 'a').replace(/param b.*\n/, ''));
  for (const name of ['line', 'flat'])
    runs.push((await sampleFile(join(folder, `${name}.bayes`), [])).folder);
  const { stderr } = await bayes(['compare', ...runs, '--report', file]);
  expect(stderr).toMatch(/wrote .*comparison\.html/);
}, SETUP_MS);
afterAll(() => browser?.close());

const looks = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'high-contrast', colorScheme: 'dark', contrast: 'more' },
  { name: 'high-contrast-light', colorScheme: 'light', contrast: 'more' },
] as const;

test.each(looks)('has every view of the page, in $name', async ({ name, colorScheme, contrast }) => {
  const viewport = { width: 1300, height: 900 };
  const { page, problems, requests } = await openOffline(browser, file, { viewport, colorScheme, contrast });
  await page.locator(`body.vscode-${name}`).waitFor();
  const shot = (view: string) =>
    page.screenshot({ path: join(outputFolder(), `comparison-report-${view}-${name}.png`) });

  expect(await page.locator('.run-card').allInnerTexts()).toEqual([
    expect.stringMatching(/^A\s*line\s+\d{4}-\d\d-\d\d \d\d:\d\d UTC · seed 3/),
    expect.stringMatching(/^B\s*flat/),
  ]);
  const table = page.locator('#panel-table');
  expect(await table.getByRole('row', { name: /^b / }).innerText()).toMatch(/^b\s+0\.\d+\s+–/);
  await shot('table');
  await page.locator('#tab-forest').click();
  await page.locator('#panel-forest svg.marks').first().waitFor();
  await page.locator('#tab-densities').click();
  await page.locator('#panel-densities svg.marks').nth(2).waitFor();
  await shot('densities');
  await page.locator('#tab-predictive').click();
  await page.locator('#panel-predictive').getByRole('row', { name: /^sd / }).waitFor();

  await page.locator('#tab-accuracy').click();
  const accuracy = page.locator('#panel-accuracy');
  await accuracy.locator('svg.marks').waitFor();
  const { value } = await bayesJson<CompareReport>(['compare', ...runs]);
  const texts = await accuracy.getByRole('row').allInnerTexts();
  for (const [k, { elpd_loo, weight, model }] of value.rows.entries()) {
    expect(texts[k + 1]).toMatch(new RegExp(`^[AB]\\s*${model}`));
    expect(texts[k + 1]).toContain(elpd_loo.toFixed(1));
    expect(texts[k + 1]).toContain(weight.toFixed(2));
  }
  await shot('accuracy');
  await page.locator('#tab-evidence').click();
  await page.locator('#panel-evidence').getByRole('row').nth(2).waitFor();
  await page.locator('#tab-models').click();
  expect(await page.locator('#panel-models .difference li:not(.same) code').allInnerTexts()).toContain(
    'param b ~ Normal(0, 1)',
  );
  await shot('models');
  // What only the editor does.
  for (const action of ['Show in the editor', 'Save Report', 'flat'])
    expect(await page.getByRole('button', { name: action }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  expect(requests).toEqual([`file://${file}`]);
  expect(problems).toEqual([]);
  // The view that was in front.
  await page.reload();
  await page.locator('#tab-models[aria-selected=true]').waitFor();
  await page.context().close();
});

test('names no path of this machine, and lets its own script run alone', () => {
  const html = readFileSync(file, 'utf8');
  expect(html).not.toContain(folder);
  expect(html).toMatch(
    /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-/,
  );
});

test('is refused before any work where it cannot be written', async () => {
  const { stderr, code } = await bayes(['compare', ...runs, '--report', join(folder, 'none', 'c.html')]);
  expect(stderr).toMatch(/cannot write .*ENOENT/);
  expect(code).toBe(2);
});
