/** Words and signs of other languages, and words that cannot be names. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { check } from './marked-mistakes.ts';
import { grouping } from './shape.ts';

describe('words that cannot be names', () => {
  test.each([
    'model',
    'data',
    'sample',
    'fun',
    'predict',
    'param',
    'let',
    'dim',
    'formula',
    'advi',
    'observe',
    'potential',
    'deterministic',
    'pathfinder',
  ])('%s', (word) => {
    const message = `"${word}" is a word of the language and cannot be a name: choose another, such as "${word}_"`;
    check(
      `param ‹${word}› ~ Flat()\nlet y = 2 * ${word} + 1`,
      [message],
      `param ${word} Flat(); let y ((2 * ${word}) + 1)`,
    );
    check(`let x = ‹${word}›`, [message], `let x ${word}`);
    check(`let x = f(‹${word}› = 2)`, [message]);
    check(`data {\n  ‹${word}› : int\n  y : int\n}`, [message], `data ${word} y`);
    check(`dim a, ‹${word}›, b`, [message], `dim a ${word} b`);
  });

  test('a fix renames every use', () => {
    const [{ fixes }, ...others] = parse('param data ~ Flat()\nlet x = data + 1').diagnostics;
    expect(others).toEqual([]);
    expect(fixes?.[0].edits).toEqual([
      { span: { start: 6, end: 10 }, newText: 'data_' },
      { span: { start: 28, end: 32 }, newText: 'data_' },
    ]);
  });

  test('a keyword at the beginning of a line begins a statement', () => {
    check(
      'let x ‹=›\ndata { y : int }',
      ['expected an expression after "=", found "data"'],
      'let x <error>; data y',
    );
    check('‹param›\nlet x = 1', ['expected the name of the parameter, found "let"'], 'let x 1');
  });
});

test.each(['|', '||'])('%s in terms behind a formula asks for quotes', (sign) => {
  check(`formula "y ~ x" family Normal sigma ~ x + (1 ‹${sign}› g)`, [
    `expected terms in quotes where effects vary by group, found "${sign}": write sigma ~ "… + (1 | g)"`,
  ]);
  check(`formula "y ~ x"\n  sigma ~ 1 + w\n  nu ~ (1 ‹${sign}› g)\nlet z = 1`, [
    `expected terms in quotes where effects vary by group, found "${sign}": write nu ~ "… + (1 | g)"`,
  ]);
});

describe('the spellings of other languages', () => {
  test.each<[string, string, string]>([
    [
      'let x = a ‹**› 2',
      'expected an operator of this language, found "**": a power is written "^"',
      '(a ^ 2)',
    ],
    ['let x = a ‹&&› b', 'expected an operator of this language, found "&&": write "and"', '(a and b)'],
    ['let x = a ‹||› b', 'expected an operator of this language, found "||": write "or"', '(a or b)'],
    ['let x = ‹!›a', 'expected an operator of this language, found "!": write "not"', '(not a)'],
    [
      'let x = A ‹%*%› b',
      'expected an operator of this language, found "%*%": a matrix product is written "@"',
      '(A @ b)',
    ],
    [
      'let x = a ‹.*› b',
      'expected an operator of this language, found ".*": "*" is elementwise already',
      '(a * b)',
    ],
    ['let x = a ‹−› b', 'expected an operator of this language, found "−": write "-"', '(a - b)'],
    ['let x = a ‹≤› b', 'expected an operator of this language, found "≤": write "<="', '(a <= b)'],
    ["let x = ‹'abc'›", 'expected text in double quotes, found "\'abc\'"', '"abc"'],
    [
      'let x = ‹log.radon› + 1',
      'expected a name without points, found "log.radon": values have no fields; declare "log_radon" and use that',
      '(log_radon + 1)',
    ],
    [
      'let x = a ‹//› half\nlet y = 1',
      'expected an operator or a new statement, found "//": a comment begins with "#"',
      'a',
    ],
    ['let x = a‹;› let y = b;\nlet z = 1;', 'expected no ";": statements need nothing between them', 'a'],
    ['let x = ‹$›a', 'the character "$" (U+0024) cannot be used outside of text in quotes and comments', 'a'],
    ['let x = ‹\0›a', 'the character U+0000 cannot be used outside of text in quotes and comments', 'a'],
    ['let x = ‹“a”›', 'expected text in straight double quotes, found "“a”"', '"a"'],
    [
      'let x = ‹“›a',
      'the character "“" (U+201C) cannot be used outside of text in quotes and comments: text is written in straight double quotes',
      '“a',
    ],
    [
      'let x = ‹"abc)›\nlet y = 1',
      'expected a closing double quote on the same line, found the end of the line',
      '"abc)"',
    ],
    [
      'let x = "C:‹\\d›ata"',
      'expected \\", \\\\, \\n, \\t or \\uXXXX in text, found \\d: a backslash itself is written \\\\',
      '"C:\\\\data"',
    ],
  ])('%s', (marked, message, value) => {
    check(marked, [message]);
    const [first] = parse(marked.replaceAll(/[‹›]/g, '')).program.statements;
    expect(grouping((first as { value?: unknown }).value)).toBe(value);
  });
});
