import { describe, test } from 'vitest';
import { agrees, slowPosteriors } from './posteriors.ts';

describe('agrees with the reference draws', () => {
  test.each(slowPosteriors)('%s', agrees);
});
