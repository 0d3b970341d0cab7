/** Remarks on a prior before a fit: their line, and a fix that the editor applies. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PredictiveAnswer } from '../../sampler/protocol.ts';
import { PAGE_VERSION } from '../../webview/protocol.ts';
import { violations } from './axe.ts';
import { identityOf, usePages } from './harness.ts';
import { outputFolder } from './runs.ts';
import { themeNames } from './themes.ts';

const pages = usePages(async () => ({ folder: '', report: {} as never }));
const values = [-1, 0, 1, 2];
const answer: PredictiveAnswer = {
  kind: 'predictive',
  from: 'prior',
  data: [
    {
      datum: 'y',
      kind: 'continuous',
      observed: values,
      draws: Array.from({ length: 40 }, (_, k) => values.map((value) => value * (k - 20))),
      // Far below all that is implied.
      statistics: [{ statistic: 'mean', observed: 0.5, predicted_mean: 40, p_value: 0.999 }],
    },
  ],
  remarks: [
    {
      code: 'prior-wide',
      message: 'the prior implies `y` from -30 to 40; mostly through `b`, such as `Normal(0, 2)`',
      line: 4,
      column: 0,
      fix: {
        title: 'Narrow the prior of `b` to `Normal(0, 2)`',
        edits: [{ span: { start: 9, end: 12 }, newText: '2' }],
      },
    },
    { code: 'prior-ignores', message: '`potential p` is left out', line: 7, column: 0 },
  ],
};

test.each(themeNames)('each remark has its line, and what can be mended a button, in %s', async (theme) => {
  const { page, said, tell, problems, close } = await pages.open({ theme, silent: ['predictive'] });
  const run = identityOf(null, 'line', '/line.bayes');
  await tell({ kind: 'run', version: PAGE_VERSION, run });
  await tell({ kind: 'prior-only' });
  const asked = () => said.find((one) => one.kind === 'ask');
  await expect.poll(asked).toBeDefined();
  const question = asked();
  if (question?.kind !== 'ask') throw new Error('nothing was asked');
  await tell({ kind: 'answer', id: question.id, answer });
  const remarks = page.locator('.remarks li');
  await remarks.nth(1).waitFor();
  expect(await remarks.allInnerTexts()).toEqual([
    "The prior implies y from -30 to 40; mostly through b, such as Normal(0, 2). Line 5 of the model Narrow the prior of b to 'Normal(0, 2)'",
    'potential p is left out. Line 8 of the model',
  ]);
  await page.locator('.statistic svg.marks').waitFor();
  expect(await page.locator('main').innerText()).not.toMatch(/not reproduce/);
  await page.screenshot({ path: join(outputFolder(), `prior-remarks-${theme}.png`) });
  await page.getByRole('button', { name: 'Narrow the prior of b' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Line 8 of the model' }).click();
  expect(said.filter(({ kind }) => kind !== 'ready' && kind !== 'ask')).toEqual([
    { kind: 'apply-fix', fix: answer.remarks?.[0].fix, line: 4 },
    { kind: 'reveal', line: 7 },
  ]);
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});
