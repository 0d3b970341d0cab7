/** `test recovers { … }`: how it is read, checked and formatted, and what is said of mistakes in it. */
import { expect, it } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { formatProgram } from '../../../grammar/format/format.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';

const model = `data { y : real[4] = [1, 2, 3, 4] }
dim site = ["a", "b"]
param mu[site] ~ Normal(0, 1)
param sigma ~ HalfNormal(1)
observe y ~ Normal(mu[1] + mu[2], sigma)
`;

function found(test: string): readonly string[] {
  const text = `${model}${test}\n`;
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: '/m.bayes', readFile: () => new Uint8Array() });
  return [...diagnostics, ...analyze(program, data).diagnostics].map(
    ({ code, message, span }) => `${code} ${text.slice(span.start, span.end)}: ${message}`,
  );
}

it('is read with numbers, lists, labels and sizes', () => {
  expect(found('test recovers { mu = [1, -2], sigma = 0.5, n = 200 }')).toEqual([]);
  expect(found('test recovers { mu = { a = 1, "b" = 2 } }')).toEqual([]);
  const { program } = parse('test recovers { beta = 1, n = 20 }');
  expect(program.statements).toMatchObject([
    { kind: 'test', what: { name: 'recovers' }, values: { entries: [{ name: { name: 'beta' } }, {}] } },
  ]);
});

it('is a name where no statement can begin', () => {
  const { program, diagnostics } = parse(
    'dim train, test\nparam m[test] ~ Normal(0, 1)\nlet s = sum(m over test)\nlet z = s +\n  test\n',
  );
  expect(diagnostics).toEqual([]);
  expect(program.statements.map(({ kind }) => kind)).toEqual(['dim', 'param', 'let', 'let']);
});

it.each([
  ['test recovers { mv = 1 }', ['unknown-name mv: unknown parameter or dimension `mv`; did you mean `mu`?']],
  [
    'test recovers { y = 1, mu = 1 }',
    [expect.stringMatching(/^unknown-name y: .*; a test states values of/)],
  ],
  ['test recover { mu = 1 }', ['unknown-name recover: unknown test `recover`; did you mean `recovers`?']],
  [
    'test recovers { n = 9 }',
    [expect.stringMatching(/^recovery-test \{ n = 9 \}: expected the value of at least one/)],
  ],
  ['test recovers { sigma = 1, sigma = 2 }', ['duplicate-name sigma: `sigma` is given twice; keep one']],
  [
    'test recovers { sigma = y }',
    [expect.stringMatching(/^recovery-test y: `sigma` of the test: expected a number/)],
  ],
  [
    'test recovers { sigma = 1, n = 0 }',
    [expect.stringMatching(/^recovery-test 0: .* a whole number from 1, found 0/)],
  ],
  [
    'test recovers { sigma = 1, site = 1.5 }',
    [expect.stringMatching(/^recovery-test 1\.5: `site` of the test/)],
  ],
  ['test { sigma = 1 }', ['syntax {: expected what is tested: recovers, found "{"']],
  ['test recovers', [expect.stringMatching(/^syntax recovers: expected "\{" and the values to recover/)]],
  ['test recovers (sigma = 1)', [expect.stringMatching(/: values stand in "\{ \}"$/)]],
  ['test recovers { sigma = 1', [expect.stringMatching(/expected "\}" to close the test/)]],
  ['test recovers { sigma 1 }', [expect.stringMatching(/^syntax 1: expected "=" and a value/)]],
])('says what is wrong in %s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

it('is formatted as the settings are', () => {
  expect(formatProgram('test   recovers {beta=1,n=200}\n').text).toBe(
    'test recovers { beta = 1, n = 200 }\n',
  );
});
