import { expect, test } from 'vitest';
import { parse, parseExpression } from '../../../grammar/syntax/parse.ts';
import { nodeAt, walk, walkExpr } from '../../../grammar/syntax/walk.ts';
import { firstProgram } from './examples.ts';

function pathTexts(text: string, offset: number): string[] {
  return nodeAt(parse(text).program, offset).map(({ span }) => text.slice(span.start, span.end));
}

test('the path to a place goes from the statement to the innermost node', () => {
  const text = 'let mu = a[county_of] + b';
  expect(pathTexts(text, text.indexOf('county_of') + 3)).toEqual([
    text,
    'a[county_of] + b',
    'a[county_of]',
    'county_of',
  ]);
  expect(pathTexts(text, 5)).toEqual([text, 'mu']);
});

test('the place behind a name belongs to it, and between neighbours the next one wins', () => {
  expect(pathTexts('let x = f(a)', 12)).toEqual(['let x = f(a)', 'f(a)']);
  expect(pathTexts('let x = f(a)', 11)).toEqual(['let x = f(a)', 'f(a)', 'a', 'a']);
  expect(pathTexts('let x = 1..2', 0)).toEqual(['let x = 1']);
  expect(pathTexts('let x = -a', 9)).toEqual(['let x = -a', '-a', 'a']);
  expect(pathTexts('  let x = a', 0)).toEqual([]);
});

test('every name of a program is visited, in the order of the text', () => {
  const names: string[] = [];
  walk(parse(firstProgram).program, (node) => {
    if ('kind' in node && node.kind === 'name') names.push(node.name);
  });
  expect(names).toEqual(['mu_a', 'sigma_a', 'a', 'county_of', 'b', 'basement', 'log_radon', 'mu', 'sigma']);
});

test('what a visitor refuses is left out', () => {
  const seen: string[] = [];
  const text = 'f(a + b) * g(c[i])';
  walkExpr(parseExpression(text).expr, ({ kind, span }) => {
    seen.push(text.slice(span.start, span.end));
    return kind !== 'index';
  });
  expect(seen).toEqual([text, 'f(a + b)', 'a + b', 'a', 'b', 'g(c[i])', 'c[i]']);
});
