/** Gradients of whole models that lean on the corners of the language. */
import { it } from 'vitest';
import { expectGradients } from './expect-gradients.ts';
import { oddModels } from './odd-models.ts';

it.each(Object.entries(oddModels))('%s', async (_, text) => {
  await expectGradients(text);
});
