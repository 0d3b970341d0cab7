/** A result of an earlier text or of earlier data, a failure that is fixed, and a run that was cut off. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PAGE_VERSION, type Staleness, type ToPage } from '../../webview/protocol.ts';
import { violations } from './axe.ts';
import { identityOf, type OpenOptions, type OpenPage, usePages } from './harness.ts';
import { outputFolder, sampleDivergent } from './runs.ts';
import { themeNames } from './themes.ts';

const pages = usePages(() => sampleDivergent(200));

const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 30_000 });
const same: Staleness = { model: 'same', files: [], lines: null, isFixed: false };
const moved = Array.from({ length: 60 }, (_, line) => line + 2);
const edited: Staleness = { ...same, model: 'changed', lines: moved };
const otherData: Staleness = { ...same, files: [{ name: 'schools.csv', isMissing: false }] };
const stale = (staleness: Staleness): ToPage => ({ kind: 'staleness', staleness });
const identity: ToPage = {
  kind: 'run',
  version: PAGE_VERSION,
  run: identityOf(null, 'schools', '/models/schools.bayes'),
};

async function whole(
  options: OpenOptions,
  act: (page: OpenPage['page'], opened: OpenPage) => Promise<void>,
): Promise<void> {
  const opened = await pages.open(options);
  await act(opened.page, opened);
  // Also refusals by the content-security policy.
  expect(opened.problems).toEqual([]);
  await opened.close();
}

describe('after an edit', () => {
  test('the page says so and offers both ways on, by the keyboard too; undoing takes it away', async () => {
    await whole({ folder: pages.run.folder }, async (page, { tell, said }) => {
      await page.locator('.grid-body .grid-row').first().waitFor();
      const banner = page.locator('.stale');
      expect(await banner.isVisible()).toBe(false);
      await tell(stale(same));
      await tell(stale(edited));
      await banner.waitFor();
      await eventually(() => banner.innerText()).toMatch(
        /^The model has changed since this run: Sample again\s+·\s+Show difference$/,
      );
      // Not a second time in the page's head.
      expect(await page.getByRole('button', { name: 'Sample again' }).count()).toBe(1);
      const difference = page.getByRole('button', { name: 'Show difference' });
      await page.getByRole('button', { name: 'Sample again' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await difference.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
      await eventually(async () => said.map(({ kind }) => kind).slice(-2)).toEqual([
        'sample-again',
        'show-difference',
      ]);
      await tell(stale(same));
      await banner.waitFor({ state: 'hidden' });
      expect(await page.getByRole('button', { name: 'Sample again' }).isVisible()).toBe(true);
    });
  });

  test('the data may have changed instead, or too, or the model be gone', async () => {
    await whole({ folder: pages.run.folder }, async (page, { tell }) => {
      await page.locator('.grid-body .grid-row').first().waitFor();
      const words = page.locator('.stale').getByRole('status');
      const difference = page.getByRole('button', { name: 'Show difference' });
      await tell(stale(otherData));
      await words.getByText('The data have changed since this run (schools.csv):').waitFor();
      expect(await difference.count()).toBe(0);
      await tell(stale({ ...edited, files: [{ name: 'schools.csv', isMissing: true }] }));
      await words
        .getByText('The model has changed since this run, and so has its data (schools.csv is gone):')
        .waitFor();
      expect(await difference.isVisible()).toBe(true);
      await tell(stale({ ...same, model: 'missing' }));
      await words.getByText('The model of this run is no longer there.').waitFor();
      expect(await page.getByRole('button', { name: 'Sample again' }).count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Show the model as it was' }).isVisible()).toBe(true);
    });
  });

  test('links name the line that a statement is on now, or that it is gone', async () => {
    const line = pages.run.report.diagnostics.reasons.find(({ line }) => line !== undefined)?.line ?? -1;
    expect(line).toBeGreaterThanOrEqual(0);
    await whole({ folder: pages.run.folder }, async (page, { tell, said }) => {
      const link = (text: string) => page.getByRole('button', { name: text, exact: true }).first();
      await link(`Line ${line + 1} of the model`).waitFor();
      await tell(stale(edited));
      await link(`Line ${line + 3} of the model`).click();
      // The extension knows where the run's line is now.
      await eventually(async () => said.at(-1)).toEqual({ kind: 'reveal', line });
      await tell(stale({ ...edited, lines: moved.map(() => null) }));
      await link(`Line ${line + 1} of the model as it was`).waitFor();
      await page.locator('#tab-model').click();
      await page.getByText('The text in the editor has changed since.').waitFor();
      await tell(stale(same));
      await page.getByText('The text in the editor is the same.').waitFor();
    });
  });

  test('an edit that a reason advises is offered only for the model as it was sampled', async () => {
    const reason = pages.run.report.diagnostics.reasons.find(({ fix }) => fix !== undefined);
    expect(reason?.code).toBe('centred-hierarchy');
    await whole({ folder: pages.run.folder }, async (page, { tell, said }) => {
      const edit = page.getByRole('button', { name: 'Make this edit in the model' });
      await edit.waitFor();
      await tell(stale(same));
      await edit.focus();
      await page.keyboard.press('Enter');
      const expected = { kind: 'apply-fix', fix: reason?.fix, line: reason?.line };
      await eventually(async () => said.at(-1)).toEqual(expected);
      await tell(stale(edited));
      await edit.waitFor({ state: 'detached' });
      await tell(stale({ ...same, model: 'missing' }));
      expect(await edit.count()).toBe(0);
      // The data play no part in it, and undoing the edit brings it back.
      await tell(stale(otherData));
      await edit.waitFor();
    });
  });

  test('code in a reason is shown as code', async () => {
    const reason = pages.run.report.diagnostics.reasons.find(({ code }) => code === 'centred-hierarchy');
    const [, name] = /`(\w+)`/.exec(reason?.message ?? '') ?? [];
    await whole({ folder: pages.run.folder }, async (page) => {
      await page.locator('.reason-message code', { hasText: name }).first().waitFor();
      expect(await page.locator('.verdict').innerText()).not.toContain('`');
      await page.locator('#tab-model').click();
      await page.locator('.note code', { hasText: name }).first().waitFor();
    });
  });

  test.each(themeNames)('is right in %s', async (theme) => {
    await whole({ folder: pages.run.folder, theme }, async (page, { tell }) => {
      await page.locator('.grid-body .grid-row').first().waitFor();
      await tell(stale(edited));
      await page.locator('.stale').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: join(outputFolder(), `stale-${theme}.png`) });
    });
  });
});

describe('a failure', () => {
  const problem = { severity: 'error', message: 'unknown name `sgma`', line: 4 } as const;
  const failed: ToPage = { kind: 'failed', failure: { kind: 'invalid', problems: [problem] } };

  test('is fixed once the model checks clean, and back when the fix is undone', async () => {
    await whole({ theme: 'dark' }, async (page, { tell, said }) => {
      await tell(identity);
      await tell(failed);
      await tell(stale({ ...edited, lines: [0, 1, 2, 3, 6] }));
      await page.getByRole('alert').getByText('Line 7: unknown name sgma.').waitFor();
      await page.getByRole('button', { name: 'Show line 7' }).waitFor();
      await tell(stale({ ...edited, isFixed: true }));
      await page.getByText('Fixed: the model and its data check clean now').waitFor();
      expect(await page.getByRole('alert').count()).toBe(0);
      expect(await page.getByText('sgma').count()).toBe(0);
      expect(await page.locator('.stale').isVisible()).toBe(false);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sample', exact: true }).click();
      await eventually(async () => said.at(-1)).toEqual({ kind: 'sample-again' });
      await tell(stale(same));
      await page.getByRole('alert').getByText('Line 5: unknown name sgma.').waitFor();
      // Whether a sampler that did not start does so now is known only once it is tried.
      const badStart = { kind: 'bad-start', term: 'observe y', line: 7, column: 0, value: '-inf' } as const;
      const failure = {
        kind: 'sampler',
        failure: { ...badStart, message: 'no start in 100 tries' },
      } as const;
      await tell({ kind: 'failed', failure });
      await tell(stale({ ...edited, isFixed: true }));
      await page.locator('.stale').getByRole('button', { name: 'Sample again' }).waitFor();
      await page.getByRole('alert').getByText('no start in 100 tries').waitFor();
    });
  });
});

describe('a run that was cut off', () => {
  const interruption = {
    message: 'The sampler stopped before the last draw: it was ended by SIGKILL',
    stderrTail: 'FATAL',
    kept: { chains: 4, drawsPerChain: 200 },
    canResume: true,
  };

  test('says why above what was drawn, and how to continue', async () => {
    await whole({ theme: 'light' }, async (page, { tell, said }) => {
      await tell(identity);
      await tell({ kind: 'report', report: pages.run.report, header: null, warnings: [], interruption });
      const notice = page.getByRole('region', { name: 'Interrupted' });
      await notice.getByText('it was ended by SIGKILL. 200 draws of each of 4 chains are kept').waitFor();
      expect(await page.getByRole('grid').isVisible()).toBe(true);
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: join(outputFolder(), 'interrupted-light.png') });
      await notice.getByRole('button', { name: 'Resume' }).click();
      await eventually(async () => said.at(-1)).toEqual({ kind: 'resume' });
    });
  });

  test('says the same where nothing can be summarised', async () => {
    await whole({ theme: 'dark' }, async (page, { tell, said }) => {
      await tell(identity);
      const failure = { kind: 'interrupted', interruption: { ...interruption, canResume: false } } as const;
      await tell({ kind: 'failed', failure });
      const alert = page.getByRole('alert');
      await alert.getByText('The sampler stopped before the last draw: it was ended by SIGKILL.').waitFor();
      await alert.getByText('200 draws of each of 4 chains are kept').waitFor();
      await page.getByRole('button', { name: 'Run again with the same seed' }).click();
      await eventually(async () => said.at(-1)).toEqual({ kind: 'resume' });
      expect(await violations(page)).toEqual([]);
    });
  });
});

describe('what a prior expects', () => {
  test('is of an earlier text after an edit', async () => {
    await whole({ theme: 'dark' }, async (page, { tell, said }) => {
      await tell(identity);
      await tell({ kind: 'prior-only' });
      await tell(stale(edited));
      await page.getByText('The model has changed since these draws from its prior:').waitFor();
      await page.getByRole('button', { name: 'Draw again' }).click();
      await eventually(async () => said.at(-1)).toEqual({ kind: 'sample-again' });
    });
  });
});
