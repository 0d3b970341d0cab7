/** The checker's findings as LSP diagnostics; places in data files become links to their rows. */
import { dirname, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic as LspDiagnostic,
} from 'vscode-languageserver';
import type { Diagnostic, Related, Severity } from '../../grammar/diagnostic.ts';
import { type ModelDocument, pathOf } from '../documents.ts';
import { rangeOf } from '../lsp-ranges.ts';
import type { ServerSettings } from '../protocol.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
};

/** @param fromCompiler diagnostics of the compiler, which come after those of the checker */
export function lspDiagnostics(
  document: ModelDocument,
  { diagnostics }: ServerSettings,
  fromCompiler: readonly Diagnostic[] = [],
): LspDiagnostic[] {
  return [...document.diagnostics, ...fromCompiler]
    .filter(({ severity, code }) => severity === 'error' || !diagnostics.disabled.includes(code))
    .map((diagnostic) => lspDiagnostic(document, diagnostic));
}

export function lspDiagnostic(document: ModelDocument, diagnostic: Diagnostic): LspDiagnostic {
  const { code, severity, message, span, related } = diagnostic;
  return {
    range: rangeOf(document.text, span),
    severity: severities[severity],
    code,
    source: 'bayes',
    message,
    ...(code.startsWith('unused') && { tags: [DiagnosticTag.Unnecessary] }),
    ...(related && { relatedInformation: related.flatMap((place) => relatedPlace(document, place) ?? []) }),
  };
}

function relatedPlace(
  { uri, text }: ModelDocument,
  place: Related,
): DiagnosticRelatedInformation | undefined {
  if (place.span !== undefined) {
    return { message: place.message, location: { uri, range: rangeOf(text, place.span) } };
  }
  const model = pathOf(uri);
  if (place.file === undefined || (model === undefined && !isAbsolute(place.file))) return undefined;
  const path = isAbsolute(place.file) ? place.file : join(dirname(model ?? ''), place.file);
  // The header is line 0, so row r is line r.
  const line = place.row ?? 0;
  return {
    message: place.column === undefined ? place.message : `${place.column}: ${place.message}`,
    location: {
      uri: pathToFileURL(path).href,
      range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
    },
  };
}
