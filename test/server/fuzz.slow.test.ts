import { describe, it } from 'vitest';
import { editAtRandom, models } from './random-edits.ts';

/** Of all models together; more for a long run. */
const EDITS = Number(process.env.BAYES_FUZZ_EDITS ?? 4_000);

describe('long random editing', () => {
  it.each(models)('of %s', (name) => editAtRandom(name, Math.ceil(EDITS / models.length)));
});
