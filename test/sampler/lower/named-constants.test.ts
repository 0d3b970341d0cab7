import { expect, test } from 'vitest';
import { examine } from '../../grammar/errors/snippet.ts';
import { dataOf, irOf, quantitiesAt } from './model.ts';

const errorsOf = (text: string, files: Readonly<Record<string, string>> = {}) =>
  examine(text, new Map(Object.entries(files)))
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);

test('a declaration hides the constant, in functions too', () => {
  const ir = irOf(
    `param pi ~ Beta(1, 1)
     fun f(pi) = 2 * pi
     deterministic twice = f(3)
     deterministic own = pi`,
    dataOf({}, {}),
  );
  const { twice, own } = quantitiesAt(ir, [0]);
  expect([...twice, ...own]).toEqual([6, 0.5]);
});

test('before its declaration a name is not the constant', () => {
  expect(errorsOf('let twice = 2 * pi\nparam pi ~ Beta(1, 1)')).toEqual([expect.stringContaining('before')]);
});

test('bounds of data know it', () => {
  const text = (values: string) => `data { angle : real[2] in -pi..2 * pi = ${values} }
param k ~ HalfNormal(1)
observe angle ~ Normal(0, k)`;
  expect(errorsOf(text('[-3.14, 6.28]'))).toEqual([]);
  expect(errorsOf(text('[-3.14, 6.29]'))).toHaveLength(1);
});

test('sizes and ends of ranges know it', () => {
  expect(errorsOf('param a[3] ~ Normal(0, 1)\nlet x = a[ceil(pi)]')).toHaveLength(1);
});
