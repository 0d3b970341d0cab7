/** A person samples a model in the real workbench and reads what comes out. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from 'playwright-core';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { oncePerWindow, useWorkbench, type Workbench } from './workbench.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
const workbench = useWorkbench('sampling', { copy: [join(examples, 'eight-schools')] });
let bench: Workbench;

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
  await bench.openFile('eight_schools.bayes');
});

const status = () => bench.page.locator('.statusbar-item', { hasText: 'eight_schools' });

/** By a click on the lens; until the status bar has the verdict. */
const sampled = oncePerWindow(async ({ page }) => {
  await page.locator('.codelens-decoration a', { hasText: 'Sample' }).first().click();
  await status().locator('.codicon-pass').waitFor();
});

async function results(): Promise<Frame> {
  const page = await bench.webview('main.page:visible');
  await page.getByText('The diagnostics pass').waitFor();
  return page;
}

describe('sampling', () => {
  it('starts by a click on the code lens and gives verdict and summary', async () => {
    await sampled(bench);
    await bench.command('Bayes: Show Last Result');
    const page = await results();
    await bench.screenshot('10-sampled');
    const mu = page.locator('.grid-row', { has: page.getByRole('rowheader', { name: 'mu', exact: true }) });
    const mean = Number(await mu.locator('.cell').nth(1).textContent());
    // Posterior of the eight schools: mean 4.4, sd 3.3 (posteriordb's reference draws).
    expect(mean).toBeGreaterThan(3.9);
    expect(mean).toBeLessThan(4.9);
  });

  it('shows the last result again after its page was closed', async () => {
    await sampled(bench);
    await bench.command('Bayes: Show Last Result');
    await results();
    const tab = bench.page.locator('.tab', { hasText: 'eight_schools: results' });
    await tab.hover();
    await tab.getByRole('button', { name: /^Close/ }).click();
    await tab.waitFor({ state: 'detached' });
    await status().click();
    await results();
  });

  it('shows the verdict in the status bar and the posterior beside each parameter', async () => {
    await sampled(bench);
    await bench.page.locator('.view-line', { hasText: '≈' }).first().waitFor();
    await bench.screenshot('12-posterior-hints');
  });

  it('logs how long its activation took', () => {
    const userData = inject('server').userData;
    const logs = readdirSync(userData, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('Bayes Log.log'),
    );
    const times = logs.flatMap((path) => {
      const found = /activated in (\d+) ms/.exec(readFileSync(join(userData, path), 'utf8'));
      return found === null ? [] : [Number(found[1])];
    });
    expect(times.length).toBeGreaterThan(0);
    console.log(`activation: ${Math.min(...times)} ms (budget 100)`);
  });
});
