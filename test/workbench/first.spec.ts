import { afterAll, expect, it } from 'vitest';
import { closeBrowser, openWorkbench } from './workbench.ts';

afterAll(closeBrowser);

it('opens', async () => {
  const workbench = await openWorkbench('first', { write: { 'radon.bayes': 'model radon\n\nparam a ~ Normal(0, 1)\n' } });
  await workbench.openFile('radon.bayes');
  await workbench.cursorAt('Normal');
  expect(await workbench.cursor()).toEqual({ line: 3, column: 11 });
  await workbench.screenshot('first');
  await workbench.close();
});
