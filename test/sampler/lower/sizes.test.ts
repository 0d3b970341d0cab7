/**
 * A model that would take more time or memory than there is gets one size error, at its place, before any of it
 * is spent.
 */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';

function lowered(text: string) {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  const data = loadData(program, { modelPath: '/m.bayes', readFile: () => ({ error: 'no such file' }) });
  return lower(program, data);
}

/** The first error, as `line: text it stands at: message`. */
function firstError(text: string) {
  const [first] = lowered(text).diagnostics;
  if (first === undefined) throw new Error('no error');
  const line = text.slice(0, first.span.start).split('\n').length;
  return { ...first, line, at: text.slice(first.span.start, first.span.end) };
}

const s = 'param s ~ Normal(0, 1)\n';
const xs = 'dim a = 10000\ndim b = 10000\nparam x[a] ~ Normal(0, 1)\nparam z[b] ~ Normal(0, 1)\n';
const vector = 'dim a = 100000\nparam x[a] ~ Normal(0, 1)\n';

describe('too many elements', () => {
  test.each([
    ['a sum over 1e9', `${s}potential p = sum(s / i for i in 1..1000000000)`, 2, 'i in 1..1000000000'],
    ['a sum over 1e8', `${s}potential p = sum(s / i for i in 1..100000000)`, 2, 'i in 1..100000000'],
    ['within a let', `${s}let q = 1 + sum(s / i for i in 1..100000000)`, 2, 'i in 1..100000000'],
    ['other reductions', `${s}let q = log_sum_exp(s / i for i in 1..300000000)`, 2, 'i in 1..300000000'],
    ['a mean', `${s}let q = mean(s / i for i in 1..300000000)`, 2, 'i in 1..300000000'],
    ['a comprehension', `${s}let K[i in 1..100000000] = s / i`, 2, 'i in 1..100000000'],
    [
      'a range that data give',
      `data { n : int = 2000000000 }\n${s}let q = sum(s / i for i in 1..n)`,
      3,
      'i in 1..n',
    ],
    ['a comprehension over two axes', `${s}let K[i in 1..10000, j in 1..10000] = s / (i + j)`, 2, undefined],
    ['over dimensions', `${xs}let K[i in a, j in b] = x[i] * z[j]`, 5, undefined],
    ['an outer product', `${vector}let K = outer(x, x)`, 3, 'outer(x, x)'],
    ['a matrix by broadcasting', `${xs}let K = x * z`, 5, 'x * z'],
    ['a matrix that is only summed', `${xs}potential p = sum(x * z)`, 5, 'x * z'],
    [
      'nested sums',
      `${s}let q = sum(sum(s / (i + j) for i in 1..100000) for j in 1..100000)`,
      2,
      'sum(s / (i + j) for i in 1..100000)',
    ],
    [
      'nested sums of a potential',
      `${s}potential q = sum(sum(s / (i + j) for i in 1..10000) for j in 1..10000)`,
      2,
      undefined,
    ],
    [
      'a sum within a comprehension',
      `${xs}let K[i in a] = sum(x[i] * z[j] for j in b)`,
      5,
      'sum(x[i] * z[j] for j in b)',
    ],
    ['a sum of an array within a comprehension', `${xs}let K[i in a] = sum(x[i] * z)`, 5, 'sum(x[i] * z)'],
    [
      'a sum over three indices',
      `${s}let q = sum(s / (i + j + k) for i in 1..1000 for j in 1..1000 for k in 1..1000)`
        .replaceAll(' for j', ', j')
        .replaceAll(' for k', ', k'),
      2,
      undefined,
    ],
    [
      'a kernel',
      `${vector}let g[i in a] = i * 0.1\nlet K = exp_quad(g, s2, 1)`.replace('s2', 'x[1]'),
      4,
      undefined,
    ],
    ['a likelihood by index', `${xs}observe (x) ~ Normal(sum(x * z), 1)`, 5, 'x * z'],
    [
      'a function of a large array',
      `${s}fun f(n) = sum(s / i for i in 1..n)\nlet q = f(400000000)`,
      2,
      'i in 1..n',
    ],
    ['a running product of matrices', `${xs}let K = x @ outer(x, z)`, 5, 'outer(x, z)'],
  ])('%s', (_, text, line, at) => {
    const error = firstError(text);
    expect([error.code, error.line]).toEqual(['too-large', line]);
    expect(error.message).toMatch(/expected (?:a sum over )?fewer than 100000000 elements, found \d{9,}/);
    if (at !== undefined) expect(error.at).toBe(at);
  });

  test('what is computed once is not counted for each element', () => {
    const text = `${vector}let centred[i in a] = x[i] - mean(x)\nobserve (centred) ~ Normal(0, 1)`;
    expect(lowered(text).diagnostics).toEqual([]);
  });

  test('just below the limit no label is made for each element', () => {
    expect(lowered(`${s}potential p = sum(s / i for i in 1..99999999)`).diagnostics).toEqual([]);
  });

  test('a product of matrices has a limit of its own', () => {
    const sizes = 'dim a = 3000\ndim b = 3001\ndim c = 3002\n';
    const of = (name: string, dims: string) => `param ${name}[${dims}] ~ Normal(0, 1)\n`;
    const small = sizes.replaceAll('300', '30');
    const model = `${of('x', 'a')}${of('y', 'b')}${of('z', 'c')}let K = outer(x, y) @ outer(y, z)\n`;
    expect(lowered(small + model).diagnostics).toEqual([]);
    expect(firstError(sizes + model)).toMatchObject({ code: 'too-large', line: 7 });
  });
});

function doubling(levels: number, base = 'x * x + sin(x)'): string {
  const rest = Array.from({ length: levels }, (_, i) => `fun f${i + 1}(x) = f${i}(x) + f${i}(x)\n`).join('');
  return `param x ~ Normal(0, 1)\nfun f0(x) = ${base}\n${rest}potential p = f${levels}(x)\n`;
}

describe('too many calls', () => {
  test.each([
    ['14 doubling functions', doubling(14)],
    ['14 doubling functions of a sum', doubling(14, 'sum(x / i for i in 1..10)')],
    ['40 doubling functions', doubling(40)],
    ['14 doubling functions of other arguments', doubling(14).replaceAll(/\+ f(\d+)\(x\)/g, '+ f$1(x + 1)')],
    ['calls within arguments', doubling(14).replaceAll(/f(\d+)\(x\) \+ f\d+\(x\)/g, 'f$1(f$1(x))')],
  ])('%s', (_, text) => {
    const error = firstError(text);
    expect(error.code).toBe('too-large');
    expect(error.at).toBe(text.trim().split('\n').at(-1));
    expect(error.message).toContain('at most 10000 calls of functions in one statement');
  });

  test('a chain of 5,000 functions', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => `fun f${i + 1}(x) = f${i}(x) + 1\n`).join('');
    const text = `param x ~ Normal(0, 1)\nfun f0(x) = x\n${chain}potential p = f5000(x)`;
    expect(firstError(text)).toMatchObject({ code: 'too-large', line: 5003 });
  });

  test('twelve doublings are few enough', () => {
    expect(lowered(doubling(12)).diagnostics).toEqual([]);
  });
});

/** `step` makes a definition of the one before. */
function chain(length: number, step: (before: string, i: number) => string, dims = ''): string {
  const lets = Array.from({ length }, (_, i) => `let a${i + 1} = ${step(`a${i}`, i)}\n`).join('');
  const head = dims === '' ? '' : 'dim d = 3\n';
  return `${head}param x${dims} ~ Normal(0, 1)\nlet a0 = x\n${lets}observe (a${length}) ~ Normal(0, 1)\n`;
}

describe('chains that are too long', () => {
  const steps: readonly [string, (before: string, i: number) => string][] = [
    ['a sum', (a, i) => `${a} + ${i}`],
    ['a product and a sine', (a) => `${a} * ${a} + sin(${a})`],
    ['a choice', (a) => `if ${a} > 0 then ${a} else 1 - ${a}`],
  ];
  test.each(steps)('5,000 lets: %s', (_, step) => {
    const error = firstError(chain(5000, step));
    expect(error.code).toBe('too-large');
    expect(error.at).toMatch(/^let a\d+ = /);
    expect(error.message).toContain('at most 2000 operations one after another');
  });

  test('5,000 lets of arrays', () => {
    expect(firstError(chain(5000, (a) => `${a} + 1`, '[d]'))).toMatchObject({ code: 'too-large' });
  });

  test('5,000 parameters, each bounded by the one before', () => {
    const params = Array.from({ length: 5000 }, (_, i) => `param x${i + 1} ~ Uniform(0, x${i})\n`).join('');
    expect(firstError(`param x0 ~ HalfNormal(1)\n${params}`)).toMatchObject({ code: 'too-large' });
  });

  test.each(steps)('as long as allowed it compiles: %s', (_, step) => {
    const long = (n: number) => lowered(chain(n, step));
    let length = 1000;
    while (long(length).diagnostics.length > 0) length -= 100;
    expect(length).toBeGreaterThan(200);
    expect(WebAssembly.validate(compile(long(length).ir).wasm as BufferSource)).toBe(true);
  });

  test('a recurrence is no chain', () => {
    const text = `${s}let x[t in 1..100000] = if t == 1 then s else 0.5 * x[t - 1] + s\nobserve (x) ~ Normal(0, 1)`;
    expect(lowered(text).diagnostics).toEqual([]);
  });
});

test('a tower of 3,000 functions is typed without a full stack, and refused', () => {
  const functions = Array.from({ length: 3000 }, (_, i) =>
    i === 0 ? 'fun f0(x) = x' : `fun f${i}(x) = f${i - 1}(x) + 1`,
  );
  const text = `${functions.join('\n')}\n${s}potential p = f2999(s)`;
  const { program } = parse(text);
  expect(analyze(program).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(firstError(text)).toMatchObject({ code: 'too-large', line: 3002 });
});
