/** The groups of a hierarchy on the page: complete, no and partial pooling side by side. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../bayes-command.ts';
import { violations } from './axe.ts';
import { usePages } from './harness.ts';
import { outputFolder, sampleFile } from './runs.ts';

const pages = usePages(() =>
  sampleFile(join(root, 'examples/hierarchical/hierarchical.bayes'), ['--draws', '400', '--tune', '400']),
);

test.each(['light', 'dark'] as const)('a plot and its numbers for the groups, in %s', async (theme) => {
  const { page, tell, problems, close } = await pages.open({ folder: pages.run.folder, theme });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'baseline' });
  const panel = page.locator('#panel-baseline');
  await panel.getByRole('heading', { name: 'Complete, no and partial pooling by group' }).waitFor();
  await panel.locator('svg.marks').waitFor();
  await panel.getByText('Numbers').click();
  expect(await panel.getByRole('row', { name: /^g0 \d+ -?\d+\.\d+ -?\d+\.\d+/ }).count()).toBe(1);
  await panel.getByText('Numbers').click();
  await page.screenshot({ path: join(outputFolder(), `pooling-${theme}.png`), fullPage: true });
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('can be cancelled and asked again; a model without groups is not spoken of', async () => {
  const { page, said, tell, problems, close } = await pages.open({
    width: 480,
    folder: pages.run.folder,
    silent: ['pooling'],
  });
  await page.locator('.grid-body .grid-row').first().waitFor();
  await tell({ kind: 'show-view', view: 'baseline' });
  const panel = page.locator('#panel-baseline');
  const cancel = panel.getByRole('button', { name: 'Cancel' });
  const asked = () => said.flatMap((message) => (message.kind === 'ask' ? [message.id] : []));
  await cancel.click();
  await expect.poll(() => said.filter(({ kind }) => kind === 'cancel-ask')).toHaveLength(1);
  await tell({ kind: 'answer', id: asked()[0], answer: { kind: 'unavailable', message: 'Cancelled' } });
  await panel.getByText('Cancelled.').waitFor();
  await panel.getByRole('button', { name: 'Ask again' }).click();
  await cancel.waitFor();
  await expect.poll(asked).toHaveLength(2);
  const message = 'no parameter of the model is over groups of the rows of its outcome';
  await tell({ kind: 'answer', id: asked()[1], answer: { kind: 'unavailable', message } });
  await cancel.waitFor({ state: 'detached' });
  expect(await panel.getByText(message).count()).toBe(0);
  await panel.getByRole('button', { name: 'Compare with Ridge' }).waitFor();
  expect(problems).toEqual([]);
  await close();
});
