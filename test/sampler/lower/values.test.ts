/** Errors that depend on the values of the data: positions outside their axes, vectors and matrices of another kind. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { applyFix, examine, places, readSnippets } from '../../grammar/errors/snippet.ts';

const read = (name: string) => readSnippets(readFileSync(new URL(name, import.meta.url), 'utf8'));

function found(text: string, files: ReadonlyMap<string, string>) {
  const { analysis, data, diagnostics } = examine(text, files);
  const errors = diagnostics.filter((d) => d.severity === 'error');
  return { errors, late: lower(analysis.program, data).diagnostics };
}

describe.each(['indices.snippets', 'kinds.snippets'])('%s', (file) => {
  test.each(read(file))('$title', ({ text, files, expected }) => {
    const { errors, late } = found(text, files);
    expect(errors.map((d) => d.message)).toEqual([]);
    expect(expected.length).toBeGreaterThan(0);
    expect(places(text, late)).toEqual(places(text, expected));
    for (const { start, code, message } of expected)
      expect(late.find((d) => d.span.start === start && d.code === code)?.message).toContain(message);
  });

  test.each(read(file))('fixes of: $title', ({ text, files }) => {
    for (const { fixes = [] } of found(text, files).late) {
      for (const fix of fixes) {
        const { errors, late } = found(applyFix(text, fix), files);
        expect(
          [...errors, ...late].map((d) => d.message),
          fix.title,
        ).toEqual([]);
      }
    }
  });
});

describe('legal programs are not refused', () => {
  test.each(read('legal.snippets'))('$title', ({ text, files }) => {
    const { errors, late } = found(text, files);
    expect([...errors, ...late].map((d) => d.message)).toEqual([]);
  });
});

test('a position in the body of a function names the call', () => {
  const [snippet] = read('indices.snippets').filter(({ title }) => title === 'in fun');
  const [diagnostic] = found(snippet.text, snippet.files).late;
  expect(
    diagnostic.related?.map(({ message, span }) => [
      message,
      span && snippet.text.slice(span.start, span.end),
    ]),
  ).toEqual([['in this call of `f`', 'f(x, i)']]);
});
