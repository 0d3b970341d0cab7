/**
 * Code actions: every fix that a diagnostic offers, a comment that silences advice, all single fixes at once, and the
 * statements that a formula stands for in its place.
 */
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver';
import { checks } from '../../grammar/checks/codes.ts';
import type { Diagnostic, Fix } from '../../grammar/diagnostic.ts';
import { formulaStatements } from '../../grammar/formula/expand-formulas.ts';
import type { Span } from '../../grammar/span.ts';
import { parse } from '../../grammar/syntax/parse.ts';
import { withFormulaData } from '../../sampler/data/formula-data.ts';
import { loadOptions, type ModelDocument } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import { lspDiagnostic } from './diagnostics.ts';

export const codeActionKinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.SourceFixAll,
  CodeActionKind.RefactorRewrite,
] as const;

/** @param fromCompiler diagnostics of the compiler, which come after those of the checker */
export function codeActions(
  document: ModelDocument,
  { range, context }: CodeActionParams,
  fromCompiler: readonly Diagnostic[] = [],
): CodeAction[] {
  const { text } = document;
  const asked = { start: text.offsetAt(range.start), end: text.offsetAt(range.end) };
  const wants = (kind: string): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const here = [...document.diagnostics, ...fromCompiler].filter(
    ({ span }) => span.start <= asked.end && asked.start <= span.end,
  );
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const diagnostic of here) {
      const fixes = diagnostic.fixes ?? [];
      fixes.forEach((fix, i) => {
        // The preferred action is applied by the editor's “auto fix” key.
        actions.push(quickFix(document, diagnostic, fix, i === 0 && diagnostic.severity === 'error'));
      });
    }
    for (const diagnostic of here) {
      if (diagnostic.severity !== 'error' && checks.has(diagnostic.code))
        actions.push(quickFix(document, diagnostic, ignoring(document, diagnostic), false));
    }
  }
  if (wants(CodeActionKind.RefactorRewrite)) actions.push(...writtenOut(document, asked));
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

/** The model written out gives the same draws. */
function writtenOut(document: ModelDocument, asked: Span): CodeAction[] {
  const { text, uri, data } = document;
  const { program, statements } = withFormulaData(
    parse(text.getText()).program,
    loadOptions(document.reader, new Map()),
  );
  return program.statements.flatMap((statement) => {
    if (statement.kind !== 'formula' || statement.span.start > asked.end || asked.start > statement.span.end)
      return [];
    const found = formulaStatements(program, statement, data);
    if (found.kind === 'error') return [];
    const own = statement.source === undefined ? [] : statements;
    const edit = { range: rangeOf(text, statement.span), newText: [...own, ...found.text].join('\n') };
    return [
      {
        title: 'Write out the statements of this formula',
        kind: CodeActionKind.RefactorRewrite,
        edit: { changes: { [uri]: [edit] } },
      },
    ];
  });
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

/** A comment after the line, or above it if the line has one already. */
function ignoring({ text, program }: ModelDocument, { code, span }: Diagnostic): Fix {
  const source = text.getText();
  const start = source.lastIndexOf('\n', span.start - 1) + 1;
  const end = start + (/^[^\r\n]*/.exec(source.slice(start))?.[0].length ?? 0);
  const isCommented = program.comments.some((c) => start <= c.span.start && c.span.start <= end);
  const indent = /^[^\S\r\n]*/.exec(source.slice(start, end))?.[0] ?? '';
  const comment = `# bayes: ignore ${code}`;
  const edit = isCommented
    ? {
        span: { start, end: start },
        newText: `${indent}${comment}${source.slice(end, end + 2) === '\r\n' ? '\r\n' : '\n'}`,
      }
    : { span: { start: end, end }, newText: `  ${comment}` };
  return { title: `Ignore \`${code}\` here`, edits: [edit] };
}

function textEdits({ text }: ModelDocument, { edits }: Fix): TextEdit[] {
  return edits.map(({ span, newText }) => ({ range: rangeOf(text, span), newText }));
}

/** The fixes of errors with exactly one fix, without overlaps. */
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
