// The longest task of the results page's own thread, in processor time: while it scrolls, sorts and filters ten
// thousand quantities, and while it draws forty thousand draws.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importSources, root } from './tools.mjs';

const BUDGET = 50;
const COUNT = 10_000;
const SOURCES = `export { launchChromium } from './test/webview/chromium.ts';
export { startHarness } from './test/webview/harness.ts';
export { sampleText } from './test/webview/runs.ts';`;
const LARGE = `model large
dim k = ${COUNT - 1}
param s ~ HalfNormal(1)
param x[k] ~ Normal(0, 1)
observe (s) ~ Normal(1, 1)
`;
const MANY = `model many
param mu ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe (mu) ~ Normal(1, s)
`;

const frame = (page) => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));

async function wheel(page, place, steps) {
  await page.locator(place).hover();
  for (const step of steps) {
    await page.mouse.wheel(0, step);
    await frame(page);
  }
}

const times = (count, value) => Array.from({ length: count }, () => value);

const ofManyQuantities = {
  'scrolling the table': (page) => wheel(page, '.grid', [...times(30, 240), ...times(30, 7000)]),
  async 'sorting and filtering'(page) {
    await page.locator('.grid-head .head-button', { hasText: 'mean' }).first().click();
    await page.getByRole('textbox', { name: 'Filter by name' }).fill('x[99');
    await page.locator('.count', { hasText: '111 of' }).first().waitFor();
    await page.getByRole('textbox', { name: 'Filter by name' }).fill('');
  },
  async 'scrolling the plots'(page) {
    await page.locator('#tab-plots').click();
    await page.locator('.item svg.marks').first().waitFor();
    await wheel(page, '#panel-plots .items', [...times(10, 300), ...times(10, 30_000)]);
    await page.locator('.item svg.marks').first().waitFor();
  },
};

const ofManyDraws = Object.fromEntries(
  ['Density and trace', 'Ranks', 'Autocorrelation', 'Prior against posterior'].map((kind) => [
    kind,
    async (page) => {
      await page.locator('#tab-plots').click();
      await page.getByRole('combobox', { name: 'Kind of plot' }).click();
      await page.getByRole('option', { name: kind }).click();
      await page.locator('.item svg.marks').nth(1).waitFor();
      for (let i = 0; i < 40; i++) await frame(page);
    },
  ]),
);

/** In ms of the thread's processor time, which does not depend on the machine's load. */
async function longestTask(browser, page, action) {
  const path = join(root, 'test-output', 'long-tasks.trace.json');
  const categories = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await browser.startTracing(page, { path, categories });
  await action(page);
  await browser.stopTracing();
  const { traceEvents } = JSON.parse(readFileSync(path, 'utf8'));
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  return traceEvents
    .filter(({ name, pid, tid }) => /RunTask$/.test(name) && mains.has(`${pid} ${tid}`))
    .reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0);
}

export default async function* longTasks() {
  const { launchChromium, startHarness, sampleText } = await importSources('long-tasks', SOURCES);
  let browser;
  try {
    browser = await launchChromium();
  } catch (error) {
    yield error.message;
    return;
  }
  const harness = await startHarness(browser);
  const short = ['--seed', '1', '--draws', '40', '--tune', '80', '--chains', '4'];
  const long = ['--seed', '1', '--draws', '10000', '--tune', '500', '--chains', '4'];
  const runs = [
    [`${COUNT} quantities`, await sampleText('large', LARGE, ...short), ofManyQuantities],
    ['40000 draws', await sampleText('many', MANY, ...long), ofManyDraws],
  ];
  for (const [what, { folder }, actions] of runs) {
    const { page, close } = await harness.open({ folder });
    await page.locator('.detail svg.marks').nth(2).waitFor();
    for (const [name, action] of Object.entries(actions)) {
      const longest = await longestTask(browser, page, action);
      yield `${what}, ${name}: longest task ${longest.toFixed(0)} ms (budget ${BUDGET})`;
    }
    await close();
  }
  await harness.close();
  await browser.close();
}
