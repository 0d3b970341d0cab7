/** Effects on the page: contrasts and expected outcomes of the model's predictors, and questions by the form. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { outputFolder, sampleFile, sampleText } from './runs.ts';
import { themeNames } from './themes.ts';

const model = `dim row
data {
  treated : int[row] = [0, 0, 0, 0, 1, 1, 1, 1]
  x : real[row] = [-1, 0, 0.5, 1, -0.5, 0, 1, 2]
  y : real[row] = [-0.9, -0.4, 0.8, 1.0, 1.6, 1.7, 3.4, 4.0]
}
param base ~ Normal(0, 5)
param effect ~ Normal(0, 5)
param slope ~ Normal(0, 5)
observe y ~ Normal(base + effect * treated + slope * x, 0.5)
sample { draws = 1000, tune = 500, seed = 7 }
`;

const pages = usePages(() => {
  const file = join(mkdtempSync(join(tmpdir(), 'bayes-effects-')), 'trial.bayes');
  writeFileSync(file, model);
  return sampleFile(file, []);
});

test.each(themeNames)('contrasts, lines and directions, in %s', async (theme) => {
  const { page, tell, problems, close } = await pages.open({ folder: pages.run.folder, theme });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'effects' });
  const panel = page.locator('#panel-effects');
  const contrast = panel.getByRole('row', { name: /^treated: 1 against 0/ });
  expect(await contrast.innerText()).toMatch(/treated: 1 against 0\s+[12]\.\d+.*positive (1\.000|>0\.999)/s);
  await panel.getByRole('heading', { name: 'Expected y along x' }).waitFor();
  // The contrasts, and a figure for each predictor.
  await expect.poll(() => panel.locator('svg.marks').count()).toBe(3);
  expect(await panel.getByRole('row', { name: /^slope/ }).innerText()).toContain('positive');
  await page.screenshot({ path: join(outputFolder(), `effects-${theme}.png`), fullPage: true });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('a question of the form is answered alone, and what is wrong with it is said', async () => {
  const { page, tell, problems, close } = await pages.open({ width: 480, folder: pages.run.folder });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'effects' });
  const panel = page.locator('#panel-effects');
  await panel.getByRole('row', { name: /^treated: 1 against 0/ }).waitFor();
  const write = (label: string, text: string) => panel.getByRole('textbox', { name: label }).fill(text);
  await write('Hypothesis', 'P(effect > slope)');
  await write('Contrast', 'x=1,0');
  await write('Region of no effect', '-0.1 0.1');
  await page.keyboard.press('Enter');
  await panel.getByRole('row', { name: /^P\(effect > slope\)/ }).waitFor();
  await panel.getByRole('row', { name: /^x: 1 against 0/ }).waitFor();
  await panel.getByRole('columnheader', { name: 'In [-0.1, 0.1]' }).waitFor();
  expect(await panel.getByRole('row', { name: /^treated/ }).count()).toBe(0);
  await write('Region of no effect', 'small');
  await panel.getByRole('button', { name: 'Show effects' }).click();
  await panel.getByText('Expected two numbers as the region of no effect').waitFor();
  await write('Region of no effect', '');
  await write('Contrast', 'dose=1,0');
  await panel.getByRole('button', { name: 'Show effects' }).click();
  await panel.getByText('expected a datum of the model').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(problems).toEqual([]);
  await close();
});

test('outcomes and predictors that are labels: each is named whole, and colours follow the theme', async () => {
  const sites = ['Aberystwyth University Hospital', 'Bo', 'Charité', 'Dún Laoghaire', 'El Hospital General'];
  const kinds = ['none', 'moderate improvement', 'full recovery'];
  const list = (values: readonly string[]) => values.map((value) => JSON.stringify(value)).join(', ');
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const run = await sampleText(
    'labels',
    `dim row
dim site
dim kind
data {
  hospital : site[row] = [${list(rows.map((i) => sites[i % 5]))}]
  y : kind[row] = [${list(rows.map((i) => kinds[(i * 7 + (i % 4)) % 3]))}]
}
formula "y ~ hospital" family Categorical
sample { draws = 200, tune = 200, seed = 3 }
`,
  );
  const { page, tell, setTheme, problems, close } = await pages.open({ folder: run.folder, width: 1600 });
  const names = page.locator('.grid-body .cell.name:visible');
  await names.first().waitFor();
  const cut = () =>
    names.evaluateAll((all) =>
      all.flatMap((one) => (one.scrollWidth > one.clientWidth ? [one.textContent] : [])),
    );
  await expect.poll(cut).toEqual([]);
  await tell({ kind: 'show-view', view: 'effects' });
  const panel = page.locator('#panel-effects');
  await panel.getByText('How much the probability of each y differs').waitFor();
  await panel.getByRole('heading', { name: 'P(y = moderate improvement) along hospital' }).waitFor();
  // The contrasts, and a figure for each label of the outcome.
  await expect.poll(() => panel.locator('svg.marks').count()).toBe(4);
  for (const figure of (await panel.locator('svg.marks').all()).slice(1))
    expect(await figure.locator('text').allTextContents()).toEqual(expect.arrayContaining(sites));
  await page.screenshot({ path: join(outputFolder(), 'effects-labels.png'), fullPage: true });
  await page.locator('#tab-sampler').click();
  const swatch = page.locator('#panel-sampler .swatch').first();
  const color = () => swatch.evaluate((one) => getComputedStyle(one).backgroundColor);
  await expect.poll(color).toBe('rgb(0, 114, 178)');
  await setTheme('dark');
  await expect.poll(color).toBe('rgb(86, 180, 233)');
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});
