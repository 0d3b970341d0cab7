import { expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { explainBadStart } from '../../../sampler/model/explain-bad-start.ts';

/** Where no chain could start: the place and the message, for a start at zero on the unconstrained scale. */
function explained(text: string): string {
  const { program } = parse(text);
  const data = loadData(program, { modelPath: '/m.bayes', readFile: () => ({ error: 'no such file' }) });
  const { ir } = lower(program, data);
  const position = new Float64Array(ir.dimension);
  const failure = explainBadStart(ir, text, {
    kind: 'bad-start',
    position,
    logDensity: Number.NaN,
    badGradients: [],
    attempts: 100,
  });
  if (failure.kind !== 'bad-start') throw new Error(failure.kind);
  const { line, column, message } = failure;
  return `${line}:${column} ${message.replace('no point to start from was found in 100 tries: ', '')}`;
}

const support = 'check that the values lie in the support of their distribution';

test.each([
  [
    'data beyond an unknown bound',
    'data { y : real[2] = [0.5, 30] }\nparam a ~ HalfNormal(1)\nobserve y ~ Uniform(0, a)',
    `2:0 \`observe y\` has log density −∞ at [2], where y[2] = 30, a = 1; ${support}`,
  ],
  [
    'a quantity of data alone, outside the support',
    'data { y : real[2] = [1, -2] }\nparam a ~ HalfNormal(1)\nlet z = y\nobserve (z) ~ Exponential(a)',
    `3:0 \`observe z\` has log density −∞ at [2], where z[2] = -2; ${support}`,
  ],
  [
    'an intermediate',
    'data { y : real = 1 }\nparam a ~ Normal(0, 1)\nlet m = log(a - 3)\nobserve y ~ Normal(m, 1)',
    '3:0 `observe y` has log density NaN, where m = NaN; it comes from `let m` in line 3, ' +
      `which is NaN, where a = 0: \`log(-3)\` is not finite; ${support}`,
  ],
  [
    'a matrix that is not positive definite',
    'data { y : real[2] = [2, 3]  S : real[2, 2] = [[1, 2], [2, 1]] }\nparam a ~ Normal(0, 1)\n' +
      'observe y ~ MvNormal(a, cov = S)',
    '2:0 `observe y` has log density NaN; the matrix `S` is not positive definite (its smallest eigenvalue is -1); check that it is ' +
      'symmetric, or add a little to its diagonal, such as `1e-9 * identity(n)`',
  ],
  [
    'a derivative that is not finite',
    'data { x : real[2] = [0, 1]  y : real[2] = [1, 2] }\nparam a ~ HalfNormal(1)\nlet m = (a * x) ^ 0.5\n' +
      'observe y ~ Normal(m, 1)',
    '3:0 the gradient of `observe y` (line 4) is not finite at [1], because a = 1, x[1] = 0 ' +
      '(from `let m`, line 3): `0 ^ 0.5` has no finite derivative; leave such values out, or guard them with `if`',
  ],
  [
    'an argument outside of its domain, with the edit',
    'data { x : real[2] = [-1, 1]  y : int[2] = [1, 2] }\nparam a ~ HalfNormal(1)\nobserve y ~ Poisson(a * x)',
    '2:0 `observe y` has log density −∞ at [1], where a = 1, x[1] = -1; ' +
      '`mu` of Poisson is negative at element 1 (-1): write `Poisson(log_mu = a * x)`',
  ],
])('%s', (_, text, message) => {
  expect(explained(text)).toBe(message);
});

test('a tower of functions is explained in the number of its parts: as a tree it has 2^60', () => {
  const tower = `${'f('.repeat(60)}a${')'.repeat(60)}`;
  const text = `param a ~ Normal(0, 1)\nfun f(x) = x * 0.5 + log(x - 1)\npotential z = ${tower}`;
  expect(explained(text)).toBe(
    `2:0 \`potential z\` has log density NaN, where a = 0: \`log(-1)\` is not finite; ${support}`,
  );
});

test('so is a tower whose derivative is not finite', () => {
  const tower = `${'f('.repeat(60)}abs(a)${')'.repeat(60)}`;
  const text = `param a ~ Normal(0, 1)\nfun f(x) = x * 0.5 + x * x\npotential z = ${tower} + sqrt(a)`;
  expect(explained(text)).toContain('`sqrt(0)` has no finite derivative');
});
