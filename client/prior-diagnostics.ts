/**
 * Findings on priors at their lines of the model with their quick fixes, each page's until it says otherwise; the last
 * page's win.
 */
import * as vscode from 'vscode';
import { plainText } from '../sampler/report/code-in-text.ts';
import type { PriorFinding } from './prior-findings.ts';
import { lineEdits } from './staleness/line-edits.ts';
import { rangeOfEdit } from './staleness/range-of-edit.ts';

export interface PriorDiagnostics extends vscode.Disposable {
  /** @param page whose findings these are; none take back its earlier ones. */
  show(page: object, uri: string, findings: readonly PriorFinding[], modelText: string): void;
}

export function priorDiagnostics(): PriorDiagnostics {
  const collection = vscode.languages.createDiagnosticCollection('bayes-priors');
  const owners = new Map<string, object>();
  const marked = new Map<string, Marked>();
  const quickFixes = vscode.languages.registerCodeActionsProvider(
    { language: 'bayes' },
    {
      provideCodeActions(document, range) {
        const of = marked.get(document.uri.toString());
        return of === undefined ? [] : actionsIn(document, range, of);
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
  return {
    show(page, uri, findings, modelText) {
      if (findings.length === 0) {
        if (owners.get(uri) !== page) return;
        owners.delete(uri);
        marked.delete(uri);
        collection.delete(vscode.Uri.parse(uri));
        return;
      }
      const lines = modelText.split(/\r\n|\r|\n/);
      owners.set(uri, page);
      const diagnostics = findings.map(({ line, code, message, fix }) => {
        const text = lines[line] ?? '';
        const range = new vscode.Range(
          line,
          text.length - text.trimStart().length,
          line,
          text.trimEnd().length,
        );
        const diagnostic = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Information);
        diagnostic.source = 'bayes';
        diagnostic.code = code;
        return { diagnostic, fix };
      });
      marked.set(uri, { modelText, diagnostics });
      collection.set(
        vscode.Uri.parse(uri),
        diagnostics.map(({ diagnostic }) => diagnostic),
      );
    },
    dispose() {
      quickFixes.dispose();
      collection.dispose();
    },
  };
}

interface Marked {
  /** That the findings are of. */
  readonly modelText: string;
  readonly diagnostics: readonly {
    readonly diagnostic: vscode.Diagnostic;
    readonly fix: PriorFinding['fix'];
  }[];
}

/** None once the text is another. */
function actionsIn(
  document: vscode.TextDocument,
  range: vscode.Range,
  { modelText, diagnostics }: Marked,
): vscode.CodeAction[] {
  return diagnostics.flatMap(({ diagnostic, fix }) => {
    if (fix === undefined || diagnostic.range.intersection(range) === undefined) return [];
    const edits = lineEdits(modelText, document.getText(), fix);
    if (edits === null) return [];
    const action = new vscode.CodeAction(plainText(fix.title), vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.edit = new vscode.WorkspaceEdit();
    for (const edit of edits) action.edit.replace(document.uri, rangeOfEdit(edit), edit.newText);
    return [action];
  });
}
