/**
 * Models as the well-known textbooks write them: nothing is remarked on that an expert would not remark on.
 * A mark in a snippet is a finding that an expert would agree with.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { examine, places, readSnippets } from '../../errors/snippet.ts';

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.snippets'));

describe.each(files)('%s', (file) => {
  const snippets = readSnippets(readFileSync(new URL(file, folder), 'utf8'));
  test.each(snippets)('$title', ({ text, files: data, expected }) => {
    const { diagnostics } = examine(text, data);
    expect(places(text, diagnostics)).toEqual(places(text, expected));
    for (const { start, message } of expected)
      expect(diagnostics.find(({ span }) => span.start === start)?.message).toContain(message);
  });
});
