/** Diagnostics for people (`file:line:col: severity code message`) and for machines (as in LSP). */
import { relative } from 'node:path';
import type { Diagnostic, Related } from '../../grammar/diagnostic.ts';
import { createLineIndex } from '../model/line-index.ts';

/** A path relative to `cwd` if that is shorter. */
export function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short === '' || short.startsWith('..') ? path : short;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  /** The file's name as given by the user. */
  readonly name: string;
  readonly cwd: string;
}

/** One line per diagnostic, then one indented line per related place; lines and columns from 1. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], source: Source): string {
  const locate = createLineIndex(source.text);
  const at = (offset: number) => {
    const { line, character } = locate(offset);
    return `${source.name}:${line + 1}:${character + 1}`;
  };
  const relatedText = ({ message, span, file, row, column }: Related) => {
    if (span !== undefined && file === undefined) return `  ${at(span.start)}: ${message}`;
    const place = [
      file === undefined ? source.name : shortPath(file, source.cwd),
      ...(row === undefined ? [] : [`row ${row}`]),
      ...(column === undefined ? [] : [`column ${column}`]),
    ];
    return `  ${place.join(', ')}: ${message}`;
  };
  return diagnostics
    .flatMap(({ code, severity, message, span, related }) => [
      `${at(span.start)}: ${severity} ${code} ${message}`,
      ...(related ?? []).map(relatedText),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

/** The `diagnostics` of `bayes check --format json`: lines and characters from 0. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[], source: Source): readonly object[] {
  const locate = createLineIndex(source.text);
  const rangeOf = ({ start, end }: { readonly start: number; readonly end: number }) => ({
    start: locate(start),
    end: locate(end),
  });
  return diagnostics.map(({ code, severity, message, span, related }) => ({
    code,
    severity,
    message,
    file: source.path,
    range: rangeOf(span),
    related: (related ?? []).map((place) => ({
      message: place.message,
      file: place.file ?? source.path,
      ...(place.span === undefined ? {} : { range: rangeOf(place.span) }),
      ...(place.row === undefined ? {} : { row: place.row }),
      ...(place.column === undefined ? {} : { column: place.column }),
    })),
  }));
}
