/** Definition: of a name its declaration; of a label the list that declares it; of a data file the file. */

import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Position } from 'vscode-languageserver';
import { type ModelDocument, pathOf } from '../documents.ts';
import { rangeOf, touches } from '../lsp-ranges.ts';
import { labelAt, labelUses, symbolAt } from '../symbol-references.ts';

export function definition(document: ModelDocument, position: Position): Location | null {
  const { text, uri } = document;
  const offset = text.offsetAt(position);
  const use = symbolAt(document, offset);
  if (use !== undefined) return { uri, range: rangeOf(text, use.symbol.span) };
  const label = labelAt(document, offset);
  if (label !== undefined) {
    const declared = labelUses(document).find(
      ({ role, dim, label: text }) => role === 'declaration' && dim === label.dim && text === label.label,
    );
    const dim = document.analysis.symbols.get(label.dim);
    const span = declared?.literal.span ?? dim?.span;
    return span === undefined ? null : { uri, range: rangeOf(text, span) };
  }
  return dataFile(document, offset);
}

function dataFile({ program, uri }: ModelDocument, offset: number): Location | null {
  const model = pathOf(uri);
  const source = program.statements
    .flatMap((s) => (s.kind === 'data' || s.kind === 'predict' ? (s.source ?? []) : []))
    .find(({ span }) => touches(span, offset));
  if (source === undefined || model === undefined) return null;
  const start = { line: 0, character: 0 };
  return { uri: pathToFileURL(resolve(dirname(model), source.value)).href, range: { start, end: start } };
}
