/** Where statements of an earlier text are now. */
import { describe, expect, it } from 'vitest';
import { isSameText, mapLines } from '../../../client/staleness/line-map.ts';

const before = `model radon

data from "radon.csv" {
  y : real[home]
}
param mu ~ Normal(0, 1)
param sigma ~ HalfNormal(1)
let eta = mu
observe y ~ Normal(eta, sigma)
`;
const line = (text: string, part: string): number => {
  const found = text.split('\n').findIndex((one) => one.includes(part));
  if (found < 0) throw new Error(part);
  return found;
};
const whereIs = (part: string, after: string): number | null => mapLines(before, after)[line(before, part)];

describe('lines of an earlier text', () => {
  it('stay where nothing has changed', () => {
    expect(mapLines(before, before)).toEqual(before.split('\n').map((_, k) => k));
  });

  it('move with what is put before them', () => {
    const after = before.replace('param mu', '# a comment\n\nparam mu');
    expect(whereIs('param sigma', after)).toBe(line(before, 'param sigma') + 2);
    expect(whereIs('model radon', after)).toBe(0);
  });

  it('are found again where a statement was moved', () => {
    const after = `${before.replace('param mu ~ Normal(0, 1)\n', '')}param mu ~ Normal(0, 1)\n`;
    expect(whereIs('param mu', after)).toBe(line(after, 'param mu'));
    expect(whereIs('param sigma', after)).toBe(line(after, 'param sigma'));
  });

  it('are known by the name of their statement where it was edited', () => {
    const after = before
      .replace('param sigma ~ HalfNormal(1)', 'dim extra = 3\nparam sigma ~ HalfCauchy(5)')
      .replace('let eta', 'deterministic eta')
      .replace('observe y ~ Normal', 'observe y ~ StudentT')
      .replace('y : real[home]', 'y : int[home]');
    for (const part of ['param sigma', 'let eta', 'observe y', 'y : real'])
      expect(whereIs(part, after), part).toBe(
        line(after, part.replace('let', 'deterministic').replace('real', 'int')),
      );
  });

  it('are gone where the statement is', () => {
    const after = before.replace('param sigma ~ HalfNormal(1)\n', '').replace('sigma)', '1)');
    expect(whereIs('param sigma', after)).toBeNull();
    expect(whereIs('param mu', after)).toBe(line(after, 'param mu'));
  });

  it('are not mistaken for one of two statements of the same name', () => {
    const after = before.replace(
      'observe y ~ Normal(eta, sigma)',
      'observe y ~ Laplace(0, 1)\nobserve y ~ Cauchy(0, 1)',
    );
    expect(whereIs('observe y', after)).toBeNull();
  });

  it('are a function: no line of now stands for two of before', () => {
    const after = before.replace('param mu ~ Normal(0, 1)\nparam sigma', 'param sigma');
    const found = mapLines(`${before}${before}`, after).filter((now) => now !== null);
    expect(new Set(found).size).toBe(found.length);
  });
});

describe('the same text', () => {
  it('may end its lines otherwise', () => {
    expect(isSameText('a\r\nb\r\n', 'a\nb\n')).toBe(true);
    expect(isSameText('\uFEFFa\n', 'a\n')).toBe(true);
    expect(isSameText('a\nb', 'a\nb\n')).toBe(false);
    expect(mapLines('a\r\nb', 'a\nb')).toEqual([0, 1]);
  });
});
