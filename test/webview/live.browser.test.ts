/** A run while it goes on, how it ends, and what is left of the page when it is hidden or reloaded. */
import { cpSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ChainProgress } from '../../sampler/protocol.ts';
import { PAGE_VERSION } from '../../webview/protocol.ts';
import { identityOf, type OpenPage, usePages } from './harness.ts';
import { sampleDivergent } from './runs.ts';

const pages = usePages(() => sampleDivergent(200));

const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 30_000 });
const identity = {
  kind: 'run',
  version: PAGE_VERSION,
  run: identityOf(null, 'schools', '/models/schools.bayes'),
} as const;

function chain(index: number, done: number, divergences = 0): ChainProgress {
  const phase = done < 1000 ? 'tuning' : done < 3000 ? 'sampling' : 'done';
  return {
    chain: index,
    phase,
    done,
    total: 3000,
    divergences,
    stepSize: 0.31,
    gradientsPerDraw: 7.4,
    etaSeconds: 3,
  };
}

function draws(chainIndex: number, firstDraw: number, count: number) {
  const values = Float64Array.from({ length: 2 * count }, (_, i) => Math.sin(i + firstDraw + chainIndex));
  return { kind: 'live-draws', chain: chainIndex, firstDraw, names: ['mu', 'tau'], values } as const;
}

async function whole(opened: OpenPage, theme: (page: OpenPage['page']) => Promise<void>): Promise<void> {
  await theme(opened.page);
  expect(opened.problems).toEqual([]);
  await opened.close();
}

describe('while chains run', () => {
  test('each chain shows how far it is, and traces run', async () => {
    const opened = await pages.open();
    await whole(opened, async (page) => {
      await opened.tell(identity);
      await opened.tell({ kind: 'progress', chains: [chain(0, 300), chain(1, 1500, 4)] });
      const cells = (row: number) =>
        page.locator('table.chains tbody tr').nth(row).locator('td').allTextContents();
      await eventually(() => cells(1)).toEqual([
        'sampling',
        '1\u202f500 of 3\u202f000',
        '4',
        '0.310',
        '7.4',
        '3.0 s',
      ]);
      expect(await page.getByRole('progressbar').nth(1).getAttribute('value')).toBe('0.5');
      const words = page.locator('.live-words');
      await words.getByText('30 % · about 3.0 s left · 4 divergences').waitFor();
      await opened.tell({ kind: 'progress', chains: [{ ...chain(0, 300), mayGoOn: true }] });
      await words
        .getByText('300 of 3\u202f000 draws, then more if these are not enough · at least 3.0 s left')
        .waitFor();
      await opened.tell({ kind: 'progress', chains: [chain(0, 300), chain(1, 1500, 4)] });
      // Read aloud at every tenth only.
      const spoken = page.locator('.live').getByRole('status');
      await eventually(() => spoken.textContent()).toMatch(/^30 %/);
      await opened.tell({ kind: 'progress', chains: [chain(0, 420), chain(1, 1620, 4)] });
      await words.getByText('34 %').waitFor();
      expect(await spoken.textContent()).toMatch(/^30 %/);
      expect(await page.locator('.results').isVisible()).toBe(false);
      expect(await page.locator('.live-traces figure').count()).toBe(0);
      await opened.tell(draws(0, 0, 100));
      await opened.tell(draws(1, 0, 50));
      await opened.tell({ kind: 'progress', chains: [chain(0, 1100), chain(1, 1550, 4)] });
      const lines = page.locator('.live-traces figure').first().locator('.mark-line path');
      await eventually(() => lines.count()).toBe(2);
      const points = async () => ((await lines.first().getAttribute('d')) ?? '').split('L').length;
      await eventually(points).toBe(100);
      await opened.tell(draws(0, 100, 60));
      await opened.tell({ kind: 'progress', chains: [chain(0, 1160), chain(1, 1550, 4)] });
      await eventually(points).toBe(160);
      await page.getByRole('button', { name: 'Stop and keep the draws' }).click();
      await eventually(async () => opened.said.map(({ kind }) => kind)).toContain('cancel');
      // Once is enough, and the page says that it goes on to the summary.
      await eventually(() => page.getByRole('button', { name: 'Stopping…' }).isDisabled()).toBe(true);
      const stopped = { phase: 'stopped' } as const;
      const chains = [
        { ...chain(0, 1200), ...stopped },
        { ...chain(1, 1600), ...stopped },
      ];
      await opened.tell({ kind: 'progress', chains });
      await words.getByText('Summarising the draws…').waitFor();
      await eventually(() => spoken.textContent()).toBe('Summarising the draws…');
      await opened.tell({ kind: 'progress', chains, isScouting: true });
      await words.getByText('Looking for modes that no chain visited…').waitFor();
      await eventually(() => spoken.textContent()).toBe('Looking for modes that no chain visited…');
    });
  });

  test('the results take the place of the progress', async () => {
    const opened = await pages.open();
    await whole(opened, async (page) => {
      await opened.tell(identity);
      await opened.tell({ kind: 'progress', chains: [chain(0, 300)] });
      await page.getByRole('heading', { name: 'Sampling' }).waitFor();
      await opened.tell({ kind: 'report', report: pages.run.report, header: null, warnings: [] });
      await page.getByRole('heading', { name: 'Provisional: do not rely on these numbers yet' }).waitFor();
      expect(await page.getByRole('heading', { name: 'Sampling' }).isVisible()).toBe(false);
      // A late word on the progress changes nothing.
      await opened.tell({ kind: 'progress', chains: [chain(0, 3000)] });
      await page.getByRole('button', { name: 'Sample again' }).click();
      await eventually(async () => opened.said.map(({ kind }) => kind)).toContain('sample-again');
      expect(await page.getByRole('grid').isVisible()).toBe(true);
    });
  });
});

describe('the verdict', () => {
  test('comes before any number, names causes first and leads to them', async () => {
    const opened = await pages.open({ folder: pages.run.folder });
    await whole(opened, async (page) => {
      await page.locator('.grid-body .grid-row').first().waitFor();
      const order = await page.evaluate(() => {
        const verdict = document.querySelector('.verdict');
        const grid = document.querySelector('.grid');
        return verdict !== null && grid !== null ? verdict.compareDocumentPosition(grid) : 0;
      });
      expect(order & 4).toBe(4);
      const reasons = page.locator('.reason');
      expect(await reasons.first().textContent()).toContain('ended in a divergence');
      for (const { message, nextStep } of pages.run.report.diagnostics.reasons) {
        // Code is shown as code.
        await page.locator('.reason', { hasText: message.replaceAll('`', '') }).waitFor();
        await page
          .locator('.reason', { hasText: nextStep.replaceAll('`', '') })
          .first()
          .waitFor();
      }
      await page.getByRole('button', { name: 'Show where they are' }).click();
      await page.locator('vscode-panel-tab[aria-selected=true]', { hasText: 'Pairs' }).waitFor();
      await page.locator('#tab-summary').click();
      const line =
        pages.run.report.diagnostics.reasons.find(({ code }) => code === 'divergences')?.line ?? -1;
      await page
        .getByRole('button', { name: `Line ${line + 1} of the model` })
        .first()
        .click();
      await eventually(async () => opened.said).toContainEqual({ kind: 'reveal', line });
      await page.getByRole('button', { name: 'Hide reasons' }).click();
      await eventually(() => reasons.count()).toBe(0);
    });
  });
});

describe('a run that failed', () => {
  test.each([
    [
      'the model',
      { kind: 'invalid', problems: [{ severity: 'error', message: 'unknown name `sgma`', line: 4 }] },
      'Line 5: unknown name sgma.',
    ],
    [
      'its start',
      {
        kind: 'sampler',
        failure: {
          kind: 'bad-start',
          term: 'observe y',
          line: 7,
          column: 0,
          value: '-inf',
          message: 'no start in 100 tries',
        },
      },
      'At fault: observe y, whose log density is -inf.',
    ],
    [
      'the host',
      {
        kind: 'sampler',
        failure: { kind: 'crash', message: 'it was ended by SIGKILL', stderrTail: 'FATAL' },
      },
      'it was ended by SIGKILL.',
    ],
    [
      'memory',
      { kind: 'sampler', failure: { kind: 'out-of-memory', message: 'the draws need 90 GB' } },
      'the draws need 90 GB.',
    ],
    [
      'its folder',
      { kind: 'run-folder', message: 'There is no run in /runs/x' },
      'There is no run in /runs/x.',
    ],
  ] as const)('says what is wrong with %s', async (_what, failure, words) => {
    const opened = await pages.open();
    await whole(opened, async (page) => {
      await opened.tell(identity);
      await opened.tell({ kind: 'failed', failure });
      await page.getByRole('alert').getByText(words).waitFor();
    });
  });
});

describe('what the page is like', () => {
  test('survives a reload', async () => {
    const opened = await pages.open({ folder: pages.run.folder });
    await whole(opened, async (page) => {
      await page.locator('.grid-body .grid-row').first().waitFor();
      await page.getByRole('textbox', { name: 'Filter by name' }).fill('theta');
      await page.locator('.grid-head .head-button', { hasText: 'sd' }).first().click();
      await page.locator('#tab-plots').click();
      const title = page.locator('.item-title').first();
      await title.waitFor();
      const widest = [...pages.run.report.summary]
        .filter(({ name }) => name.includes('theta'))
        .sort((a, b) => b.sd - a.sd)[0].name;
      await eventually(() => title.textContent()).toBe(widest);
      await eventually(async () => JSON.stringify(opened.state())).toContain('"view":"plots"');
      expect(opened.state()).toMatchObject({
        identity: { folder: pages.run.folder },
        layout: { filter: 'theta' },
      });
      await page.reload();
      await page.locator('vscode-panel-tab[aria-selected=true]', { hasText: 'Plots' }).waitFor();
      await eventually(() => title.textContent()).toBe(widest);
    });
  });

  test('does not come from a state of another version', async () => {
    const opened = await pages.open({
      folder: pages.run.folder,
      state: { layout: { view: 'no such view', sort: 'up', filter: 7, pairNames: 'x' }, identity: 3 },
    });
    await whole(opened, async (page) => {
      await page.locator('.grid-body .grid-row').first().waitFor();
      expect(await page.locator('.grid-body .grid-row:not([hidden])').count()).toBe(
        pages.run.report.summary.length,
      );
    });
  });
});

describe('a run whose folder is deleted while its page is open', () => {
  test('says so where draws are requested, and keeps its table', async () => {
    const folder = `${pages.run.folder}-deleted`;
    cpSync(pages.run.folder, folder, { recursive: true });
    const opened = await pages.open({ folder });
    await whole(opened, async (page) => {
      await page.locator('.grid-body .grid-row').first().waitFor();
      rmSync(folder, { recursive: true });
      for (const view of ['predictive', 'plots']) {
        await page.locator(`#tab-${view}`).click();
        await page
          .locator(`#panel-${view}`)
          .getByText(/no run in|not kept|cannot be read|no such|deleted/i)
          .first()
          .waitFor();
      }
      await page.locator('#tab-summary').click();
      expect(await page.getByRole('rowheader', { name: 'tau', exact: true }).isVisible()).toBe(true);
    });
  });
});
