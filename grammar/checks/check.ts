/** A check: a stable code with its severity and documentation. */
import type { Analysis } from '../analysis.ts';
import type { Diagnostic, Fix, Related, Severity } from '../diagnostic.ts';
import type { Span } from '../span.ts';

export interface Check {
  readonly code: string;
  readonly severity: Severity;
  /** A short title for lists and settings. */
  readonly title: string;
  /** Markdown: when it fires, why it matters, what to do. */
  readonly doc: string;
  /** Found after the analysis, by the compiler. */
  readonly foundBy?: 'compiler';
}

/** A check that looks at the whole program after its statements are typed. */
export interface ProgramCheck extends Check {
  /** @param whole false where names or statements could not be read, so that unused names cannot be determined. */
  readonly find: (analysis: Analysis, whole: boolean) => readonly Diagnostic[];
}

export interface Extra {
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  readonly names?: readonly string[];
}

export function diagnose(check: Check, span: Span, message: string, extra: Extra = {}): Diagnostic {
  const { related = [], fixes = [], names = [] } = extra;
  return {
    code: check.code,
    severity: check.severity,
    message,
    span,
    ...(related.length > 0 ? { related } : {}),
    ...(fixes.length > 0 ? { fixes } : {}),
    ...(names.length > 0 ? { names } : {}),
  };
}

/** A fix that replaces one range. */
export function replace(title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ span, newText }] };
}

/** `one`, `one or two`, `one, two or three`, each in backticks. */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((n) => `\`${n}\``);
  if (quoted.length <= 1) return quoted.join('');
  return `${quoted.slice(0, -1).join(', ')} or ${quoted[quoted.length - 1]}`;
}

export function plural(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}
