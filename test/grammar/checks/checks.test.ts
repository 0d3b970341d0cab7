/**
 * Warnings and hints: `CODE.snippets` holds programs where the check fires (marked) and programs where it
 * must stay silent (without marks). Errors must not occur at all. Fixes are applied and must help.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checks } from '../../../grammar/checks/codes.ts';
import { aboutComments } from '../../../grammar/checks/ignore-comments.ts';
import { adviceChecks } from '../../../grammar/checks/program-checks.ts';
import { applyFix, examine, places, readSnippets } from '../errors/snippet.ts';

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
    const { diagnostics } = examine(text, data);
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
    const found = examine(text, data).diagnostics.filter((d) => d.code === code);
    for (const diagnostic of found) {
      for (const fix of diagnostic.fixes ?? []) {
        const after = examine(applyFix(text, fix), data).diagnostics;
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
      const ignored = examine(commented, data).analysis.diagnostics;
      expect(ignored.filter((d) => d.code === code)).toEqual([]);
    }
  });
});

test('every warning and hint has its snippets', () => {
  const advice = [...checks.values()].filter((c) => c.severity !== 'error').map((c) => `${c.code}.snippets`);
  expect(advice.filter((f) => !files.includes(f))).toEqual([]);
  expect(adviceChecks.length).toBeGreaterThan(0);
});

test('the setting that switches checks off offers each of them that is about the model', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  const properties = manifest.contributes.configuration.flatMap((part: { properties: object }) =>
    Object.entries(part.properties),
  );
  const { items } = Object.fromEntries(properties)['bayes.diagnostics.disabled'];
  const advice = [...checks.values()].filter((c) => c.severity !== 'error' && !aboutComments.has(c.code));
  expect(items.enum).toEqual(advice.map((c) => c.code));
  expect(items.enumDescriptions).toEqual(advice.map((c) => c.title));
});
