import { beforeAll, describe, expect, test } from 'vitest';
import { analyze } from '../../grammar/analyze.ts';
import { formatProgram } from '../../grammar/format/format.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { readSyntax } from './tokenize.ts';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

let snippets: [string, Snippet][];
beforeAll(async () => {
  snippets = Object.entries((await readSyntax('snippets.json')) as Record<string, Snippet>);
});

/** What the editor inserts when every placeholder is left as it is. */
function expand(body: readonly string[]): string {
  const defaults = new Map<string, string>();
  const text = body.join('\n');
  for (const [, number, value] of text.matchAll(/\$\{(\d+):([^}]*)\}/g)) {
    if (!defaults.has(number)) defaults.set(number, value);
  }
  return text
    .replaceAll(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replaceAll(/\$\{(\d+):[^}]*\}/g, (_, number: string) => defaults.get(number) ?? '')
    .replaceAll(/\$(\d+)/g, (_, number: string) => defaults.get(number) ?? '');
}

describe('snippets', () => {
  test('are correct programs in their canonical layout', () => {
    expect(snippets.length).toBeGreaterThan(15);
    for (const [name, { body }] of snippets) {
      const text = expand(body);
      expect([name, parse(text).diagnostics]).toEqual([name, []]);
      if (parse(text).program.statements.length > 0)
        expect([name, formatProgram(text).text]).toEqual([name, `${text}\n`]);
    }
  });

  test('that are whole models have nothing to object to', () => {
    const models = snippets.filter(([, { body }]) => body[0].startsWith('model '));
    expect(models.map(([name]) => name)).toEqual([
      'Linear regression',
      'Logistic regression',
      'Poisson regression',
      'Hierarchical model',
      'Varying slopes',
      'Mixture',
    ]);
    for (const [name, { body }] of models) {
      const { diagnostics } = analyze(parse(expand(body)).program);
      const found = diagnostics.filter(({ severity }) => severity !== 'hint').map(({ message }) => message);
      expect([name, found]).toEqual([name, []]);
    }
  });

  test('have a prefix of their own and a description', () => {
    const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const [, { description }] of snippets) expect(description).toMatch(/^[A-Z].*[^.]$/);
  });
});

describe('language configuration', () => {
  interface Configuration {
    readonly comments: { readonly lineComment: string };
    readonly wordPattern: { readonly pattern: string; readonly flags: string };
    readonly indentationRules: Record<
      'increaseIndentPattern' | 'decreaseIndentPattern' | 'indentNextLinePattern',
      string
    >;
    readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
  }

  test('words, indentation and folding', async () => {
    const found = (await readSyntax('language-configuration.json')) as Configuration;
    expect(found.comments.lineComment).toBe('#');
    const words = 'let μ_1 = a.b + 3 # x'.match(
      new RegExp(found.wordPattern.pattern, `g${found.wordPattern.flags}`),
    );
    expect(words).toEqual(['let', 'μ_1', 'a', 'b', 'x']);

    const increase = new RegExp(found.indentationRules.increaseIndentPattern);
    const matches = (pattern: RegExp, lines: readonly string[]): boolean[] =>
      lines.map((line) => pattern.test(line));
    expect(matches(increase, ['data from "x" {', 'data {  # note', 'let x = f(', 'y = [ '])).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(matches(increase, ['# data {', 'let x = "{"', 'data { J : int = 8 }', 'let x = 1'])).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(matches(new RegExp(found.indentationRules.decreaseIndentPattern), ['}', '  )', 'x }'])).toEqual([
      true,
      true,
      false,
    ]);
    const next = new RegExp(found.indentationRules.indentNextLinePattern);
    expect(matches(next, ['let x =', 'let x = # why', '  if a then', 'let x = 1'])).toEqual([
      true,
      true,
      true,
      false,
    ]);

    expect('# region priors').toMatch(new RegExp(found.folding.markers.start));
    expect('# endregion').toMatch(new RegExp(found.folding.markers.end));
    expect('# regional').not.toMatch(new RegExp(found.folding.markers.start));
  });
});
