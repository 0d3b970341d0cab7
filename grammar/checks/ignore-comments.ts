/**
 * `# bayes: ignore code, code` on the same line, or on a line of its own above, silences findings. A code that
 * no check has, and a comment that silences nothing, are findings themselves.
 */
import type { Diagnostic } from '../diagnostic.ts';
import { nearest } from '../scope/nearest-name.ts';
import type { Span } from '../span.ts';
import type { Comment, Program } from '../syntax/ast.ts';
import { type Check, diagnose, replace } from './check.ts';

export const ignoreCode: Check = {
  code: 'ignore-code',
  severity: 'warning',
  title: 'Comment that ignores an unknown code',
  doc: '`# bayes: ignore CODE` names a code that no check has, so it silences nothing. The codes are those of this page; a reason goes after a dash: `# bayes: ignore broad-prior - known to be so`.',
};

export const unusedIgnore: Check = {
  code: 'unused-ignore',
  severity: 'hint',
  title: 'Comment that ignores nothing',
  doc: 'A comment `# bayes: ignore` where there is nothing to silence: the finding is gone, or is on another line, or is an error, which cannot be silenced. A comment silences its own line, or the one below if it is alone on its line. Reported only for models without errors.',
};

/** Findings about the comments themselves, which are switched off by removing the comment. */
export const aboutComments: ReadonlySet<string> = new Set([ignoreCode.code, unusedIgnore.code]);

interface Code {
  /** `*` for a comment without codes. */
  readonly code: string;
  readonly span: Span;
}

interface Ignore {
  readonly comment: Comment;
  readonly codes: readonly Code[];
  /** Lines whose findings it silences, from 0. */
  readonly lines: readonly number[];
  readonly alone: boolean;
}

const pattern = /^#\s*bayes:\s*ignore\b[\s:]*/i;

interface IgnoreOptions {
  /** All codes there are, without those of data and of runs, which are errors. */
  readonly known: ReadonlySet<string>;
  /** Whether the findings are complete, so that a comment that silences nothing can be reported. */
  readonly whole: boolean;
  /** Codes that are found later, so that it is not yet known whether a comment silences one of them. */
  readonly later: ReadonlySet<string>;
}

/** The findings that no comment silences. Comments that silence nothing are not reported here. */
export function withoutIgnored(program: Program, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const codes = new Set(found.map(({ code }) => code));
  return withIgnores(program, found, { known: codes, whole: false, later: codes }).filter((d) =>
    found.includes(d),
  );
}

/**
 * The findings that no comment silences, and what is wrong with such comments. Without codes a comment silences
 * all of its line. Errors cannot be silenced: such a model cannot be compiled.
 */
export function withIgnores(
  program: Program,
  diagnostics: readonly Diagnostic[],
  { known, whole, later }: IgnoreOptions,
): readonly Diagnostic[] {
  const { text } = program;
  if (text === undefined || !program.comments.some(({ text: t }) => pattern.test(t))) return diagnostics;
  const lineOf = lineFinder(text);
  const ignores = program.comments.flatMap((comment) => ignoreOf(text, comment, lineOf, known) ?? []);
  const used = new Set<Code>();
  const isLoud = (found: Diagnostic, own?: Ignore): boolean => {
    if (found.severity === 'error') return true;
    const line = lineOf(found.span.start);
    const silencing = ignores
      .filter((one) => one !== own && one.lines.includes(line))
      .flatMap(({ codes }) => codes.filter(({ code }) => code === found.code || code === '*'));
    for (const code of silencing) used.add(code);
    return silencing.length === 0;
  };
  const kept = diagnostics.filter((found) => isLoud(found));
  const unknown = ignores.flatMap((one) =>
    one.codes
      .filter(({ code }) => code !== '*' && !known.has(code))
      .map((code) => noSuchCode(text, one, code, known))
      .filter((found) => isLoud(found, one)),
  );
  if (!whole) return [...kept, ...unknown];
  const idle = ignores.flatMap((one) =>
    one.codes
      // Findings about comments cannot silence each other.
      .filter((code) => !used.has(code) && (code.code === '*' || known.has(code.code)))
      .filter(({ code }) => code !== unusedIgnore.code && !later.has(code))
      .map((code) => silencesNothing(text, one, code))
      .filter((found) => isLoud(found, one)),
  );
  return [...kept, ...unknown, ...idle];
}

/** The reason begins after a dash or at the first word that is not a code; the first word always counts as a code. */
function ignoreOf(
  text: string,
  comment: Comment,
  lineOf: (offset: number) => number,
  known: ReadonlySet<string>,
): Ignore | null {
  const match = pattern.exec(comment.text);
  if (match === null) return null;
  const codes: Code[] = [];
  const [named] = comment.text.slice(match[0].length).split(/(?:^|\s)[-–—]+\s/);
  for (const word of named.matchAll(/[^\s,()[\]]+/g)) {
    const [code] = word;
    const isCode = known.has(code) || /^[a-z]+(?:-[a-z]+)+$/i.test(code) || nearest(code, known) !== null;
    if (codes.length > 0 && !isCode) break;
    const start = comment.span.start + match[0].length + word.index;
    codes.push({ code, span: { start, end: start + code.length } });
  }
  const line = lineOf(comment.span.start);
  const before = text.slice(text.lastIndexOf('\n', comment.span.start - 1) + 1, comment.span.start);
  const alone = before.trim() === '';
  const all = [{ code: '*', span: comment.span }];
  return { comment, codes: codes.length > 0 ? codes : all, lines: alone ? [line, line + 1] : [line], alone };
}

function lineFinder(text: string): (offset: number) => number {
  const breaks: number[] = [];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) breaks.push(i);
  return (offset) => {
    let [lo, hi] = [0, breaks.length];
    while (lo < hi) {
      const middle = (lo + hi) >> 1;
      if (breaks[middle] < offset) lo = middle + 1;
      else hi = middle;
    }
    return lo;
  };
}

function noSuchCode(text: string, one: Ignore, { code, span }: Code, known: ReadonlySet<string>): Diagnostic {
  const near = nearest(code, known);
  const hint = near === null ? 'a reason goes after a dash' : `did you mean \`${near}\`?`;
  const fix = near === null ? without(text, one, span) : replace(`Change to \`${near}\``, span, near);
  return diagnose(ignoreCode, span, `no check has the code \`${code}\`, so nothing is ignored; ${hint}`, {
    fixes: [fix],
  });
}

function silencesNothing(text: string, one: Ignore, { code, span }: Code): Diagnostic {
  const where = one.alone ? 'here and on the next line' : 'on this line';
  const message =
    code === '*' ? `there is nothing to ignore ${where}` : `there is no \`${code}\` to ignore ${where}`;
  return diagnose(unusedIgnore, span, message, { fixes: [without(text, one, span)] });
}

/** Removes one code of several, else the comment, with its line if nothing else is on it. */
function without(text: string, { comment, codes, alone }: Ignore, span: Span) {
  if (codes.length > 1) {
    const last = codes[codes.length - 1].span.start === span.start;
    const at = codes.findIndex((one) => one.span.start === span.start);
    const cut = last
      ? { start: codes[at - 1].span.end, end: span.end }
      : { start: span.start, end: codes[at + 1].span.start };
    return { title: 'Leave out this code', edits: [{ span: cut, newText: '' }] };
  }
  const lineStart = text.lastIndexOf('\n', comment.span.start - 1) + 1;
  const lineEnd = text.indexOf('\n', comment.span.end);
  const start = alone ? lineStart : lineStart + text.slice(lineStart, comment.span.start).trimEnd().length;
  const end = alone && lineEnd >= 0 ? lineEnd + 1 : comment.span.end;
  return { title: 'Remove the comment', edits: [{ span: { start, end }, newText: '' }] };
}
