/**
 * Random programs through the whole compiler: combinations that nobody would write, held to what they mean.
 * For a long run: BAYES_FUZZ_PROGRAMS=5000 npx vitest run test/sampler/compile/random-programs.test.ts
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { disagreement, type Tally } from './random/agree.ts';
import { randomProgram } from './random/program.ts';
import { createTape } from './random/tape.ts';

const PROGRAMS = Number(process.env.BAYES_FUZZ_PROGRAMS ?? 40);
const MS_PER_PROGRAM = 2000;

// Choices, not biased to small ones: those are the simple programs.
const tape = fc.noBias(fc.array(fc.nat(2 ** 30), { maxLength: 440, size: 'max' }));

it(
  `${PROGRAMS} random programs mean what they say`,
  async () => {
    const tally: Tally = { points: 0, undefined: 0, kinks: 0 };
    const property = fc.asyncProperty(tape, async (choices) => {
      const program = randomProgram(createTape(choices));
      const wrong = await disagreement(program, tally).catch((error: unknown) => String(error));
      if (wrong !== null) throw new Error(`${wrong}\n${program.text}`);
    });
    await fc.assert(property, { seed: 20, numRuns: PROGRAMS, includeErrorInReport: true });
    expect(tally.points).toBeGreaterThan(0);
    expect(tally.undefined).toBeLessThanOrEqual(0.02 * tally.points);
    expect(tally.kinks).toBeLessThanOrEqual(0.02 * tally.points);
  },
  MS_PER_PROGRAM * Math.max(PROGRAMS, 30),
);
