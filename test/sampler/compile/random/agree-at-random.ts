/** Random programs through the whole compiler, compared with their meaning. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { disagreement, type Tally } from './agree.ts';
import { randomProgram } from './program.ts';
import { createTape } from './tape.ts';

// Choices, not biased to small ones: those are the simple programs.
const tape = fc.noBias(fc.array(fc.nat(2 ** 30), { maxLength: 440, size: 'max' }));

export async function programsMeanWhatTheySay(count: number, seed: number): Promise<void> {
  const tally: Tally = { points: 0, undefined: 0, kinks: 0 };
  const property = fc.asyncProperty(tape, async (choices) => {
    const program = randomProgram(createTape(choices));
    const wrong = await disagreement(program, tally).catch((error: unknown) => String(error));
    if (wrong !== null) throw new Error(`${wrong}\n${program.text}`);
  });
  // Shrinking would take hundreds of steps of minutes each.
  const endOnFailure = process.env.CI !== undefined;
  await fc.assert(property, { seed, numRuns: count, includeErrorInReport: true, endOnFailure });
  expect(tally.points).toBeGreaterThan(0);
  expect(tally.undefined).toBeLessThanOrEqual(0.02 * tally.points);
  expect(tally.kinks).toBeLessThanOrEqual(0.02 * tally.points);
}
