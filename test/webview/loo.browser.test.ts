/** Leave-one-out cross-validation on the page: estimates, k of each point, and links to the rows of the data. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FutureReport } from '../../sampler/report/future-report.ts';
import type { KFoldReport, LooReport } from '../../sampler/report/loo-report.ts';
import { bayesJson } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { outputFolder, sampleFile, sampleText } from './runs.ts';
import { themeNames } from './themes.ts';

const folder = mkdtempSync(join(tmpdir(), 'bayes-loo-'));
const values = [0.5, 1.9, 1.2, -0.4, 2.2, 0.8, 9, 1.1, 0.3, 1.6, 0.9, 1.4];

const pages = usePages(() => {
  writeFileSync(join(folder, 'd.csv'), `# measured\ny\n${values.join('\n')}\n`);
  const model = join(folder, 'outlier.bayes');
  writeFileSync(
    model,
    'dim row\ndata from "d.csv" { y : real[row] }\nparam m ~ Normal(0, 5)\nobserve y ~ Normal(m, 1)\nsample { seed = 7 }\n',
  );
  return sampleFile(model, []);
});

test.each(themeNames)('the point with a high k leads to its row, in %s', async (theme) => {
  const { page, said, problems, close } = await pages.open({ folder: pages.run.folder, theme });
  await page.locator('#tab-loo').click();
  const panel = page.locator('#panel-loo');
  await panel.locator('svg.marks').first().waitFor();
  expect(await panel.innerText()).toMatch(/Pareto k is above 0\.70 at 1 of 12 points.*y\[7\]/);
  expect(await page.locator('.verdict-fit').innerText()).toMatch(/^The LOO-PIT of y was not tested/m);
  expect(await panel.getByRole('row', { name: /^elpd_loo/ }).innerText()).toMatch(/-\d/);
  const first = panel.getByRole('table').last().getByRole('row').nth(1);
  expect(await first.innerText()).toMatch(/y\[7\]\s+▲ 0\.\d\d\s+-\d+\.\d+\s+d\.csv:9/);
  const link = first.getByRole('button', { name: 'd.csv:9' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => said.filter(({ kind }) => kind === 'reveal-data'))
    .toEqual([{ kind: 'reveal-data', file: join(folder, 'd.csv'), line: 9 }]);
  await page.screenshot({ path: join(outputFolder(), `loo-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test.each(['light', 'high-contrast'] as const)('other ways are asked for, in %s', async (theme) => {
  const { page, problems, close } = await pages.open({ folder: pages.run.folder, theme, height: 1100 });
  await page.locator('#tab-loo').click();
  const panel = page.locator('#panel-loo');
  const ways = panel.getByRole('region', { name: 'Other ways of cross-validation' });
  await ways.waitFor();
  await page.screenshot({ path: join(outputFolder(), `loo-ways-${theme}.png`) });
  const elpd = async (name: string) => {
    const row = panel.getByRole('row', { name: new RegExp(`^${name}`) });
    await row.waitFor();
    return Number(/-\d+(\.\d+)?/.exec(await row.innerText())?.[0]);
  };
  const command = async <R>(...flags: readonly string[]) =>
    (await bayesJson<R>(['loo', pages.run.folder, ...flags])).value;

  await ways.getByRole('button', { name: 'Move the draws' }).focus();
  await page.keyboard.press('Enter');
  await panel.getByText('Draws moved to where the model without it has them: y[7].').waitFor();
  const moved = await command<LooReport>('--moment-match');
  expect(await elpd('elpd_loo')).toBeCloseTo(moved.elpd_loo, 1);
  await ways.getByRole('button', { name: 'From the draws alone' }).click();
  await panel.getByText(/Pareto k is above 0\.70 at 1 of 12 points/).waitFor();

  await ways.getByRole('button', { name: 'fit again' }).click();
  await panel.getByText('Fitted again without: y[7].').waitFor();
  expect(await elpd('elpd_loo')).toBeCloseTo((await command<LooReport>('--reloo')).elpd_loo, 1);

  await ways.getByRole('textbox', { name: 'Number of folds' }).fill('3');
  await ways.getByRole('button', { name: 'Fit without each fold' }).click();
  await panel.getByText('How well fits without each of 3 parts').waitFor();
  expect(await elpd('elpd_kfold')).toBeCloseTo((await command<KFoldReport>('--folds', '3')).elpd_kfold, 0);
  expect(await panel.getByRole('button', { name: 'd.csv:9' }).count()).toBe(1);
  await page.screenshot({ path: join(outputFolder(), `loo-folds-${theme}.png`) });

  await ways.getByRole('button', { name: 'Predict the future of a series' }).click();
  // Its rows have no order.
  await panel.getByText('the points of y have no order that the model or the data state').waitFor();
  await panel.getByRole('button', { name: 'Back' }).click();
  await panel.getByText('How well fits without each of 3 parts').waitFor();
  await page.mouse.move(5, 5);
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('the future of a series is predicted from its past', async () => {
  const run = await sampleText(
    'level',
    `dim t = [${values.map((_, i) => `"${2000 + i}"`).join(', ')}]
data { y : real[t] = [${values.join(', ')}] }
param level ~ Normal(0, 5)
observe y ~ Normal(level, 2)
sample { seed = 3 }
`,
  );
  const { page, problems, close } = await pages.open({ folder: run.folder, height: 1100 });
  await page.locator('#tab-loo').click();
  const panel = page.locator('#panel-loo');
  await panel.getByRole('button', { name: 'Predict the future of a series' }).click();
  const row = panel.getByRole('row', { name: /^elpd_lfo/ });
  await row.waitFor();
  await panel.locator('svg.marks').first().waitFor();
  const { value } = await bayesJson<FutureReport>(['loo', run.folder, '--future', '1']);
  expect(Number(/-\d+(\.\d+)?/.exec(await row.innerText())?.[0])).toBeCloseTo(value.elpd_lfo, 0);
  expect(await panel.getByRole('table').last().getByRole('row').count()).toBe(1 + value.windows.length);
  await page.screenshot({ path: join(outputFolder(), 'loo-future.png') });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('a question that is cancelled gives back what was there', async () => {
  const { page, said, tell, problems, close } = await pages.open({
    folder: pages.run.folder,
    silent: ['k-fold'],
  });
  await page.locator('#tab-loo').click();
  const panel = page.locator('#panel-loo');
  await panel.getByRole('button', { name: 'Fit without each fold' }).click();
  await panel.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  const asked = () => said.find(({ kind }) => kind === 'ask');
  const question = asked();
  if (question?.kind !== 'ask') throw new Error('nothing was asked');
  await expect.poll(() => said.at(-1)).toEqual({ kind: 'cancel-ask', id: question.id });
  const answer = { kind: 'unavailable', message: 'Cancelled' } as const;
  await tell({ kind: 'answer', id: question.id, answer });
  await panel.getByText(/Pareto k is above 0\.70 at 1 of 12 points/).waitFor();
  await panel.locator('svg.marks').first().waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('the editor turns the page to the view', async () => {
  const { page, tell, problems, close } = await pages.open({ folder: pages.run.folder, width: 480 });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'loo' });
  await page.locator('#tab-loo[aria-selected=true]').waitFor();
  await page.locator('#panel-loo svg.marks').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.screenshot({ path: join(outputFolder(), 'loo-narrow.png') });
  expect(problems).toEqual([]);
  await close();
});
