/**
 * Warnings and hints: `CODE.snippets` holds programs where the check fires (marked) and programs where it
 * must stay silent (without marks). Errors must not occur at all. Fixes are applied and must help.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checks, programChecks } from '../../../grammar/checks/codes.ts';
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { applyFix, examine, places, readSnippets } from '../errors/snippet.ts';

/** What the analysis finds, and the compiler, where it finds this code. */
function findings(code: string, text: string, files: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const { analysis, data, diagnostics } = examine(text, files);
  const isLate = checks.get(code)?.foundBy === 'compiler';
  return isLate ? [...diagnostics, ...lower(analysis.program, data).diagnostics] : diagnostics;
}

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((f) => f.endsWith('.snippets'));

describe.each(files)('%s', (file) => {
  const code = file.replace('.snippets', '');
  const snippets = readSnippets(readFileSync(new URL(file, folder), 'utf8'));
  test('the check has a failing and a passing program', () => {
    expect(snippets.some((s) => s.expected.length > 0)).toBe(true);
    expect(snippets.some((s) => s.expected.length === 0)).toBe(true);
  });
  test.each(snippets)('$title', ({ text, files: data, expected }) => {
    const diagnostics = findings(code, text, data);
    const found = diagnostics.filter((d) => d.code === code);
    expect(
      places(
        text,
        diagnostics.filter((d) => d.severity === 'error' && d.code !== code),
      ),
    ).toEqual([]);
    expect(places(text, found)).toEqual(places(text, expected));
    for (const [i, mark] of expected.entries()) expect(found[i].message).toContain(mark.message);
  });
  test.each(snippets)('fixes of: $title', ({ text, files: data }) => {
    const found = findings(code, text, data).filter((d) => d.code === code);
    for (const diagnostic of found) {
      for (const fix of diagnostic.fixes ?? []) {
        const after = findings(code, applyFix(text, fix), data);
        expect(after.filter((d) => d.code === code).length, fix.title).toBe(found.length - 1);
        expect(after.filter((d) => d.severity === 'error')).toEqual([]);
      }
    }
  });
  test('can be switched off, by option and by comment', () => {
    for (const { text, files: data, expected } of snippets) {
      if (expected.length === 0) continue;
      const silent = examine(text, data, { disabled: new Set([code]) }).analysis.diagnostics;
      expect(silent.filter((d) => d.code === code)).toEqual([]);
      const commented = text.replace(/$/gm, `  # bayes: ignore ${code}`);
      const ignored = findings(code, commented, data);
      expect(ignored.filter((d) => d.code === code)).toEqual([]);
    }
  });
});

test('every warning and hint has its snippets', () => {
  const advice = [...checks.values()].filter((c) => c.severity !== 'error').map((c) => `${c.code}.snippets`);
  expect(advice.filter((f) => !files.includes(f))).toEqual([]);
  expect(programChecks.length).toBeGreaterThan(0);
});
