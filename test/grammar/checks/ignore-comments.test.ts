/** `# bayes: ignore` comments, the switch by option, and the table of codes. */
import { expect, test } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { checks } from '../../../grammar/checks/codes.ts';
import { parse } from '../../../grammar/syntax/parse.ts';

function codes(text: string, disabled: readonly string[] = []): readonly string[] {
  return analyze(parse(text).program, undefined, { disabled: new Set(disabled) }).diagnostics.map(
    (d) => d.code,
  );
}

test('on the same line', () => {
  expect(codes('param a ~ Normal(0, 500)\n')).toEqual(['broad-prior']);
  expect(codes('param a ~ Normal(0, 500)  # bayes: ignore broad-prior\n')).toEqual([]);
  expect(codes('param a ~ Normal(0, 500)  # bayes: ignore broad-prior - known to be so\n')).toEqual([]);
  expect(codes('param a ~ Normal(0, 500)  # bayes: ignore one-chain\n')).toEqual(['broad-prior']);
});

test('on the line above, if the comment is alone there', () => {
  expect(codes('# bayes: ignore broad-prior\nparam a ~ Normal(0, 500)\n')).toEqual([]);
  expect(codes('param b ~ Normal(0, 1) # bayes: ignore broad-prior\nparam a ~ Normal(0, 500)\n')).toEqual([
    'broad-prior',
  ]);
  expect(codes('# bayes: ignore broad-prior\n\nparam a ~ Normal(0, 500)\n')).toEqual(['broad-prior']);
});

test('several codes, or all', () => {
  const text = 'sample { chains = 1, draws = 10 }';
  expect(codes(text)).toEqual(['one-chain', 'few-draws']);
  expect(codes(`${text} # bayes: ignore one-chain, few-draws`)).toEqual([]);
  expect(codes(`${text} # bayes: ignore`)).toEqual([]);
});

test('by option', () => {
  expect(codes('sample { chains = 1, draws = 10 }', ['few-draws'])).toEqual(['one-chain']);
});

test('errors stay, whatever asks to silence them', () => {
  const text = 'param a ~ Normal(0, 1, 2) # bayes: ignore';
  expect(codes(text)).toEqual(['argument-count']);
  expect(codes(text, ['argument-count'])).toEqual(['argument-count']);
});

test('every code is documented, in kebab case, with its severity', () => {
  for (const [code, check] of checks) {
    expect(check.code).toBe(code);
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(check.doc.length).toBeGreaterThan(40);
    expect(check.title).toMatch(/^[A-Z]/);
  }
});
