/** Code actions: every fix that a diagnostic offers, and the fixes of one kind all at once. */
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import type { Diagnostic, Fix } from '../../grammar/diagnostic.ts';
import type { ModelDocument } from '../documents.ts';
import { rangeOf } from '../ranges.ts';
import { lspDiagnostic } from './diagnostics.ts';

export const codeActionKinds = [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] as const;

export function codeActions(document: ModelDocument, { range, context }: CodeActionParams): CodeAction[] {
  const { text } = document;
  const asked = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const wants = (kind: string): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const here = document.diagnostics.filter(({ span }) => span.start <= asked.end && asked.start <= span.end);
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const diagnostic of here) {
      const fixes = diagnostic.fixes ?? [];
      fixes.forEach((fix, i) => {
        // A finding with one way out is fixed by the editor's “auto fix” key.
        actions.push(quickFix(document, diagnostic, fix, i === 0 && diagnostic.severity === 'error'));
      });
    }
  }
  if (wants(CodeActionKind.SourceFixAll) && context.only !== undefined) {
    const edits = allFixes(document);
    if (edits.length > 0) {
      actions.push({
        title: 'Fix all mistakes that have one correction',
        kind: CodeActionKind.SourceFixAll,
        edit: { changes: { [document.uri]: edits } },
      });
    }
  }
  return actions;
}

function quickFix(
  document: ModelDocument,
  diagnostic: Diagnostic,
  fix: Fix,
  isPreferred: boolean,
): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [lspDiagnostic(document, diagnostic)],
    isPreferred,
    edit: { changes: { [document.uri]: textEdits(document, fix) } },
  };
}

function textEdits({ text }: ModelDocument, { edits }: Fix): TextEdit[] {
  return edits.map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
}

/** The fixes of errors that have exactly one, as far as they do not overlap. */
function allFixes(document: ModelDocument): TextEdit[] {
  const taken: { start: number; end: number }[] = [];
  const result: TextEdit[] = [];
  for (const { fixes = [], severity } of document.diagnostics) {
    if (severity !== 'error' || fixes.length !== 1) continue;
    const spans = fixes[0].edits.map(({ span }) => span);
    if (spans.some((a) => taken.some((b) => a.start <= b.end && b.start <= a.end))) continue;
    taken.push(...spans);
    result.push(...textEdits(document, fixes[0]));
  }
  return result;
}
