/** Runs side by side on a page of their own: table, plots, predictive statistics, elpd, models. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EvidenceReport } from '../../sampler/report/evidence-report.ts';
import type { CompareReport } from '../../sampler/report/loo-report.ts';
import { bayesJson } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { type MadeRun, outputFolder, sampleFile } from './runs.ts';
import { themeNames } from './themes.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-comparison-'));
const counts = [0, 9, 1, 0, 14, 2, 0, 3, 0, 21, 1, 0, 5, 0, 2, 11, 0, 1, 0, 6];
const x = counts.map((_, i) => (i % 5) - 2);

const poisson = `dim site
data from "d.csv" { n : int[site]  x : real[site] }
param intercept ~ Normal(0, 2)
param slope ~ Normal(0, 1)
let rate = exp(intercept + slope * x)
observe n ~ Poisson(rate)
sample { seed = 3 }
`;
const negative = poisson
  .replace('let rate', 'param shape ~ Exponential(1)\nlet rate')
  .replace('Poisson(rate)', 'NegativeBinomial(rate, shape)');

let second: MadeRun | null = null;
const pages = usePages(async () => {
  writeFileSync(join(folder, 'd.csv'), `n,x\n${counts.map((n, i) => `${n},${x[i]}`).join('\n')}\n`);
  writeFileSync(join(folder, 'poisson.bayes'), poisson);
  writeFileSync(join(folder, 'negative_binomial.bayes'), negative);
  const run = await sampleFile(join(folder, 'poisson.bayes'), []);
  second = await sampleFile(join(folder, 'negative_binomial.bayes'), []);
  return run;
});
const folders = () => [pages.run.folder, second?.folder ?? ''];

test.each(themeNames)('two models of the same data, in %s', async (theme) => {
  const { page, said, problems, close } = await pages.open({ compared: folders(), theme, height: 820 });
  const shot = (name: string) =>
    page.screenshot({ path: join(outputFolder(), `comparison-${name}-${theme}.png`) });
  const table = page.locator('#panel-table');
  const cards = page.locator('.run-card');
  await table.getByRole('row', { name: /^slope/ }).waitFor();
  expect(await cards.allInnerTexts()).toEqual([
    expect.stringMatching(/^A\s*poisson[\s\S]*worth \d+ at the worst/),
    expect.stringMatching(/^B\s*negative_binomial/),
  ]);
  await page.getByText('The models differ: the same name need not mean the same.').waitFor();
  // Of the second alone.
  expect(await table.getByRole('row', { name: /^shape/ }).innerText()).toMatch(/shape\s+–\s+\d/);
  await shot('table');

  await page.locator('#tab-forest').click();
  await page.locator('#panel-forest svg.marks').first().waitFor();
  expect(await page.locator('#panel-forest [role=img]').first().getAttribute('aria-label')).toMatch(
    /3 quantities in 2 runs: intercept A \S+, B \S+; .*shape A has none, B/,
  );
  await shot('forest');

  await page.locator('#tab-densities').click();
  await page.locator('#panel-densities svg.marks').nth(2).waitFor();
  await page.locator('#panel-densities').getByRole('textbox').fill('slope');
  await expect.poll(() => page.locator('#panel-densities svg.marks').count()).toBe(1);
  await shot('densities');

  await page.locator('#tab-predictive').click();
  const variance = page.locator('#panel-predictive').getByRole('row', { name: /^sd / });
  // The Poisson model alone does not reproduce it.
  await variance.waitFor();
  expect((await variance.innerText()).split(/\s*\t\s*/)).toEqual([
    'sd',
    expect.any(String),
    expect.any(String),
    expect.stringMatching(/^⚠ 0\.000/),
    expect.any(String),
    expect.stringMatching(/^0\.\d/),
  ]);
  await shot('predictive');

  await page.locator('#tab-accuracy').click();
  const accuracy = page.locator('#panel-accuracy');
  await accuracy.locator('svg.marks').waitFor();
  const { value } = await bayesJson<CompareReport>(['compare', ...folders()]);
  const texts = await accuracy.getByRole('row').allInnerTexts();
  // The numbers of the command.
  for (const [k, { elpd_loo, weight, model }] of value.rows.entries()) {
    expect(texts[k + 1]).toContain(model);
    expect(texts[k + 1]).toContain(elpd_loo.toFixed(1));
    expect(texts[k + 1]).toContain(weight.toFixed(2));
  }
  expect(await accuracy.innerText()).toMatch(/20 points, fewer than 100/);
  await shot('accuracy');

  await page.locator('#tab-evidence').click();
  const evidence = page.locator('#panel-evidence');
  await evidence.getByRole('row').nth(2).waitFor();
  const factors = await bayesJson<EvidenceReport>(['evidence', ...folders()]);
  for (const [k, { model, log_evidence }] of factors.value.rows.entries()) {
    const text = await evidence
      .getByRole('row')
      .nth(k + 1)
      .innerText();
    expect(text).toContain(model);
    expect(Number(/-\d+\.\d+/.exec(text)?.[0])).toBeCloseTo(log_evidence, 1);
  }
  expect(await evidence.innerText()).toMatch(/a Bayes factor judges the priors as much as the models/);
  await shot('evidence');

  await page.locator('#tab-models').click();
  const lines = page.locator('#panel-models .difference li:not(.same)');
  expect(await lines.locator('code').allInnerTexts()).toEqual([
    'param shape ~ Exponential(1)',
    'observe n ~ Poisson(rate)',
    'observe n ~ NegativeBinomial(rate, shape)',
  ]);
  await page.getByRole('button', { name: 'Show in the editor' }).click();
  await cards.nth(1).getByRole('button', { name: 'negative_binomial' }).click();
  await page.getByRole('button', { name: 'Save Report' }).click();
  // A button under the pointer has other colours.
  await page.mouse.move(5, 600);
  await expect
    .poll(() => said.filter(({ kind }) => kind !== 'ready'))
    .toEqual([{ kind: 'show-difference', run: 1 }, { kind: 'open-run', run: 1 }, { kind: 'save-report' }]);
  await shot('models');
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('two runs of one model agree, and the page comes back to its tab', async () => {
  const twice = [pages.run.folder, pages.run.folder];
  const first = await pages.open({ compared: twice, width: 480 });
  await first.page.getByText('They agree in every digit.').waitFor();
  await first.page.locator('#tab-models').click();
  await first.page.getByText('The same, line by line.').waitFor();
  expect(await first.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await first.page.screenshot({ path: join(outputFolder(), 'comparison-narrow.png') });
  const state = first.state();
  await first.close();
  const again = await pages.open({ compared: twice, state });
  await again.page.locator('#tab-models[aria-selected=true]').waitFor();
  expect(again.problems).toEqual([]);
  await again.close();
});

test('a run alone has its evidence, with the warning about priors', async () => {
  const { page, problems, close } = await pages.open({ compared: [pages.run.folder] });
  const panel = page.locator('#panel-evidence');
  await panel.getByRole('row', { name: /^A poisson -\d/ }).waitFor();
  expect(await page.locator('vscode-panel-tab:visible').allInnerTexts()).toEqual(['Evidence']);
  expect(await panel.innerText()).toMatch(/a prior that is ten times as wide/);
  expect(problems).toEqual([]);
  await close();
});

test.each(['accuracy', 'evidence'] as const)(
  'a long question about all runs is cancelled: %s',
  async (view) => {
    const silent = ['compare', 'evidence'] as const;
    const { page, said, tell, problems, close } = await pages.open({ compared: folders(), silent });
    await page.locator(`#tab-${view}`).click();
    const panel = page.locator(`#panel-${view}`);
    const asked = () => said.filter(({ kind }) => kind === 'ask-together');
    await panel.getByRole('button', { name: 'Cancel' }).click();
    const [question] = asked();
    if (question?.kind !== 'ask-together') throw new Error('nothing was asked');
    await expect.poll(() => said.at(-1)).toEqual({ kind: 'cancel-ask', id: question.id });
    await tell({ kind: 'answer', id: question.id, answer: { kind: 'unavailable', message: 'Cancelled' } });
    await panel.getByText('Cancelled.').waitFor();
    await panel.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => asked().length).toBe(2);
    expect(problems).toEqual([]);
    await close();
  },
);

test('a run that is gone is said to be', async () => {
  const { page, problems, close } = await pages.open({ compared: [...folders(), join(folder, 'none')] });
  await page.getByText('One of the runs is no longer there.').waitFor();
  expect(await page.locator('.run-card').count()).toBe(2);
  expect(problems).toEqual([]);
  await close();
});
