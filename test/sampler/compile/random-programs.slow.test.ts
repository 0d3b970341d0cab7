/**
 * Another seed looks at other programs, and more of them at more:
 * BAYES_FUZZ_SEED=7 BAYES_FUZZ_PROGRAMS=5000 npx vitest run test/sampler/compile/random-programs.slow.test.ts
 */
import { it } from 'vitest';
import { programsMeanWhatTheySay } from './random/agree-at-random.ts';

const PROGRAMS = Number(process.env.BAYES_FUZZ_PROGRAMS ?? 120);
const SEED = Number(process.env.BAYES_FUZZ_SEED ?? 21);

it(
  `${PROGRAMS} random programs mean what they say`,
  () => programsMeanWhatTheySay(PROGRAMS, SEED),
  10_000 * Math.max(PROGRAMS, 100),
);
