/** A person runs the tests that a model states, from the Testing view. */
import { beforeEach, describe, it } from 'vitest';
import { actUntil, isThere, useWorkbench, type Workbench } from './workbench.ts';

/** The second test cannot recover its value from two rows against a prior that is far from it. */
const model = `model recovers

dim row
data {
  y : real[row] = [0.3, -0.4, 1.1]
}
param mu ~ Normal(0, 0.5)
observe y ~ Normal(mu, 1)

test recovers { mu = 0.2, n = 20 }
test recovers { mu = 9, n = 2 }
`;
const workbench = useWorkbench('testing', { write: { 'recovers.bayes': model } });
let bench: Workbench;

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
});

describe('the Testing view', () => {
  it('runs what a model states, and says at its line what was not recovered', async () => {
    const item = (label: string) => bench.page.locator('.test-explorer .monaco-list-row', { hasText: label });
    await bench.openFile('recovers.bayes');
    await bench.command('Testing: Focus on Test Explorer View');
    // The list holds the rows in view alone, and other files of tests have models too; the focus is in its filter.
    await bench.page.keyboard.type('recovers');
    await actUntil(
      () => isThere(item('calibration by simulation'), 5000),
      async () => {
        await item('/recovers.bayes').click({ timeout: 10_000 });
        await bench.page.keyboard.press('ArrowRight');
      },
    );
    await bench.openFile('recovers.bayes');
    const passed = item('test recovers { mu = 0.2').locator('.codicon-testing-passed-icon');
    // The window asks once another file of tests has turned trust on, and may forget what it asked for.
    const trust = bench.page.getByRole('button', { name: 'Trust Folder & Continue' });
    await actUntil(
      () => isThere(passed, 20_000),
      async () => {
        await bench.command('Test: Run Tests in Current File');
        await passed.or(trust).first().waitFor({ timeout: 20_000 });
        if (await trust.isVisible()) await trust.click({ timeout: 10_000 });
      },
    );
    await item('test recovers { mu = 9').locator('.codicon-testing-failed-icon').waitFor();
    await item('calibration by simulation').waitFor();
    await bench.page.getByText('mu = 9 is covered by 0 of 20 intervals').first().waitFor();
    await bench.screenshot('70-testing');
    await bench.command('Testing: Focus on Test Explorer View');
    await bench.page.keyboard.press('Control+A');
    await bench.page.keyboard.press('Backspace');
    await bench.command('View: Show Explorer');
  });
});
