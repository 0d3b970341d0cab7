import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_DIAGNOSTICS, parse, parseExpression } from '../../../grammar/syntax/parse.ts';
import { brokenText, expressionText, programText } from './programs.ts';
import { misplacedNodes } from './shape.ts';

function checkAnswer(text: string): void {
  const { program, diagnostics } = parse(text);
  expect(misplacedNodes(program)).toEqual([]);
  expect(diagnostics.length).toBeLessThanOrEqual(MAX_DIAGNOSTICS);
  for (const { span, message, fixes } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.start).toBeLessThanOrEqual(span.end);
    expect(span.end).toBeLessThanOrEqual(text.length);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
    for (const edit of fixes?.flatMap(({ edits }) => edits) ?? []) {
      expect(edit.span.end).toBeLessThanOrEqual(text.length);
    }
  }
}

test('a correct program has no diagnostics, and every comment is kept', () => {
  fc.assert(
    fc.property(programText, (text) => {
      const { program, diagnostics } = parse(text);
      expect(diagnostics).toEqual([]);
      expect(misplacedNodes(program)).toEqual([]);
      expect(program.comments.map(({ span }) => text.slice(span.start, span.end))).toEqual(
        program.comments.map((comment) => comment.text),
      );
    }),
    { numRuns: 300 },
  );
});

test('an expression is the same by itself and in a statement', () => {
  fc.assert(
    fc.property(expressionText, (text) => {
      const alone = parseExpression(text);
      expect(alone.diagnostics).toEqual([]);
      const within = parse(text.replace(/^/, 'let x = ')).program.statements[0] as { value?: unknown };
      const shifted = JSON.stringify(alone.expr, (key, value: unknown) =>
        (key === 'start' || key === 'end') && typeof value === 'number' ? value + 8 : value,
      );
      expect(JSON.stringify(within.value)).toBe(shifted);
    }),
    { numRuns: 200 },
  );
});

test('broken programs are answered', () => {
  fc.assert(fc.property(brokenText, checkAnswer), { numRuns: 500 });
});

test('a correct program with a piece cut out is answered', () => {
  fc.assert(
    fc.property(programText, fc.nat(), fc.nat({ max: 12 }), (text, at, length) => {
      const start = at % (text.length + 1);
      checkAnswer(text.slice(0, start) + text.slice(start + length));
    }),
    { numRuns: 300 },
  );
});

test('any text at all is answered', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), checkAnswer), { numRuns: 300 });
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 }), (units) =>
      checkAnswer(String.fromCharCode(...units)),
    ),
    { numRuns: 300 },
  );
});
