import { describe, expect, test } from 'vitest';
import { agrees, posteriors } from './posteriors.ts';

test('all posteriors with a model are here', () => {
  expect(posteriors).toHaveLength(16);
});

describe('agrees with the reference draws', () => {
  test.each(posteriors)('%s', agrees);
});
