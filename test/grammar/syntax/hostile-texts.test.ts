/** Texts that nobody means: nested without end, of strange characters, cut off. */
import { describe, expect, test } from 'vitest';
import { MAX_DIAGNOSTICS, parse } from '../../../grammar/syntax/parse.ts';
import { summary } from './marked-mistakes.ts';
import { misplacedNodes, withoutSpans } from './shape.ts';

describe('hostile texts', () => {
  const noise = (length: number): string => {
    let state = 12345;
    const units: string[] = [];
    for (let i = 0; i < length; i += 1) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      units.push(String.fromCharCode((state >> 8) & 0xff));
    }
    return units.join('');
  };
  const nested = (open: string, close: string): string =>
    `let x = ${open.repeat(10_000)}1${close.repeat(10_000)}`;

  test.each<[string, string]>([
    ['one line of 10 MB', 'a '.repeat(5_000_000)],
    ['one word of 1.9 MB', 'a'.repeat(1_900_000)],
    ['one text of 1.9 MB', `let x = "${'\\n'.repeat(950_000)}`],
    ['NUL bytes', '\0'.repeat(1_000_000)],
    ['lone surrogates', '\ud800 \udc00 \ud83c'.repeat(1000)],
    ['noise', noise(300_000)],
    ['parentheses', nested('(', ')')],
    ['lists', nested('[', ']')],
    ['calls', nested('f(', ')')],
    ['indices', nested('a[', ']')],
    ['branches', nested('if ', '')],
    ['braces', 'data {'.repeat(200) + '{'.repeat(100_000)],
    ['closers', '})]'.repeat(50_000)],
    ['signs', `let x = ${'-'.repeat(10_000)}1`],
    ['a sum', `let x = ${'a + '.repeat(10_000)}1`],
    ['powers', `let x = ${'a ^ '.repeat(10_000)}1`],
    ['a chain of indices', `let x = a${'[1]'.repeat(10_000)}`],
    ['commas', `let x = f(${','.repeat(50_000)})`],
    ['keywords', 'param let '.repeat(50_000)],
    ['lines without ends', `data {${' x : '.repeat(50_000)}`],
    ['a mistake per statement', 'let x = ) '.repeat(20_000)],
  ])('%s: answered at once, with few messages', (_, text) => {
    // Quadratic time would take minutes: the runner's timeout sees it.
    const { program, diagnostics } = parse(text);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(MAX_DIAGNOSTICS);
    expect(misplacedNodes(program)).toEqual([]);
    for (const { message } of diagnostics) expect(message.length).toBeLessThan(300);
  });

  test('what is nested within reason is read', () => {
    expect(parse(`let x = ${'('.repeat(99)}1${')'.repeat(99)}`).diagnostics).toEqual([]);
    expect(parse(`let x = ${'a + '.repeat(900)}1`).diagnostics).toEqual([]);
    expect(parse(`let x = [${'1, '.repeat(100_000)}1]`).diagnostics).toEqual([]);
  });

  test('a message for too deep nesting keeps the statements around it', () => {
    const { program, diagnostics } = parse(`let a = 1\n${nested('(', ')')}\nlet b = 2`);
    expect(diagnostics).toHaveLength(1);
    expect(program.statements.map(summary)).toEqual(['let a 1', 'let x <error>', 'let b 2']);
  });

  test('reading again gives the same', () => {
    const text = 'param a ~ Normal(0, 1\nlet b = (a + [1, \nsample {';
    expect(withoutSpans(parse(text))).toEqual(withoutSpans(parse(text)));
  });
});
