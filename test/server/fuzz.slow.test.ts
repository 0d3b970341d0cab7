import { describe, it } from 'vitest';
import { editAtRandom, models } from './random-edits.ts';

const EDITS = 20_000;

describe('long random editing', () => {
  it.each(models)('of %s', (name) => editAtRandom(name, Math.ceil(EDITS / models.length)));
});
