/** What axe finds wrong with a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * As lines. What is inside a picture is hidden from readers; it is taken out, since axe
 * walks the thousands of marks of every view even where it is told to leave them out.
 */
export async function violations(page: Page): Promise<string[]> {
  // Not by a script element: the page's policy would refuse it, as it should.
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
