// From opening the results of 1,000 scalars (4 chains of 2,000 draws) to a responsive page: as an HTML report with
// draws, offline. Times are the browser's, from the start of the navigation.
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { bayes, median } from './tools.mjs';

const RUNS = 7;
const BUDGET = 500;
const MODEL = `model thousand
dim k = 999
param s ~ HalfNormal(1)
param x[k] ~ Normal(0, 1)
observe (s) ~ Normal(1, 1)
`;

export default async function* resultsPage() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    yield `no Chromium at ${executablePath}; say where it is in CHROMIUM`;
    return;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'bayes-bench-'));
  try {
    const model = join(scratch, 'thousand.bayes');
    const report = join(scratch, 'report.html');
    writeFileSync(model, MODEL);
    const run = join(scratch, 'run');
    bayes([
      'sample',
      model,
      '--draws',
      '2000',
      '--tune',
      '500',
      '--seed',
      '1',
      '--out',
      run,
      '--format',
      'json',
    ]);
    bayes(['report', run, '-o', report]);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
    const interactive = [];
    const drawn = [];
    for (let i = 0; i < RUNS; i++) {
      const context = await browser.newContext({ offline: true, viewport: { width: 1400, height: 900 } });
      const page = await context.newPage();
      // Records when the third plot appears on the page, not when this program polls next.
      await page.addInitScript(() => {
        new MutationObserver(() => {
          const plots = document.querySelectorAll('.detail svg.marks').length;
          if (plots >= 3 && performance.getEntriesByName('three-plots').length === 0)
            performance.mark('three-plots');
        }).observe(document, { childList: true, subtree: true });
      });
      await page.goto(`file://${report}`, { waitUntil: 'commit' });
      await page.locator('.detail svg.marks').nth(2).waitFor();
      interactive.push(
        await page.evaluate(() => performance.getEntriesByName('bayes-interactive')[0].startTime),
      );
      drawn.push(await page.evaluate(() => performance.getEntriesByName('three-plots')[0].startTime));
      await context.close();
    }
    await browser.close();
    const size = (statSync(report).size / 1e6).toFixed(0);
    yield `1,000 scalars × 4 × 2,000 draws: table shown and answering after ${median(interactive).toFixed(0)} ms (budget ${BUDGET}), first three plots after ${median(drawn).toFixed(0)} ms; report of ${size} MB`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
