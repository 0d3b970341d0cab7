/** What `store` left out is told beside the verdict: nothing is judged of it. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type Harness, startHarness } from './harness.ts';
import { type MadeRun, outputFolder, sampleText } from './runs.ts';
import { themeNames } from './themes.ts';

let browser: Browser;
let harness: Harness;
let some: MadeRun;

const model = `param mu ~ Normal(0, 1)
param tau ~ HalfNormal(1)
deterministic both = mu + tau
sample { seed = 3, draws = 2000, store = [both] }
`;

beforeAll(async () => {
  [browser, some] = await Promise.all([launchChromium(), sampleText('stored', model)]);
  harness = await startHarness(browser);
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});

test.each(themeNames)('what is not judged is told where the diagnostics pass, in %s', async (theme) => {
  const { page, problems, close } = await harness.open({ folder: some.folder, theme });
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await verdict.getByText('The diagnostics pass').waitFor();
  expect(await verdict.locator('.verdict-notice').innerText()).toBe(
    'Not judged: whether the chains agree on mu and tau, since they were not kept (store).',
  );
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(outputFolder(), `stored-${theme}.png`) });
  expect(problems).toEqual([]);
  await close();
});
