import { describe, expect, test } from 'vitest';
import { agrees, posteriors, quickPosteriors } from './posteriors.ts';

test('all posteriors with a model are here', () => {
  expect(posteriors).toHaveLength(15);
  expect(posteriors).toEqual(expect.arrayContaining([...quickPosteriors]));
});

describe('agrees with the reference draws', () => {
  test.each(quickPosteriors)('%s', agrees);
});
