import { describe, test } from 'vitest';
import { agrees, posteriors, quickPosteriors } from './posteriors.ts';

describe('agrees with the reference draws', () => {
  test.each(posteriors.filter((name) => !quickPosteriors.includes(name)))('%s', agrees);
});
