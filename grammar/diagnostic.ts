import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'hint';

/** A replacement of one range of the model's text. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A correction that the editor can offer for a diagnostic. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A second place that explains a diagnostic: the other shape, the first declaration, the data cell. */
export interface Related {
  readonly message: string;
  /** Absent where the place is not in the model's own text but in a data file. */
  readonly span?: Span;
  readonly file?: string;
  /** 1-based row and column of a data file, the header not counted as a row. */
  readonly row?: number;
  readonly column?: string;
}

/**
 * One finding about a model. `code` is stable and documented (`grammar/checks/codes.ts`);
 * the message says what was expected and what was found, without a full stop.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** Parameters concerned, if the finding may explain a failed run. */
  readonly names?: readonly string[];
}

/** Each finding once (the checker repeats those of the data), in the order of the text. */
export function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, message, span } = diagnostic;
    const key = `${span.start}:${span.end}:${code}:${message}`;
    if (!seen.has(key)) seen.set(key, diagnostic);
  }
  return [...seen.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
