import { describe, expect, test } from 'vitest';
import { agrees, posteriors, slowPosteriors } from './posteriors.ts';

test('all posteriors with a model are here', () => {
  expect(posteriors).toHaveLength(15);
  expect(posteriors).toEqual(expect.arrayContaining([...slowPosteriors]));
});

describe('agrees with the reference draws', () => {
  test.each(posteriors.filter((name) => !slowPosteriors.includes(name)))('%s', agrees);
});
