/** Diagnostics of a run that could not start, at the failing line, until the model is edited or sampled again. */
import * as vscode from 'vscode';
import type { SampleResult } from '../sampler/protocol.ts';

interface FailureDiagnostics extends vscode.Disposable {
  show(document: vscode.TextDocument, result: SampleResult): void;
  clear(uri: vscode.Uri): void;
}

export function failureDiagnostics(): FailureDiagnostics {
  const collection = vscode.languages.createDiagnosticCollection('bayes-sampler');
  const edits = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) collection.delete(document.uri);
  });
  return {
    show(document, result) {
      if (result.kind !== 'failed' || result.failure.kind !== 'bad-start') return;
      const { line, column, message, value } = result.failure;
      const at = document.validatePosition(new vscode.Position(line, column));
      const range = new vscode.Range(at, document.lineAt(at.line).range.end);
      const text = `The sampler could not start: ${message} (value ${value})`;
      const diagnostic = new vscode.Diagnostic(range, text, vscode.DiagnosticSeverity.Error);
      diagnostic.source = 'bayes';
      diagnostic.code = 'bad-start';
      collection.set(document.uri, [diagnostic]);
    },
    clear: (uri) => collection.delete(uri),
    dispose() {
      edits.dispose();
      collection.dispose();
    },
  };
}
