import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { IGrammar } from 'vscode-textmate';
import { keywords, statementKeywords, tokenize } from '../../grammar/syntax/tokens.ts';
import { firstProgram, fragments } from '../grammar/syntax/examples.ts';
import { programText } from '../grammar/syntax/programs.ts';
import { type Coloured, colour, loadGrammar } from './tokenize.ts';

let grammar: IGrammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

/** Innermost scope of each piece, `.bayes` left out. */
function scopes(text: string): [string, string][] {
  return colour(grammar, text).map(({ text: piece, scopes: all }) => [
    piece,
    (all.at(-1) ?? '').replace(/\.bayes$/, ''),
  ]);
}

function scopeOf(text: string, piece: string): string {
  const found = scopes(text).find(([one]) => one === piece);
  expect(found, `${piece} in ${text}`).toBeDefined();
  return found?.[1] ?? '';
}

test('the first program of the reference, piece by piece', () => {
  expect(scopes(firstProgram)).toMatchSnapshot();
});

describe('single pieces', () => {
  test.each<[string, string, string]>([
    ['param mu ~ Normal(0, 1)', 'param', 'keyword.control.param'],
    ['param mu ~ Normal(0, 1)', 'mu', 'variable.other.definition'],
    ['param mu ~ Normal(0, 1)', '~', 'keyword.operator.distribution'],
    ['param mu ~ Normal(0, 1)', 'Normal', 'support.class.distribution'],
    ['param c[d]: ordered ~ Flat()', 'ordered', 'support.type.primitive'],
    ['let x = exp(y)', 'exp', 'entity.name.function.call'],
    ['let x = f(mu = y)', 'mu', 'variable.parameter'],
    ['let x = a == 1', '==', 'keyword.operator.comparison'],
    ['let x = y[2..5]', '2', 'constant.numeric'],
    ['let x = y[2..5]', '..', 'keyword.operator.range'],
    ['let x = y[2..5]', '5', 'constant.numeric'],
    ['let x = 1e-3', '1e-3', 'constant.numeric'],
    ['let x = x1', 'x1', 'variable.other'],
    ['let x = if a then b else c', 'then', 'keyword.control.conditional'],
    ['let x = a and not b', 'not', 'keyword.operator.logical'],
    ['let x = sum(a over d)', 'over', 'keyword.other.index'],
    ['let x = sum(a by g)', 'by', 'keyword.other.index'],
    ['let x = by + sum(by)', 'by', 'variable.other'],
    ['let x = true', 'true', 'constant.language.boolean'],
    ['let μ = β', 'μ', 'variable.other.definition'],
    ['let in_range = information', 'in_range', 'variable.other.definition'],
    ['let in_range = information', 'information', 'variable.other'],
    ['fun f(t, y: real[d]) = t', 'f', 'entity.name.function'],
    ['fun f(t, y: real[d]) = t', 'y', 'variable.parameter.function'],
    ['fun f(t, y: real[d]) = t', 'real', 'support.type.primitive'],
    ['data from "a#b" { x : real?[n] }', 'from', 'keyword.other.from'],
    ['data from "a#b" { x : real?[n] }', 'a#b', 'string.quoted.double'],
    ['data from "a#b" { x : real?[n] }', 'x', 'variable.other.definition.data'],
    ['data { c : county[home] }', 'county', 'entity.name.type.dimension'],
    ['data from "a" by county = column("c") { x : real[county] }', 'by', 'keyword.other.by'],
    ['data from "a" by county = column("c") { x : real[county] }', 'county', 'entity.name.type.dimension'],
    ['data from "a" by county = column("c") { x : real[county] }', 'column', 'support.function.column'],
    ['data from "a" where known(age) and b >= 20 { x : real[r] }', 'where', 'keyword.other.where'],
    ['data from "a" where known(age) and b >= 20 { x : real[r] }', 'and', 'keyword.operator.logical'],
    ['data from "a" where known(age) and b >= 20 { x : real[r] }', '20', 'constant.numeric'],
    ['data from "a" where known(age) and b >= 20 { x : real[r] }', 'x', 'variable.other.definition.data'],
    ['data from "a" { x : int?[s, t] = column("n") at (s, t) }', 'at', 'keyword.other.at'],
    ['data from "a" { x : int?[s, t] at (s, t)\nat : real[r] }', 'x', 'variable.other.definition.data'],
    ['data { at : real[r] }', 'at', 'variable.other.definition.data'],
    ['observe y ~ Normal(0, 1) weight w', 'weight', 'keyword.other.weight'],
    ['param a ~ Normal(weight, 1)', 'weight', 'variable.other'],
    ['observe y[i in row where not post[i]] ~ Normal(0, 1)', 'where', 'keyword.other.where'],
    ['observe y[t in 1..T where t > 2] ~ Normal(0, 1)', 'where', 'keyword.other.where'],
    ['param a ~ Normal(where, 1)', 'where', 'variable.other'],
    ['data from "a" by g\nwhere b == "x y" { x : real[r] }', 'x y', 'string.quoted.double'],
    ['sample { draws = enough }', 'draws', 'variable.other.property'],
    ['sample { draws = enough }', 'enough', 'constant.language.setting'],
    ['sample { init = pathfinder }', 'pathfinder', 'constant.language.setting'],
    ['test recovers { beta = 1 }', 'recovers', 'entity.name.section.test'],
    ['test recovers { beta = 1 }', 'beta', 'variable.other.property'],
    ['let z = test + 1', 'test', 'variable.other'],
    ['predict new from "n.csv"', 'new', 'entity.name.section.prediction'],
    ['formula "y ~ x" family Poisson', 'formula', 'keyword.control.formula'],
    ['formula "y ~ x" family Poisson', 'Poisson', 'support.class.distribution'],
    ['formula "y ~ x" family Poisson from "f.csv"', 'from', 'keyword.other.from'],
    ['let x = "a\\n\\q"', '\\n', 'constant.character.escape'],
    ['let x = "a\\n\\q"', '\\q', 'invalid.illegal.escape'],
    ['distribution Ramp(top) in 0..top { logpdf(x) = x }', 'Ramp', 'support.class.distribution'],
    ['distribution Ramp(top) in 0..1 { logpdf(x) = x }', 'top', 'variable.parameter.function'],
    ['distribution K(p) in 0.. discrete { logpdf(k) = k }', 'discrete', 'keyword.other.discrete'],
    ['distribution K(p) in 0..1 { logpdf(k) = k }', 'logpdf', 'entity.name.function'],
    ['distribution K(p) {\n  logpdf(k) = 1\n  draw = uniform()\n}', 'draw', 'keyword.control.draw'],
  ])('%s: %s', (text, piece, scope) => {
    expect(scopeOf(text, piece)).toBe(scope);
  });

  test.each([...statementKeywords.keys()])(
    '%s begins a statement also after blocks and on one line',
    (word) => {
      const after = [
        'data { x : real }',
        'sample { draws = 1 }',
        'predict p { x = 1 }',
        'let y = f(x)',
        'model m',
        'predict p from "f"',
      ];
      for (const text of after) {
        // Names unless what they draw or test follows.
        const rest = { draw: ' z ~', test: ' recovers {', distribution: ' D(' }[word] ?? '';
        const last = scopes(`${text} ${word}${rest}`).findLast(([image]) => image === word);
        expect(last?.[0]).toBe(word);
        expect(last?.[1]).toMatch(/^keyword\.control/);
      }
    },
  );

  test('an open block or text does not spoil the statements after it', () => {
    for (const start of [
      'data from "x" {\n  x : real',
      'data',
      'sample {\n  draws = 1',
      'let x = "open',
      'fun f(a',
      'distribution D(a',
      'distribution D(a) {\n  logpdf(x) = 1',
      'predict p',
    ]) {
      expect(scopes(`${start}\nparam mu ~ Flat()`).slice(-6, -4)).toEqual([
        ['param', 'keyword.control.param'],
        ['mu', 'variable.other.definition'],
      ]);
    }
  });
});

/** What the lexer takes a piece for, in the words of the colours; nothing where either reading is right. */
function expectedScope(image: string): RegExp {
  if (image.startsWith('"')) return /^string/;
  if (/^\.?\d/.test(image)) return /^constant\.numeric/;
  if (statementKeywords.has(image)) return /^keyword\.control|^constant\.language\.setting/;
  if (keywords.has(image)) return /^keyword|^constant\.language/;
  if (/^[\p{L}_]/u.test(image))
    return new RegExp(`^(variable|entity|support|constant\\.language\\.setting${wordInPlace(image)})`);
  if (/^[[\](){},:]$/.test(image)) return /^punctuation/;
  return /^keyword\.operator/;
}

/** Words that the lexer takes for names, and the parser for keywords in their place. */
function wordInPlace(image: string): string {
  return ['from', 'family', 'where', 'weight', 'discrete'].includes(image)
    ? `|keyword\\.other\\.${image}`
    : '';
}

test('colours agree with the lexer on every token of any program', () => {
  const check = (text: string): void => {
    const unix = text.replaceAll('\r', '');
    const pieces = colour(grammar, unix);
    const { tokens, comments } = tokenize(unix);
    const at = (offset: number): Coloured | undefined =>
      pieces.findLast((piece) => piece.start <= offset && offset < piece.start + piece.text.length);
    for (const { startOffset, image } of tokens) {
      const found = at(startOffset);
      expect(found, `${image} at ${startOffset} of ${unix}`).toBeDefined();
      // The quotes of a text have a scope within the text's own.
      const all = image.startsWith('"') ? (found?.scopes ?? []) : (found?.scopes.slice(-1) ?? []);
      expect(
        all.some((scope) => expectedScope(image).test(scope)),
        `${image} at ${startOffset} is ${all} in ${unix}`,
      ).toBe(true);
    }
    for (const { startOffset, image } of comments) {
      expect(
        at(startOffset)?.scopes.some((scope) => scope.startsWith('comment')),
        image,
      ).toBe(true);
    }
  };
  for (const text of fragments) check(text);
  fc.assert(fc.property(programText, check), { numRuns: 150 });
});
