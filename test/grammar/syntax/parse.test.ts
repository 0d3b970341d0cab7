import { describe, expect, test } from 'vitest';
import type {
  DataStatement,
  Expr,
  LetStatement,
  ParamStatement,
  Statement,
} from '../../../grammar/syntax/ast.ts';
import { parse, parseExpression } from '../../../grammar/syntax/parse.ts';
import { BayesParser } from '../../../grammar/syntax/parser.ts';
import { validateTokens } from '../../../grammar/syntax/tokens.ts';
import { walk } from '../../../grammar/syntax/walk.ts';
import { firstProgram, fragments } from './examples.ts';
import { grouping, misplacedNodes, withoutSpans } from './shape.ts';

function expression(text: string): Expr {
  const { expr, diagnostics } = parseExpression(text);
  expect(diagnostics).toEqual([]);
  return expr;
}

function only(text: string): Statement {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  expect(program.statements).toHaveLength(1);
  return program.statements[0];
}

function parts(text: string): string[] {
  const { program } = parse(text);
  const found: string[] = [];
  walk(program, (node) => {
    found.push(text.slice(node.span.start, node.span.end));
  });
  return found;
}

test("Chevrotain's own validation finds nothing wrong with the grammar", () => {
  // Its validation, which the product leaves out, calls a function that Node 20 does not have yet.
  const target = Object as { groupBy?: unknown };
  target.groupBy ??= (items: Iterable<unknown>, key: (item: unknown) => string) => {
    const groups: Record<string, unknown[]> = {};
    for (const item of items) {
      groups[key(item)] ??= [];
      groups[key(item)].push(item);
    }
    return groups;
  };
  expect(() => new BayesParser({ validate: true })).not.toThrow();
});

test('the tokens pass Chevrotain’s own checks', () => {
  expect(validateTokens).not.toThrow();
});

describe('the programs of the language reference', () => {
  test.each([firstProgram, ...fragments])('%s', (text) => {
    const { program, diagnostics } = parse(text);
    expect(diagnostics).toEqual([]);
    expect(misplacedNodes(program)).toEqual([]);
    expect(withoutSpans(program.statements)).toMatchSnapshot();
  });

  test('the first program, statement by statement', () => {
    const { program } = parse(firstProgram);
    expect(program.statements.map((one) => one.kind)).toEqual([
      'model',
      'dim',
      'data',
      'param',
      'param',
      'param',
      'param',
      'param',
      'let',
      'observe',
      'settings',
    ]);
    expect(program.span).toEqual({ start: 0, end: firstProgram.length });
    expect(program.comments.map(({ text }) => text)).toEqual([
      '# Radon in Minnesota homes: partial pooling by county',
      '# each value is a label of dimension county',
      '# real[home], inferred',
    ]);
    for (const { text, span } of program.comments)
      expect(firstProgram.slice(span.start, span.end)).toBe(text);
    for (const statement of program.statements) {
      expect(firstProgram.slice(statement.span.start)).toMatch(
        /^(model|dim|data|param|let|observe|sample)\b/,
      );
    }
  });
});

describe('ranges', () => {
  test('every part is exactly its text', () => {
    expect(parts('param a[county, 3]: ordered ~ Normal(mu = 0, 1) in 0..n - 1 # end')).toEqual([
      'param a[county, 3]: ordered ~ Normal(mu = 0, 1) in 0..n - 1',
      'a',
      'county',
      '3',
      'ordered',
      'Normal(mu = 0, 1)',
      'Normal',
      'mu = 0',
      'mu',
      '0',
      '1',
      '1',
      '0..n - 1',
      '0',
      'n - 1',
      'n',
      '1',
    ]);
  });

  test('parentheses belong to the parent, not to what they enclose', () => {
    expect(parts('let x = ((a + b)) * -(c)')).toEqual([
      'let x = ((a + b)) * -(c)',
      'x',
      '((a + b)) * -(c)',
      'a + b',
      'a',
      'b',
      '-(c)',
      'c',
    ]);
    expect(parts('let x = (a)[1]')).toEqual(['let x = (a)[1]', 'x', '(a)[1]', 'a', '1']);
    expect(parts('observe (y - mu) ~ D()').slice(0, 2)).toEqual(['observe (y - mu) ~ D()', 'y - mu']);
  });

  test('operators', () => {
    const binary = expression('aa  <=  bb');
    expect(binary).toMatchObject({ kind: 'binary', op: '<=', opSpan: { start: 4, end: 6 } });
    expect(expression('a and b')).toMatchObject({ op: 'and', opSpan: { start: 2, end: 5 } });
  });

  test('data lines, with what is optional', () => {
    expect(parts('data from "f" {\n  x : real?[a, b] in 0.. = [1, 2],\n  y: int\n}').slice(1)).toEqual([
      '"f"',
      'x : real?[a, b] in 0.. = [1, 2]',
      'x',
      'real',
      'a',
      'b',
      '0..',
      '0',
      '[1, 2]',
      '1',
      '2',
      'y: int',
      'y',
      'int',
    ]);
  });

  test('arguments over dimensions and indices', () => {
    expect(parts('let s = sum(x over a, b) + sum(f(i, j) for i in d, j in 1..3)').slice(3)).toEqual([
      'sum(x over a, b)',
      'sum',
      'x over a, b',
      'x',
      'a',
      'b',
      'sum(f(i, j) for i in d, j in 1..3)',
      'sum',
      'f(i, j) for i in d, j in 1..3',
      'f(i, j)',
      'f',
      'i',
      'i',
      'j',
      'j',
      'i in d',
      'i',
      'd',
      'j in 1..3',
      'j',
      '1..3',
      '1',
      '3',
    ]);
  });

  test('offsets are UTF-16 units', () => {
    expect(parts('# 🎲 dice\nlet μ = "🎲" + β')).toEqual(['let μ = "🎲" + β', 'μ', '"🎲" + β', '"🎲"', 'β']);
  });

  test('carriage returns and tabs are white space', () => {
    expect(parts('\tlet x =\r\n\ty # c\r\n')).toEqual(['let x =\r\n\ty', 'x', 'y']);
    expect(parse('let x = y # c\r\n').program.comments[0].text).toBe('# c');
  });
});

describe('precedence', () => {
  test.each([
    ['a + b * c', '(a + (b * c))'],
    ['a * b + c', '((a * b) + c)'],
    ['a - b - c', '((a - b) - c)'],
    ['a / b / c', '((a / b) / c)'],
    ['a ^ b ^ c', '(a ^ (b ^ c))'],
    ['-a ^ 2', '(- (a ^ 2))'],
    ['-a * b', '((- a) * b)'],
    ['a * -b', '(a * (- b))'],
    ['2 ^ -x', '(2 ^ (- x))'],
    ['2 ^ -x ^ 2 * y', '((2 ^ (- (x ^ 2))) * y)'],
    ['--a', '(- (- a))'],
    ['a @ b * c', '((a @ b) * c)'],
    ['X @ beta + a', '((X @ beta) + a)'],
    ['a + b == c - d', '((a + b) == (c - d))'],
    ['not a == b', '(not (a == b))'],
    ['not a and b', '((not a) and b)'],
    ['not not a', '(not (not a))'],
    ['a or b and c', '(a or (b and c))'],
    ['a and b or c', '((a and b) or c)'],
    ['a or b or c', '((a or b) or c)'],
    ['a == not b', '(a == (not b))'],
    ['a < b and c >= d', '((a < b) and (c >= d))'],
    ['(a < b) == (c < d)', '((a < b) == (c < d))'],
    ['if a then b else c + d', '(if a then b else (c + d))'],
    ['if a or b then c else if d then e else f', '(if (a or b) then c else (if d then e else f))'],
    ['if a then if b then c else d else e', '(if a then (if b then c else d) else e)'],
    ['1 + if a then b else c + d', '(1 + (if a then b else (c + d)))'],
    ['(if a then b else c) + d', '((if a then b else c) + d)'],
    ['f(x)[1][2, ..]', 'f(x)[1][2, ..]'],
    ['-x[1] ^ 2', '(- (x[1] ^ 2))'],
    ['x[2..5]', 'x[2..5]'],
    ['x[i - 1..n]', 'x[(i - 1)..n]'],
    ['x[..5, 2.., ..]', 'x[..5, 2.., ..]'],
    ['x[1.5..2.5]', 'x[1.5..2.5]'],
    ['[a, [b, 1], []]', '[a, [b, 1], []]'],
    ['2-1', '(2 - 1)'],
    ['a<-1', '(a < (- 1))'],
  ])('%s', (text, grouped) => {
    expect(grouping(expression(text))).toBe(grouped);
  });
});

describe('literals', () => {
  test.each([
    ['0', 0, true],
    ['007', 7, true],
    ['12.5', 12.5, false],
    ['2.', 2, false],
    ['.5', 0.5, false],
    ['1e-3', 0.001, false],
    ['1E+3', 1000, false],
    ['2.5e2', 250, false],
  ])('%s', (text, value, isInteger) => {
    expect(expression(text)).toEqual({
      kind: 'number',
      value,
      isInteger,
      span: { start: 0, end: text.length },
    });
  });

  test('text with escapes', () => {
    expect(expression(String.raw`"a \"b\" \\ \n \t \u00e9"`)).toMatchObject({
      kind: 'string',
      value: 'a "b" \\ \n \t é',
    });
    expect(expression('"# no comment"')).toMatchObject({ value: '# no comment' });
  });

  test('truth values', () => {
    expect(expression('true')).toMatchObject({ kind: 'bool', value: true });
    expect(expression('false')).toMatchObject({ kind: 'bool', value: false });
  });
});

describe('words', () => {
  test.each([
    'step',
    'time',
    'state',
    'home',
    't',
    'from',
    'family',
    'column',
    'real',
    'int',
    'models',
    'sampled',
    'T',
    '_x1',
  ])('%s is a name', (word) => {
    expect(only(`let ${word} = ${word}`)).toMatchObject({
      name: { name: word },
      value: { kind: 'name', name: word },
    });
  });

  test('a line of data may follow an open range', () => {
    const data = only(
      'data { n : int in 0.. m : int in ..5 k : int in 0..n - 1 x : real in 0.. = 3 }',
    ) as DataStatement;
    expect(data.entries.map((entry) => [entry.name.name, grouping(entry.range)])).toEqual([
      ['n', '0..'],
      ['m', '..5'],
      ['k', '0..(n - 1)'],
      ['x', '0..'],
    ]);
    expect(data.entries[3].value).toMatchObject({ value: 3 });
  });

  test('newlines carry no meaning', () => {
    const text = firstProgram.replaceAll(/#.*$/gm, '');
    const joined = text.replaceAll(/\s+/g, ' ');
    const split = text.replaceAll(/\s+/g, '\n\n');
    const expected = withoutSpans(parse(text).program.statements);
    expect(parse(joined).diagnostics).toEqual([]);
    expect(withoutSpans(parse(joined).program.statements)).toEqual(expected);
    expect(parse(split).diagnostics).toEqual([]);
    expect(withoutSpans(parse(split).program.statements)).toEqual(expected);
  });

  test('by takes labels, and is a name elsewhere', () => {
    expect(parts('let by = sum(x by g) + by').slice(3)).toEqual([
      'sum(x by g)',
      'sum',
      'x by g',
      'x',
      'g',
      'by',
    ]);
  });

  test('over takes dimensions until an argument follows', () => {
    const call = expression('Mixture(w over k, Normal(mu[k], 1))');
    expect(call).toMatchObject({ args: [{ over: [{ name: 'k' }] }, { value: { kind: 'call' } }] });
    expect(expression('f(x over a, b, y[1])')).toMatchObject({
      args: [{ over: [{ name: 'a' }, { name: 'b' }] }, { value: { kind: 'index' } }],
    });
  });

  test('one statement has its own type and dims', () => {
    const param = only('param b[3, coef]: simplex ~ Dirichlet([1, 1])') as ParamStatement;
    expect(param.dims).toMatchObject([
      { kind: 'dimSize', size: 3 },
      { kind: 'dimName', name: 'coef' },
    ]);
    expect(param.type).toMatchObject({ name: 'simplex' });
    const value = (only('let x[i in d] = 1') as LetStatement).indices;
    expect(value).toMatchObject([{ name: { name: 'i' }, domain: { kind: 'name', name: 'd' } }]);
  });

  test('an empty text is an empty program', () => {
    expect(parse('')).toEqual({
      program: { statements: [], comments: [], span: { start: 0, end: 0 }, text: '' },
      diagnostics: [],
    });
    expect(parse('\ufeff# only a comment').program.comments).toHaveLength(1);
  });
});
