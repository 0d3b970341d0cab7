/** Findings on priors at their lines of the model, each page's until it says otherwise; the last page's win. */
import * as vscode from 'vscode';
import type { PriorFinding } from './prior-findings.ts';

export interface PriorDiagnostics extends vscode.Disposable {
  /** @param page whose findings these are; none take back its earlier ones. */
  show(page: object, uri: string, findings: readonly PriorFinding[], modelText: string): void;
}

export function priorDiagnostics(): PriorDiagnostics {
  const collection = vscode.languages.createDiagnosticCollection('bayes-priors');
  const owners = new Map<string, object>();
  return {
    show(page, uri, findings, modelText) {
      if (findings.length === 0) {
        if (owners.get(uri) !== page) return;
        owners.delete(uri);
        collection.delete(vscode.Uri.parse(uri));
        return;
      }
      const lines = modelText.split(/\r\n|\r|\n/);
      owners.set(uri, page);
      collection.set(
        vscode.Uri.parse(uri),
        findings.map(({ line, code, message }) => {
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
          return diagnostic;
        }),
      );
    },
    dispose: () => collection.dispose(),
  };
}
