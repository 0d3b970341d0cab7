/** Draws of another program on the page: NetCDF as ArviZ writes it, CmdStan's CSV, with what each allows to judge. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { outsideAddress } from '../../sampler/report/outside-address.ts';
import { bayes } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { type OpenPage, usePages } from './harness.ts';
import { outputFolder, sampleText } from './runs.ts';
import { themeNames } from './themes.ts';

const pages = usePages(async () => {
  const run = await sampleText(
    'outside',
    'dim i\nparam mu ~ Normal(0, 1)\ndata { y : real[i] = [0.5, 1.9, 1.2, -0.4] }\nobserve y ~ Normal(mu, 1)\nsample { seed = 5, draws = 1500 }\n',
  );
  for (const [to, file] of [
    ['netcdf', 'draws.nc'],
    ['cmdstan', 'draws.csv'],
  ])
    await bayes(['export', run.folder, '--to', to, '-o', join(run.folder, file)]);
  return run;
});

const path = (name: string) => join(pages.run.folder, name);
const chainFiles = [1, 2, 3, 4].map((chain) => `draws_${chain}.csv`);
const visibleTabs = ({ page }: OpenPage) => page.locator('vscode-panel-tab:visible').allInnerTexts();

test.each(themeNames)('a NetCDF file has a verdict, numbers and plots, in %s', async (theme) => {
  const opened = await pages.open({ folder: outsideAddress([path('draws.nc')]), theme });
  const { page, problems, close } = opened;
  await page.locator('.grid-body .grid-row').first().waitFor();
  await page.locator('.facts', { hasText: '4 chains of 1\u202f500 draws · from draws.nc' }).waitFor();
  expect(await visibleTabs(opened)).toEqual(['Summary', 'Plots', 'Forest', 'Pairs', 'Sampler']);
  await page.getByRole('heading', { name: 'The diagnostics pass' }).waitFor();
  expect(await page.locator('.verdict').innerText()).not.toContain('Predictive');
  expect(await page.getByRole('button', { name: /Sample again|Save HTML report/ }).count()).toBe(0);
  await page.screenshot({ path: join(outputFolder(), `outside-${theme}.png`) });
  await page.locator('#tab-sampler').click();
  await page.locator('#panel-sampler svg.marks').first().waitFor();
  expect(await page.locator('#panel-sampler th[scope=col]').allInnerTexts()).toEqual([
    'Chain',
    'Divergences',
    'E-BFMI',
    'Deepest tree',
  ]);
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('CmdStan’s files give the numbers of the run', async () => {
  const text = async (options: { readonly folder: string }) => {
    const { page, problems, close } = await pages.open(options);
    const row = page.locator('.grid-body .grid-row').first();
    await row.waitFor();
    const found = await row.locator('.cell').allInnerTexts();
    expect(problems).toEqual([]);
    await close();
    return found;
  };
  const own = await text({ folder: pages.run.folder });
  expect(own[0]).toBe('mu');
  expect(await text({ folder: outsideAddress(chainFiles.map(path)) })).toEqual(own);
});

test('what cannot be judged is not shown as passed', async () => {
  const bare = chainFiles.map((name) => {
    const lines = readFileSync(path(name), 'utf8').split('\n');
    const heads = lines.find((line) => line.startsWith('lp__'))?.split(',') ?? [];
    const kept = ['lp__', 'mu'].map((head) => heads.indexOf(head));
    const file = path(`bare-${name}`);
    const only = lines.filter((line) => line !== '' && !line.startsWith('#'));
    writeFileSync(file, only.map((line) => kept.map((k) => line.split(',')[k]).join(',')).join('\n'));
    return file;
  });
  const opened = await pages.open({ folder: outsideAddress(bare) });
  const { page, problems, close } = opened;
  await page.getByText(/Not judged.*: divergences, trajectories cut short, E-BFMI\./).waitFor();
  expect(await page.locator('.check-name').allInnerTexts()).toEqual([
    'Largest R-hat',
    'Effective draws per chain',
    'Chains',
  ]);
  expect(await visibleTabs(opened)).toEqual(['Summary', 'Plots', 'Forest', 'Pairs']);
  expect(problems).toEqual([]);
  await close();
});
