/** Every plot is drawn from the run's draws, in a light and a dark theme, and leaves as SVG and PNG. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium, SETUP_MS } from './chromium.ts';
import { type Harness, type OpenPage, startHarness } from './harness.ts';
import { type MadeRun, sampleExample, sampleText } from './runs.ts';

let browser: Browser;
let harness: Harness;
let radon: MadeRun;
let schools: MadeRun;
let counts: MadeRun;
let opened: OpenPage;

const countModel = `model counts
dim day = 60
data {
  calls : int[day] in 0.. = [${Array.from({ length: 60 }, (_, i) => (i * 7) % 11).join(', ')}]
  rain  : int[day] in 0..1 = [${Array.from({ length: 60 }, (_, i) => Number((i * 5) % 7 < 3)).join(', ')}]
}
param rate ~ Gamma(2, 0.5)
param wet ~ Beta(1, 1)
observe calls ~ Poisson(rate)
observe rain ~ Bernoulli(wet)
`;

beforeAll(async () => {
  browser = await launchChromium();
  harness = await startHarness(browser);
  radon = await sampleExample('radon/radon.bayes', '--seed', '9', '--draws', '300', '--tune', '500');
  schools = await sampleExample(
    'eight-schools/eight_schools_centered.bayes',
    '--seed',
    '4',
    '--draws',
    '400',
  );
  counts = await sampleText('counts', countModel, '--seed', '2', '--draws', '300', '--tune', '300');
}, SETUP_MS);
afterAll(async () => {
  await harness?.close();
  await browser?.close();
});
afterEach(async () => {
  expect(opened.problems).toEqual([]);
  await opened.close();
});

async function open(run: MadeRun, view: string, theme: 'light' | 'dark' = 'light'): Promise<Page> {
  opened = await harness.open({ folder: run.folder, theme });
  const { page } = opened;
  await page.locator('.grid-body .grid-row').first().waitFor();
  if (view !== 'summary') await page.locator(`#tab-${view}`).click();
  await page.locator(`#panel-${view} svg.marks`).first().waitFor();
  return page;
}

/** A plot is drawn when its turn comes; on a busy machine that takes its time. */
const eventually = <T>(value: () => Promise<T>) => expect.poll(value, { timeout: 30_000 });

/** Marks of a kind within the first plot that `place` holds. */
const marks = (page: Page, place: string, kind: string) => page.locator(`${place} .mark-${kind} path`);

async function choose(page: Page, kind: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Kind of plot' }).click();
  await page.getByRole('option', { name: kind, exact: true }).click();
}

describe('in a light theme', () => {
  test('density and trace have one line for each chain', async () => {
    const page = await open(radon, 'plots');
    const first = '#panel-plots .item:first-child';
    await page.locator(`${first} figure`).nth(1).locator('svg.marks').waitFor();
    const lines = (figure: number) => page.locator(`${first} figure`).nth(figure).locator('.mark-line path');
    await eventually(() => lines(0).count()).toBe(4);
    await eventually(() => lines(1).count()).toBe(4);
    const colors = await lines(1).evaluateAll((paths) => paths.map((path) => path.getAttribute('stroke')));
    expect(new Set(colors).size).toBe(4);
    // Of the trace of 300 draws every one is a point of the line.
    const path = (await lines(1).first().getAttribute('d')) ?? '';
    expect(path.split('L').length).toBe(300);
  });

  test('ranks have twenty bars for each chain', async () => {
    const page = await open(radon, 'plots');
    await choose(page, 'Ranks');
    const bars = page.locator('.plot-row.rank').first().locator('.mark-rect path');
    // A band for each chain lies behind its bars.
    await eventually(() => bars.count()).toBe(4 * 20 + 4);
  });

  test('autocorrelation has one line for each chain', async () => {
    const page = await open(radon, 'plots');
    await choose(page, 'Autocorrelation');
    await eventually(() => marks(page, '.plot-row.autocorrelation >> nth=0 >>', 'line').count()).toBe(4);
  });

  test('effective draws grow in two lines', async () => {
    const page = await open(radon, 'plots');
    await choose(page, 'Growth of effective draws');
    await eventually(() => marks(page, '.plot-row.ess-growth >> nth=0 >>', 'line').count()).toBe(2);
    const figure = page.locator('.plot-row.ess-growth').first().getByRole('img');
    const { ess_bulk, ess_tail } = radon.report.summary[0];
    // Its last point is the table's number.
    expect(await figure.getAttribute('aria-label')).toContain(
      `${Number(ess_bulk.toPrecision(3))} for the centre, ${Number(ess_tail.toPrecision(3))} for the tails`,
    );
  });

  test('the prior stands behind the posterior', async () => {
    const page = await open(radon, 'plots');
    await choose(page, 'Prior against posterior');
    await eventually(() => marks(page, '.plot-row.prior-posterior >> nth=0 >>', 'area').count()).toBe(2);
    // mu_a ~ Normal(0, 10): what is drawn is that prior.
    const label = await page
      .locator('.plot-row.prior-posterior')
      .first()
      .getByRole('img')
      .getAttribute('aria-label');
    const before = Number(/deviation ([\d.]+) before/.exec(label ?? '')?.[1]);
    expect(before).toBeGreaterThan(9.5);
    expect(before).toBeLessThan(10.5);
  });

  test('the forest has an interval and a mean for each quantity in view', async () => {
    const page = await open(radon, 'forest');
    await page.getByRole('textbox', { name: 'Filter by name' }).fill('mu_a');
    await eventually(() => marks(page, '#panel-forest', 'symbol').count()).toBe(1);
    // Thin and thick.
    await eventually(() => page.locator('#panel-forest .mark-rule line').count()).toBeGreaterThanOrEqual(2);
  });

  test('the forest marks what fails a diagnostic, not by its colour alone', async () => {
    const page = await open(schools, 'forest');
    const labels = page.locator('#panel-forest .role-axis-label text');
    const bad = schools.report.summary.filter(
      ({ r_hat, ess_bulk, ess_tail }) => !(r_hat <= 1.01 && ess_bulk >= 1600 && ess_tail >= 1600),
    );
    await eventually(
      async () => (await labels.allTextContents()).filter((text) => text.startsWith('⚠')).length,
    ).toBe(bad.length);
  });

  test('pairs mark each divergence', async () => {
    const page = await open(schools, 'pairs');
    const { divergences } = schools.report.diagnostics;
    expect(divergences).toBeGreaterThan(0);
    await page.getByText(`the ${divergences} divergences`).waitFor();
    const chips = page.locator('.chip');
    await eventually(() => chips.count()).toBe(4);
    // In each of the six panels below the diagonal.
    await eventually(() => page.locator('#panel-pairs .mark-symbol[class*=layer_1] path').count()).toBe(
      6 * divergences,
    );
    // Density and scatter of a column have one scale.
    const ticks = async (panel: number) => {
      const column = page.locator('#panel-pairs svg.marks [class*=concat_0_group]').nth(panel);
      const lines = await column.locator('.role-axis-grid >> nth=0 >> line').evaluateAll((grid) =>
        grid.map((line) => {
          const { left } = line.getBoundingClientRect();
          return Math.round(left);
        }),
      );
      return lines;
    };
    expect((await ticks(0)).length).toBeGreaterThan(1);
    expect(await ticks(0)).toEqual(await ticks(1));
    await page.getByRole('button', { name: 'Remove mu' }).click();
    await eventually(() => chips.count()).toBe(3);
    await eventually(() => page.locator('#panel-pairs .mark-symbol[class*=layer_1] path').count()).toBe(
      3 * divergences,
    );
  });

  test('the sampler has its energies, depths and chains', async () => {
    const page = await open(schools, 'sampler');
    await eventually(() => marks(page, '#panel-sampler', 'area').count()).toBe(2);
    await eventually(() => page.locator('#panel-sampler table tbody tr').count()).toBe(4);
    const column = await page.locator('#panel-sampler tbody tr td:nth-child(2)').allTextContents();
    expect(column.map(Number).reduce((sum, count) => sum + count, 0)).toBe(
      schools.report.diagnostics.divergences,
    );
  });

  test('predictions of real numbers lie around the data', async () => {
    const page = await open(radon, 'predictive');
    await eventually(() => marks(page, '.datum figure >> nth=0 >>', 'line').count()).toBe(61);
    await eventually(() => page.locator('.statistic svg.marks').count()).toBe(4);
    expect(await page.locator('.p-value').allTextContents()).toEqual(
      expect.arrayContaining([expect.stringMatching(/^p = 0\.\d{3}/)]),
    );
    await page.getByRole('combobox', { name: 'Predictions from' }).click();
    await page.getByRole('option', { name: 'From the prior' }).click();
    await page.getByText('before it saw the data').waitFor();
    await eventually(() => marks(page, '.datum figure >> nth=0 >>', 'line').count()).toBe(61);
    // Before a fit there is nothing to reproduce.
    await eventually(() => page.locator('.p-value').count()).toBe(4);
    const words = (await page.locator('.p-value').allTextContents()).join();
    expect(words).not.toContain('reproduced');
  });

  test('counts have a rootogram and binary data a calibration', async () => {
    const page = await open(counts, 'predictive');
    const calls = page.locator('.datum', { has: page.getByRole('heading', { name: 'calls', exact: true }) });
    await calls.getByText('Rootogram of calls').waitFor();
    // The values 0 … 10 at least, each with a bar and a mark of what is predicted.
    const bars = () => calls.locator('figure').first().locator('.mark-rect path').count();
    await eventually(bars).toBeGreaterThanOrEqual(11);
    expect(await calls.locator('figure').first().locator('.mark-symbol path').count()).toBe(await bars());
    // They stand on zero, which is at the foot of the plot.
    const feet = await calls
      .locator('figure')
      .first()
      .locator('.mark-rect path')
      .evaluateAll((paths) => paths.map((path) => Math.round(path.getBoundingClientRect().bottom)));
    expect(new Set(feet).size).toBe(1);
    await calls.getByText('Bars: how often each value was observed').waitFor();
    const rain = page.locator('.datum', { has: page.getByRole('heading', { name: 'rain', exact: true }) });
    await rain.getByText('Calibration of rain').waitFor();
    await eventually(() => rain.locator('figure').first().locator('.mark-line path').count()).toBe(2);
  });
});

test('in a dark theme every kind is drawn, none in black', async () => {
  const page = await open(schools, 'plots', 'dark');
  const drawn = async (place: string) => {
    await eventually(() => page.locator(`${place} svg.marks path`).count()).toBeGreaterThan(0);
    const strokes = await page
      .locator(`${place} .mark-line path, ${place} .mark-rule line`)
      .evaluateAll((all) => all.map((mark) => mark.getAttribute('stroke')));
    expect(strokes).not.toContain('#000');
    expect(strokes).not.toContain('black');
  };
  await drawn('#panel-plots');
  const kinds = [
    'Cumulative distribution',
    'Ranks',
    'Autocorrelation',
    'Growth of effective draws',
    'Prior against posterior',
  ];
  const classes = ['ecdf', 'rank', 'autocorrelation', 'ess-growth', 'prior-posterior'];
  for (const [k, kind] of kinds.entries()) {
    await choose(page, kind);
    await drawn(`.plot-row.${classes[k]} >> nth=0 >>`);
  }
  for (const view of ['forest', 'pairs', 'predictive', 'sampler']) {
    await page.locator(`#tab-${view}`).click();
    await drawn(`#panel-${view}`);
  }
});

describe('a plot', () => {
  test('leaves as SVG, in the colours of paper', async () => {
    const page = await open(radon, 'summary', 'dark');
    const figure = page.locator('.detail figure').first();
    await figure.hover();
    await figure.getByRole('button', { name: 'Save this plot as SVG' }).click();
    await page.getByText('Saved radon-density-of-mu-a.svg').waitFor();
    const saved = opened.said.find((message) => message.kind === 'save');
    if (saved?.kind !== 'save') throw new Error('nothing was saved');
    expect(saved.content).toMatch(/^<svg/);
    expect(saved.content).toContain('#ffffff');
    expect(saved.content).toContain('Density of mu_a');
  });

  test('leaves as PNG', async () => {
    const page = await open(radon, 'summary', 'dark');
    const figure = page.locator('.detail figure').nth(1);
    await figure.hover();
    await figure.getByRole('button', { name: 'Save this plot as PNG' }).click();
    await page.getByText('Saved radon-trace-of-mu-a.png').waitFor();
    const saved = opened.said.find((message) => message.kind === 'save');
    if (saved?.kind !== 'save') throw new Error('nothing was saved');
    const bytes = Array.from(saved.content as unknown as readonly number[]);
    expect(bytes.slice(0, 8)).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(bytes.length).toBeGreaterThan(5000);
  });

  test('changes with the theme', async () => {
    const page = await open(radon, 'summary', 'light');
    const stroke = () => page.locator('.detail .mark-line path').first().getAttribute('stroke');
    const before = await stroke();
    await opened.setTheme('dark');
    await eventually(stroke).not.toBe(before);
  });
});
