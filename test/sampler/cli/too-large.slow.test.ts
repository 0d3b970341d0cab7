/** Models that are too large are refused with the line, in every command that looks at them. */
import { describe, expect, test } from 'vitest';
import { bayes } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const head = 'data { y : real = 1 }\nparam a ~ Normal(0, 1)\n';

const models: readonly (readonly [string, string, RegExp])[] = [
  [
    'functions that double their calls',
    `${head}fun f0(x) = x + 1\n${numbers(14)
      .map((i) => `fun f${i}(x) = f${i - 1}(x) + f${i - 1}(x)\n`)
      .join('')}observe y ~ Normal(f14(a), 1)\n`,
    /^m\.bayes:18:\d+: error too-large expected at most 10000 calls of functions/m,
  ],
  [
    'a chain of 5,000 definitions',
    `${head}let z0 = a\n${numbers(5000)
      .map((i) => `let z${i} = z${i - 1} * 1.0001 + exp(-z${i - 1}^2)\n`)
      .join('')}observe y ~ Normal(z5000, 1)\n`,
    /^m\.bayes:\d+:\d+: error too-large expected at most 2000 operations one after another/m,
  ],
  [
    'a sum over 200 million elements',
    `${head}let s = sum(sin(a * i) for i in 1..200000000)\nobserve y ~ Normal(s, 1)\n`,
    /^m\.bayes:3:\d+: error too-large expected fewer than 100000000 elements, found 200000000/m,
  ],
];

describe.each(models)('%s', (_, text, error) => {
  test.each(['check', 'prior', 'sample', 'map', 'advi', 'pathfinder', 'laplace'])('%s', async (command) => {
    here.write('m.bayes', text);
    const { code, stdout, stderr } = await bayes([command, 'm.bayes'], here.folder());
    expect(code).toBe(1);
    expect(stdout + stderr).toMatch(error);
    expect(stdout + stderr).not.toMatch(/^\s+at |call stack/m);
  });
});
