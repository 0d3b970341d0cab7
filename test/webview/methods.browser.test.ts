/** The methods paragraph on the page and in the HTML report, copied with its references. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { htmlReport, outputFolder, sampleText } from './runs.ts';
import { themeNames } from './themes.ts';

const pages = usePages(async () => {
  const model =
    'dim i\ndata from "m.csv" { y : real[i] }\nparam mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, 1)\nsample { seed = 5, draws = 1500 }\n';
  const first = await sampleText(
    'scratch',
    model.replace('from "m.csv" { y : real[i] }', '{ y : real[i] = [1] }'),
  );
  writeFileSync(join(first.folder, '..', 'm.csv'), 'y\n0.5\n1.9\n1.2\n');
  return sampleText('methods', model);
});

test.each(themeNames)('is on the page, in %s', async (theme) => {
  const { page, problems, close } = await pages.open({ folder: pages.run.folder, theme, height: 1100 });
  await page.locator('#tab-model').click();
  const methods = page.locator('#panel-model .methods');
  await methods
    .getByText(/The data y came from m\.csv \(3 rows\)\. The priors were mu ~ Normal\(0, 1\)\./)
    .waitFor();
  await methods.getByText(/1500 draws each.*No-U-Turn sampler.*seed 5\./).waitFor();
  await methods.getByRole('button', { name: 'Copy Methods Paragraph' }).click();
  await page.locator('.toast', { hasText: 'Copied' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^The model methods was fitted[\s\S]*\n\nHoffman, M\. D\. and Gelman, A\. \(2014\)/);
  await methods.getByRole('button', { name: 'Copy BibTeX' }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toMatch(/^@article\{hoffman2014,/);
  // The test's themes have no colour for a button under the pointer.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(outputFolder(), `methods-${theme}.png`) });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('is in the HTML report, without paths of this machine', async () => {
  const file = await htmlReport(pages.run);
  const { page, close } = await pages.open();
  await page.goto(pathToFileURL(file).href);
  await page.locator('#tab-model').click();
  const text = await page.locator('#panel-model .methods').innerText();
  expect(text).toContain('from m.csv (3 rows)');
  expect(text).not.toContain('/m.csv');
  await close();
});
