/** After a mistake: one message, and the rest is read. */
import { describe, expect, test } from 'vitest';
import { parse, parseExpression } from '../../../grammar/syntax/parse.ts';
import { check } from './marked-mistakes.ts';
import { grouping } from './shape.ts';

describe('one mistake, one message, and the rest is read', () => {
  test.each<[string, string, string]>([
    [
      'param a ~ Normal(0, ‹1›\nparam b ~ Normal(0, 1)',
      'expected ")" to close the arguments of Normal, found "param"',
      'param a Normal(0, 1); param b Normal(0, 1)',
    ],
    [
      'param a ~ Normal(0, ‹1›',
      'expected ")" to close the arguments of Normal, found the end of the file',
      'param a Normal(0, 1)',
    ],
    [
      'param a ~ Normal(0 ‹1›)',
      'expected "," or ")" to close the arguments of Normal, found "1"',
      'param a Normal(0, 1)',
    ],
    [
      'param a ~ Normal(0,‹,› 1)',
      'expected an expression after ",", found ","',
      'param a Normal(0, <error>, 1)',
    ],
    ['param a ~ Normal(‹,› 1)', 'expected an expression after "(", found ","', 'param a Normal(<error>, 1)'],
    ['param a ~ Normal(0, ‹)›', 'expected an expression after ",", found ")"', 'param a Normal(0, <error>)'],
    ['param a ‹Normal›(0, 1)', 'expected "~" and a distribution, found "Normal"', 'param a Normal(0, 1)'],
    [
      'param a ‹=› Normal(0, 1)',
      'expected "~" and a distribution after "a" (a fixed quantity is a let), found "="',
      'param a Normal(0, 1)',
    ],
    [
      'let a ‹~› Normal(0, 1)',
      'expected "=" after "a" (what has a distribution is a param or is observed), found "~"',
      'param a Normal(0, 1)',
    ],
    [
      'let a ‹<›- 3 + b\nlet c = 4',
      'expected "=" and a value, found "<": write "=" in place of "<-"',
      'let a (3 + b); let c 4',
    ],
    ['let a ‹=›', 'expected an expression after "=", found the end of the file', 'let a <error>'],
    [
      'let a = b ‹+›\nlet c = 2',
      'expected an expression after "+", found "let"',
      'let a (b + <error>); let c 2',
    ],
    ['let a = b + ‹*› 2', 'expected an expression after "+", found "*"', 'let a (b + (<error> * 2))'],
    [
      'let a = (b + ‹2›\nlet c = 2',
      'expected ")" to close the parenthesis, found "let"',
      'let a (b + 2); let c 2',
    ],
    [
      'let a = b + 2‹)›\nlet c = 2',
      'expected an operator or a new statement, found ")", which closes nothing',
      'let a (b + 2); let c 2',
    ],
    [
      'let a = 2‹x›',
      'expected an operator or a new statement, found "x": a product is written "2 * x"',
      'let a 2',
    ],
    ['let a = x ‹y›\nlet b = 1', 'expected an operator or a new statement, found "y"', 'let a x; let b 1'],
    ['let x = [1, ‹2›', 'expected "]" to close the list, found the end of the file', 'let x [1, 2]'],
    ['let x = a[‹1›', 'expected "]" to close the index of a, found the end of the file', 'let x a[1]'],
    ['let x = a[‹]›', 'expected an expression after "[", found "]"', 'let x a[<error>]'],
    ['let x = f(a‹]›', 'expected ")" to close the arguments of f, found "]"', 'let x f(a)'],
    ['let x = f([a‹)›\nlet y = 1', 'expected "]" to close the list, found ")"', 'let x f([a]); let y 1'],
    [
      'let x = if a then ‹b›',
      'expected "else": an "if" always has two branches, found the end of the file',
      'let x (if a then b else <error>)',
    ],
    [
      'let x = if a ‹b› else c',
      'expected "then" after the condition of "if", found "b"',
      'let x (if a then b else c)',
    ],
    [
      'let x = b ‹if› a else c',
      'expected an operator or a new statement, found "if": a choice is written if … then … else …, with the condition first',
      'let x b',
    ],
    [
      'let x = a < b ‹<› c',
      'expected "and" between two comparisons, found a second "<": write a < b and b < c',
      'let x ((a < b) < c)',
    ],
    [
      'let x[i‹]› = 3',
      'expected "in" and a dimension or a range after "i", as in i in home, found "]"',
      'let x 3',
    ],
    ['let x[i in ‹]› = 3', 'expected an expression after "in", found "]"', 'let x 3'],
    ['let x = sum(a over ‹)›', 'expected the name of a dimension, found ")"', 'let x sum(a)'],
    [
      'param x[a ‹~› Normal(0, 1)',
      'expected "]" to close the dimensions of x, found "~"',
      'param x Normal(0, 1)',
    ],
    [
      'param x[‹~› Normal(0, 1)',
      'expected the name of a dimension or a size, found "~"',
      'param x Normal(0, 1)',
    ],
    [
      'param x[‹2.5›] ~ Flat()',
      'expected a whole number as the size of a dimension, found "2.5"',
      'param x Flat()',
    ],
    ['param x: ‹~› Flat()', 'expected a type, such as ordered or simplex, found "~"', 'param x Flat()'],
    [
      'param x ~ Flat() in ‹3›\nlet y = 1',
      'expected a range, such as 0..1, found "let"',
      'param x Flat(); let y 1',
    ],
    ['param ‹~› Flat()\nlet y = 1', 'expected the name of the parameter, found "~"', 'let y 1'],
    ['fun f(a ‹b›) = 3', 'expected "," or ")" to close the parameters of f, found "b"', 'fun f'],
    [
      'observe ‹~› Flat()',
      'expected the name of a datum or an expression in parentheses, found "~"',
      'observe',
    ],
    [
      'observe y ‹+› 1 ~ Flat()',
      'expected "~" and a distribution, found "+": an expression to observe is written in parentheses',
      'observe',
    ],
    [
      'predict ‹x›',
      'expected "from" and a file name, or values in "{ }", found the end of the file',
      'predict x',
    ],
    ['sample { draws ‹2000›, tune = 3 }', 'expected "=" and a value, found "2000"', 'settings'],
    [
      'sample { draws = ‹2000›\nlet x = 1',
      'expected "}" to close the settings of sample, found "let"',
      'settings; let x 1',
    ],
    [
      'formula ‹y› ~ x\nlet a = 1',
      'expected the formula in double quotes, such as "y ~ 1 + x", found "y"',
      'formula; let a 1',
    ],
    ['formula "y ~ x" ‹famly› Normal', 'expected "family", found "famly"', 'formula'],
    ['dim a‹,›\nlet b = 1', 'expected the name of a dimension, found "let"', 'dim a; let b 1'],
    ['‹dim›', 'expected the name of a dimension, found the end of the file', ''],
    [
      'data ‹"x.csv"› { x : real[n] }\nlet a = x',
      'expected "from" before the file name, found "x.csv"',
      'data x; let a x',
    ],
    [
      'data from "x.csv"\n  ‹x› : real[n]\nlet a = x',
      'expected "{" to open the data block, found "x"',
      'data x; let a x',
    ],
    [
      'data from "x.csv" {\n  x : real[n‹]›\nlet a = x',
      'expected "}" to close the data block, found "let"',
      'data x; let a x',
    ],
    [
      '‹y› ~ Flat()',
      'expected a statement, such as data, param, let or observe, found "y": write "param y ~ …" for an unknown, "observe y ~ …" for a datum',
      '',
    ],
    [
      'let z = 2\n‹y› = 3\nlet w = 4',
      'expected a statement, such as data, param, let or observe, found "y": write "let y = …"',
      'let z 2; let w 4',
    ],
    [
      'let ‹in› = 3',
      'expected the name of the quantity, found "in", which is a word of the language and cannot be a name',
      'let in 3',
    ],
    ['let x = 1.2‹.3›', 'expected an operator or a new statement, found ".3"', 'let x 1.2'],
    ['let x = ‹1e999›', 'expected a number below 1.8e308 in size, found "1e999"', 'let x Infinity'],
  ])('%s', (marked, message, statements) => check(marked, [message], statements));

  test('a misspelt keyword begins its statement all the same', () => {
    check(
      'let z = 2\n‹parm› y ~ Flat()\nlet w = y',
      ['expected a statement, found "parm": did you mean "param"'],
      'let z 2; param y Flat(); let w y',
    );
    check('‹obs› y ~ Flat()', ['expected a statement, found "obs": did you mean "observe"'], 'observe');
    const [{ fixes }] = parse('parm y ~ Flat()').diagnostics;
    expect(fixes?.[0].edits).toEqual([{ span: { start: 0, end: 4 }, newText: 'param' }]);
  });

  test('each line of a data block has its own message, and the lines after it are read', () => {
    check(
      [
        'data from "x.csv" {',
        '  x : real[home',
        '  ‹y› : int',
        '  z ‹real›',
        '  w :',
        '  ‹v› : int in 0..1 = ‹=› 3',
        '  u : int[home‹+›1]',
        '}',
        'param a ~ Flat()',
      ].join('\n'),
      [
        'expected "," or "]" to close the dimensions of x, found "y"',
        'expected ":" and a type after "z", found "real"',
        'expected a type: real, int, bool or a dimension, found "v"',
        'expected an expression after "=", found "="',
        'expected "]" to close the dimensions of u, found "+"',
      ],
      'data x y z w v u; param a Flat()',
    );
  });

  test('each setting has its own message', () => {
    check('sample { draws = , tune = ‹}›'.replace('= ,', '= ‹,›'), [
      'expected an expression after "=", found ","',
      'expected an expression after "=", found "}"',
    ]);
    check('predict p { x = ‹y› = [1] }', ['expected an expression after "=", found "y"'], 'predict p');
  });

  test('mistakes in several statements are distinguished', () => {
    check(
      'param a ~ Normal(0, ‹1›\nlet b = ‹*› 2\nparam c ~ Flat()\nobserve y ‹=› Normal(a, 1)',
      [
        'expected ")" to close the arguments of Normal, found "param"'.replace('param', 'let'),
        'expected an expression after "=", found "*"',
        'expected "~" and a distribution, found "="',
      ],
      'param a Normal(0, 1); let b (<error> * 2); param c Flat(); observe',
    );
  });

  test('the opening bracket is shown, and closing it is offered', () => {
    const text = 'let x = f(1\nlet y = 2';
    const [{ related, fixes }] = parse(text).diagnostics;
    expect(related).toEqual([{ message: '"(" opens the arguments of f', span: { start: 9, end: 10 } }]);
    expect(fixes?.[0].edits).toEqual([{ span: { start: 11, end: 11 }, newText: ')' }]);
  });
});

describe('expressions by themselves', () => {
  test('mistakes are fixed and reported', () => {
    const { expr, diagnostics } = parseExpression('-0.5 * ((x - mu / sigma)^2');
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'expected ")" to close the parenthesis, found the end of the file',
    ]);
    expect(grouping(expr)).toBe('((- 0.5) * ((x - (mu / sigma)) ^ 2))');
  });

  test('no text is no expression', () => {
    const { expr, diagnostics } = parseExpression('');
    expect(diagnostics).toMatchObject([{ message: 'expected an expression, found the end of the file' }]);
    expect(expr.kind).toBe('error');
  });

  test('what follows the expression is a mistake', () => {
    expect(parseExpression('a b').diagnostics).toHaveLength(1);
    expect(parseExpression('a let b = 1').diagnostics).toHaveLength(1);
  });
});
