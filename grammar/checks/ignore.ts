/** `# bayes: ignore code, code` on the same line, or on a line of its own above, silences findings. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Program } from '../syntax/ast.ts';

const pattern = /^#\s*bayes:\s*ignore\b[\s:]*(.*)$/i;

/**
 * The findings that no comment silences. Without codes a comment silences all of its line; an error stays, for
 * a model with errors has no meaning to go on with.
 */
export function notIgnored(program: Program, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const { text } = program;
  if (text === undefined) return [...diagnostics];
  const ignored = new Map<number, ReadonlySet<string>>();
  const lineOf = (offset: number) => {
    let line = 0;
    for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line++;
    return line;
  };
  for (const comment of program.comments) {
    const match = pattern.exec(comment.text.trim());
    if (match === null) continue;
    // Words after a dash explain the reason.
    const codes = match[1]
      .split(/\s[-–—]+\s/)[0]
      .split(/[\s,]+/)
      .filter((c) => c !== '');
    const line = lineOf(comment.span.start);
    const start = text.lastIndexOf('\n', comment.span.start - 1) + 1;
    const alone = text.slice(start, comment.span.start).trim() === '';
    for (const at of alone ? [line, line + 1] : [line])
      ignored.set(at, new Set([...(ignored.get(at) ?? []), ...(codes.length === 0 ? ['*'] : codes)]));
  }
  if (ignored.size === 0) return [...diagnostics];
  return diagnostics.filter((d) => {
    if (d.severity === 'error') return true;
    const codes = ignored.get(lineOf(d.span.start));
    return codes === undefined || !(codes.has(d.code) || codes.has('*'));
  });
}
