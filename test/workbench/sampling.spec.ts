/** A person samples a model in the real workbench and reads what comes out. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { closeBrowser, openWorkbench, type Workbench } from './workbench.ts';

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples');
let bench: Workbench;

beforeAll(async () => {
  bench = await openWorkbench('sampling', { copy: [join(examples, 'eight-schools')] });
  await bench.openFile('eight_schools.bayes');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await bench.screenshot(`failed-${task.name.replaceAll(' ', '-')}`);
});
afterAll(async () => {
  await bench?.close();
  await closeBrowser();
});

describe('sampling', () => {
  it('starts by a click on the code lens and gives verdict and summary', async () => {
    await bench.page.locator('.codelens-decoration a', { hasText: 'Sample' }).first().click();
    await bench.page
      .locator('.statusbar-item', { hasText: 'eight_schools passes' })
      .or(bench.page.locator('.view-line', { hasText: '≈' }))
      .first()
      .waitFor();
    await bench.command('Bayes: Show Last Result');
    const page = await bench.webview('main.page');
    await page.getByText('The diagnostics pass').waitFor();
    await bench.screenshot('10-sampled');
    const mu = page.locator('.grid-row', { has: page.getByRole('rowheader', { name: 'mu', exact: true }) });
    const mean = Number(await mu.locator('.cell').nth(1).textContent());
    // Posterior of the eight schools: mean 4.4, sd 3.3 (posteriordb's reference draws).
    expect(mean).toBeGreaterThan(3.9);
    expect(mean).toBeLessThan(4.9);
  });

  it('shows the last result again after its page was closed', async () => {
    const tab = bench.page.locator('.tab', { hasText: 'eight_schools: results' });
    await tab.hover();
    await tab.getByRole('button', { name: /^Close/ }).click();
    await tab.waitFor({ state: 'detached' });
    await bench.page.locator('.statusbar-item', { hasText: 'eight_schools' }).click();
    const page = await bench.webview('main.page');
    await page.getByText('The diagnostics pass').waitFor();
  });

  it('shows the verdict in the status bar and the posterior beside each parameter', async () => {
    await bench.page.locator('.statusbar-item', { hasText: 'eight_schools' }).waitFor();
    await bench.page.locator('.view-line', { hasText: '≈' }).first().waitFor();
    await bench.screenshot('12-posterior-hints');
  });

  it('logs how long its activation took', () => {
    const userData = inject('userData');
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
