/** The violations that axe finds in a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * As lines. Contents of plots, which are hidden from screen readers, are removed first, since axe visits their
 * thousands of marks even if they are excluded.
 */
export async function violations(page: Page): Promise<string[]> {
  // Not by a script element, which the page's policy rejects.
  if (!(await page.evaluate(() => Reflect.has(window, 'axe')))) await page.evaluate(axeSource);
  await page.evaluate(() => {
    for (const picture of document.querySelectorAll('.plot-canvas svg')) picture.replaceChildren();
  });
  const options: RunOptions = { resultTypes: ['violations'] };
  const results: AxeResults = await page.evaluate(
    (wanted) => Reflect.get(window, 'axe').run({ exclude: [['.plot-canvas svg']] }, wanted),
    options,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}
