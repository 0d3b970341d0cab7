/** The sensitivity to the priors on the page: findings with the line of the prior, tables, cancelling. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { outputFolder, sampleFile } from './runs.ts';
import { themeNames } from './themes.ts';

const model = `dim row
dim k = 2
data { y : real[row] = [4.1, 3.8, 4.4, 4.0, 3.9], z : real[row] = [0.1, -0.2, 0.3, 0.0, 0.1] }
param mu ~ Normal(0, 0.5)
param s ~ Uniform(0.1, 30)
param tau ~ HalfNormal(1)
param a[k] ~ Normal(0, tau)
observe y ~ Normal(mu, 1)
observe z ~ Normal(a[1], s)
sample { draws = 1000, seed = 7 }
`;

const pages = usePages(() => {
  const file = join(mkdtempSync(join(tmpdir(), 'bayes-priors-')), 'conflict.bayes');
  writeFileSync(file, model);
  return sampleFile(file, []);
});

test.each(themeNames)('a conflict leads to the line of its prior, in %s', async (theme) => {
  const { page, said, tell, problems, close } = await pages.open({ folder: pages.run.folder, theme });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'priors' });
  await page.locator('#tab-priors[aria-selected=true]').waitFor();
  const panel = page.locator('#panel-priors');
  const finding = panel.getByRole('listitem').filter({ hasText: 'The prior of mu and the data pull' });
  const link = finding.getByRole('button', { name: 'Line 4 of the model' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => said.filter(({ kind }) => kind === 'reveal'))
    .toEqual([{ kind: 'reveal', line: 3 }]);
  const priors = panel.getByRole('table').first();
  expect(await priors.getByRole('row', { name: /^mu/ }).innerText()).toMatch(
    /mu\s+▲ 0\.\d\d\s+mu\s+prior–data conflict\s+-?0\.\d\d\s+Line 4 of the model/,
  );
  expect(await priors.getByRole('row', { name: /^a/ }).innerText()).toMatch(/a\s+not scaled/);
  expect(await priors.getByRole('row', { name: /^s/ }).count()).toBe(0);
  expect(await panel.getByRole('table').last().getByRole('row', { name: /^s/ }).count()).toBe(1);
  await page.screenshot({ path: join(outputFolder(), `priors-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
  await tell({
    kind: 'staleness',
    staleness: { model: 'changed', lines: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], files: [], isFixed: false },
  });
  await finding.getByRole('button', { name: 'Line 5 of the model' }).waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('can be cancelled and asked again', async () => {
  const { page, said, tell, problems, close } = await pages.open({
    width: 480,
    folder: pages.run.folder,
    silent: ['sensitivity'],
  });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'priors' });
  const panel = page.locator('#panel-priors');
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => said.filter(({ kind }) => kind === 'cancel-ask')).toHaveLength(1);
  const [{ id }] = said.filter((message) => message.kind === 'cancel-ask');
  await tell({ kind: 'answer', id, answer: { kind: 'unavailable', message: 'Cancelled' } });
  await panel.getByText('Cancelled.').waitFor();
  await panel.getByRole('button', { name: 'Ask again' }).click();
  await panel.getByRole('button', { name: 'Cancel' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  expect(problems).toEqual([]);
  await close();
});
