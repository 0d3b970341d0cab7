/** Every fix that the checker has is offered where its finding stands, and does what it says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import { codeActions } from '../../../server/features/code-actions.ts';
import { rangeOf } from '../../../server/lsp-ranges.ts';
import { applyFix, readSnippets } from '../../grammar/errors/snippet.ts';
import { root } from '../client.ts';
import { edited, type Snippet, snippet, uri } from '../model.ts';

const programs = ['test/grammar/errors', 'test/grammar/checks'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.snippets'))
    .flatMap((name) =>
      readSnippets(readFileSync(join(root, folder, name), 'utf8')).map((s) => ({ ...s, name })),
    ),
);

function actionsAt(s: Snippet, span: { start: number; end: number }, only?: string[]): CodeAction[] {
  const range = rangeOf(s.document.text, span);
  return codeActions(s.document, { textDocument: { uri }, range, context: { diagnostics: [], only } });
}
const apply = (s: Snippet, action: CodeAction) => edited(s, action.edit?.changes?.[uri] ?? []);

describe('quick fixes', () => {
  it.each(programs)('$name: $title', ({ text, files }) => {
    const data = Object.fromEntries(files);
    const s = snippet(text, data);
    for (const diagnostic of s.document.diagnostics) {
      const actions = actionsAt(s, diagnostic.span);
      for (const fix of diagnostic.fixes ?? []) {
        const offered = actions.filter(({ title }) => title === fix.title).map((action) => apply(s, action));
        expect(offered).toContain(applyFix(text, fix));
      }
      const ignore = actions.find(({ title }) => title === `Ignore \`${diagnostic.code}\` here`);
      expect(ignore !== undefined).toBe(diagnostic.severity !== 'error');
      if (ignore === undefined) continue;
      const silent = snippet(apply(s, ignore), data).document.diagnostics;
      const count = (all: readonly { readonly code: string }[]) =>
        all.filter(({ code }) => code === diagnostic.code).length;
      expect(count(silent)).toBeLessThan(count(s.document.diagnostics));
      expect(silent.length).toBeLessThan(s.document.diagnostics.length);
    }
  });

  it('writes out a formula together with the data of its file', () => {
    const csv = 'y,x,s\n1,2,A\n3,,B\n2,6,A\n5,4,B\n';
    const s = snippet('formula "y ~ x + (1 | s)" from "f.csv"\n', { 'f.csv': csv });
    const action = actionsAt(s, { start: 3, end: 3 }).find(({ title }) => title.startsWith('Write out'));
    const after = (action && apply(s, action)) ?? '';
    expect(after).toMatch(/^dim row, s_level\ndata from "f.csv" where known\(x\) {\n {2}y : real\[row\]/);
    expect(after).not.toContain('formula');
    const errors = snippet(after, { 'f.csv': csv }).document.diagnostics.filter(
      (d) => d.severity === 'error',
    );
    expect(errors).toEqual([]);
  });

  it('ignores above a line that has a comment, with its indent and its line ends', () => {
    const s = snippet(
      '  param unused ~ Normal(0, 1)  # why\r\nparam m ~ Normal(0, 1)\r\nobserve (1.5) ~ Normal(m, 1)\r\n',
    );
    const at = s.document.text.getText().indexOf('unused');
    const action = actionsAt(s, { start: at, end: at }).find(({ title }) => title.startsWith('Ignore'));
    const after = action && apply(s, action);
    expect(after?.startsWith('  # bayes: ignore unused-parameter\r\n  param unused')).toBe(true);
    expect(snippet(after ?? '').document.diagnostics).toEqual([]);
  });

  it('are not offered where another kind is requested', () => {
    const s = snippet('param a ~ Norml(0, 1)\n');
    const span = { start: 0, end: 20 };
    expect(actionsAt(s, span, [CodeActionKind.Refactor])).toEqual([]);
    expect(actionsAt(s, span, [CodeActionKind.QuickFix]).map(({ title }) => title)).toContain(
      'Change to `Normal`',
    );
  });
});

describe('fix all', () => {
  it('fixes every mistake that has one correction, and leaves advice alone', () => {
    const s = snippet(
      'param a ~ Norml(0, 1)\nparam b ~ Gama(2, 1)\nparam unused ~ Normal(0, 1)\nobserve (1.5) ~ Normal(a, b)\n',
    );
    const [action] = actionsAt(s, { start: 0, end: 0 }, [CodeActionKind.SourceFixAll]);
    expect(action?.kind).toBe('source.fixAll');
    const after = snippet(apply(s, action)).document.diagnostics;
    expect(after.map(({ code }) => code)).toEqual(['unused-parameter']);
  });
});
