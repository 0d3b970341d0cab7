/** What a person sees when a run does not end well: each time the reason, and the editor lives on. */
import { beforeEach, describe, expect, it } from 'vitest';
import { longModel } from './models.ts';
import { actUntil, isThere, useWorkbench, type Workbench } from './workbench.ts';

const workbench = useWorkbench('failing', {
  write: {
    'bad_start.bayes': 'model bad_start\n\nparam a ~ Normal(0, 1)\npotential p = log(-1 - a^2)\n',
    'invalid.bayes': 'model invalid\n\nparam a ~ Normal(0, b)\n',
    'long.bayes': longModel,
  },
});
let bench: Workbench;

beforeEach(async () => {
  bench = workbench();
  await bench.clear();
});

const status = (text: string) => bench.page.locator('.statusbar-item', { hasText: text });

describe('a run that does not end well', () => {
  it('says of a model with a mistake why it cannot be sampled', async () => {
    await bench.openFile('invalid.bayes');
    await bench.command('Bayes: Sample Model');
    await status('invalid not sampled').waitFor();
    await bench.output().getByText('invalid.bayes:3:21: unknown-name', { exact: false }).waitFor();
    await bench.screenshot('20-invalid');
  });

  it('marks the line at which the sampler cannot start', async () => {
    await bench.openFile('bad_start.bayes');
    await bench.command('Bayes: Sample Model');
    await status('bad_start not sampled').waitFor();
    const squiggle = bench.squiggles('error').first();
    await squiggle.waitFor();
    await expect
      .poll(() => bench.textUnder(squiggle), { timeout: 60_000 })
      .toBe('potential p = log(-1 - a^2)');
    await bench.screenshot('21-bad-start');
  });

  it('keeps the draws of a run that is cancelled', async () => {
    await bench.openFile('long.bayes');
    await bench.command('Bayes: Sample Model');
    await status('long').getByText('%').waitFor();
    await bench.screenshot('22-running');
    // A click goes astray where the entry is drawn anew beneath it, and on a busy machine the entry, which tells
    // the progress, never stands still for one. A second click would end the summary too.
    await actUntil(
      () => isThere(status('long provisional')),
      async () => {
        if ((await status('long').getByText('%').count()) > 0)
          await status('long').click({ force: true, timeout: 10_000 });
      },
    );
    await bench.command('Bayes: Show Last Result');
    const page = await bench.webview('.verdict.provisional:visible');
    await page.getByText('Provisional: do not rely on these numbers yet').waitFor();
    await bench.screenshot('23-cancelled');
  });
});
