/** Malformed programs: exactly the marked errors, with code and range, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { applyFix, examine, places, readSnippets } from './snippet.ts';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((f) => f.endsWith('.snippets'));

describe.each(files)('%s', (file) => {
  const snippets = readSnippets(readFileSync(new URL(file, folder), 'utf8'));
  test.each(snippets)('$title', ({ text, files: data, expected }) => {
    expect(expected.length, 'a malformed program has at least one mark').toBeGreaterThan(0);
    const errors = examine(text, data).diagnostics.filter((d) => d.severity === 'error');
    expect(places(text, errors)).toEqual(places(text, expected));
    for (const { start, end, code, message } of expected) {
      const found = errors.find((d) => d.span.start === start && d.span.end === end && d.code === code);
      expect(found?.message).toContain(message);
    }
  });

  test.each(snippets)('fixes of: $title', ({ text, files: data }) => {
    const before = examine(text, data).diagnostics.filter((d) => d.severity === 'error');
    for (const found of before) {
      for (const fix of found.fixes ?? []) {
        const after = examine(applyFix(text, fix), data).diagnostics.filter((d) => d.severity === 'error');
        const count = (all: readonly { readonly code: string }[]) =>
          all.filter((d) => d.code === found.code).length;
        expect(count(after), `${fix.title} takes the finding away`).toBeLessThan(count(before));
        expect(after.length, `${fix.title} brings no new error`).toBeLessThan(before.length);
      }
    }
  });
});

test('there are at least sixty malformed programs', () => {
  const all = files.flatMap((f) => readSnippets(readFileSync(new URL(f, folder), 'utf8')));
  expect(all.length).toBeGreaterThanOrEqual(60);
});
