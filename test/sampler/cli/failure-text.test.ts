import { afterEach, expect, test, vi } from 'vitest';
import { failureText } from '../../../sampler/cli/failure-text.ts';

const crash = {
  kind: 'crash',
  message: 'lost count',
  stderrTail: 'Error: lost count\n    at f (a.js:1:1)',
} as const;

afterEach(() => vi.unstubAllEnvs());

test('a crash is one line that says what to do', () => {
  vi.stubEnv('BAYES_DEBUG', '');
  expect(failureText(crash, 'm.bayes')).toBe(
    'bayes: the sampler failed: lost count; this is a fault of the program and not of the model; report it with the model and with what BAYES_DEBUG=1 adds to this message\n',
  );
});

test('and a stack for those who ask for one', () => {
  vi.stubEnv('BAYES_DEBUG', '1');
  expect(failureText(crash, 'm.bayes')).toContain('\n    at f (a.js:1:1)\n');
});
