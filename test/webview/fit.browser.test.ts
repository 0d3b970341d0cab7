/** Whether the model reproduces its data, in the verdict beside sampling. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_VERSION } from '../../webview/protocol.ts';
import { violations } from './axe.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type Harness, identityOf, startHarness } from './harness.ts';
import { type MadeRun, outputFolder, sampleExample, sampleFile } from './runs.ts';
import { themeNames } from './themes.ts';

const model = fileURLToPath(new URL('../cases/converged-but-misfit/model.bayes', import.meta.url));

let browser: Browser;
let harness: Harness;
let misfit: MadeRun;
let fits: MadeRun;

beforeAll(async () => {
  [browser, misfit, fits] = await Promise.all([
    launchChromium(),
    sampleFile(model, []),
    sampleExample('eight-schools/eight_schools.bayes'),
  ]);
  harness = await startHarness(browser);
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});

test.each(themeNames)('a misfit is told although the diagnostics pass, in %s', async (theme) => {
  expect(readFileSync(join(misfit.folder, 'report.json'), 'utf8')).toContain('"fit"');
  const { page, problems, close } = await harness.open({ folder: misfit.folder, theme });
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('The diagnostics pass').waitFor();
  await verdict.getByText('The model does not reproduce its data, however well it was sampled.').waitFor();
  const reason = verdict.locator('.verdict-fit .reason');
  expect(await reason.innerText()).toMatch(
    /does not reproduce sd, max and zeros of n .*What to do: Try NegativeBinomial in place of Poisson/s,
  );
  expect(await verdict.innerText()).not.toContain('is shown under Predictive');
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(outputFolder(), `misfit-${theme}.png`) });
  await reason.getByRole('button', { name: 'Show its replicated data' }).click();
  await page.locator('#tab-predictive[aria-selected=true]').waitFor();
  expect(problems).toEqual([]);
  await close();
});

test('the table comes before the fit, and the verdict is replaced once it is judged', async () => {
  const { page, tell, said, problems, close } = await harness.open();
  const { fit, ...withoutFit } = misfit.report.diagnostics;
  expect(fit).toBeDefined();
  const ended = { kind: 'report', header: null, warnings: [] } as const;
  await tell({ kind: 'run', version: PAGE_VERSION, run: identityOf(null, 'misfit', '/models/misfit.bayes') });
  await tell({ ...ended, report: { ...misfit.report, diagnostics: withoutFit }, isFitPending: true });
  await page.locator('.grid-body .grid-row').first().waitFor();
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('Fit: being judged.').waitFor();
  expect(await verdict.innerText()).not.toContain('is shown under Predictive');
  expect(await page.getByRole('button', { name: 'Sample again' }).isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Stop and keep the draws' }).click();
  expect(said.map(({ kind }) => kind)).toContain('cancel');
  expect(await violations(page)).toEqual([]);
  await tell({ ...ended, report: misfit.report });
  await verdict.getByText('The model does not reproduce its data, however well it was sampled.').waitFor();
  expect(await verdict.getByText('Fit: being judged.').count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Sample again' }).isVisible()).toBe(true);
  expect(await page.getByRole('button', { name: 'Stopping…' }).isVisible()).toBe(false);
  expect(problems).toEqual([]);
  await close();
});

test('beside the editor, too, the verdict says what the model reproduces', async () => {
  const { page, problems, close } = await harness.open({ folder: fits.folder });
  await page.setViewportSize({ width: 600, height: 800 });
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('The model reproduces all 7 statistics of').waitFor();
  await page.screenshot({ path: join(outputFolder(), 'fits-narrow.png') });
  expect(problems).toEqual([]);
  await close();
});
