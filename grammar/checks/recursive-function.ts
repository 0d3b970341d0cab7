import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const recursiveFunction: Check = {
  code: 'recursive-function',
  severity: 'error',
  title: 'Function calls itself',
  doc: 'Functions are not recursive. Write a recurrence as an array instead: `let x[t in d] = if t == 1 then … else … x[t - 1]`.',
};

export function callsItself(name: string, span: Span, declaration: Span): Diagnostic {
  return diagnose(
    recursiveFunction,
    span,
    `\`${name}\` calls itself, but functions are not recursive; write a recurrence as \`let x[t in d] = …\``,
    { related: [{ message: `\`${name}\` is declared here`, span: declaration }] },
  );
}
