import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, oneOf, plural } from './check.ts';

export const argumentCount: Check = {
  code: 'argument-count',
  severity: 'error',
  title: 'Wrong number of arguments',
  doc: 'A function or a distribution is called with too many or too few arguments. The message shows how to call it.',
};

export function tooMany(
  span: Span,
  callee: string,
  expected: number,
  found: number,
  usage: string,
): Diagnostic {
  return diagnose(
    argumentCount,
    span,
    `\`${callee}\` takes ${plural(expected, 'argument')}, found ${found}; call it as \`${usage}\``,
  );
}

/** `Normal("mu", 0, 1)`, as in PyMC and Pyro. */
export function nameAsArgument(span: Span, next: number | undefined, callee: string): Diagnostic {
  return diagnose(
    argumentCount,
    span,
    `\`${callee}\` takes no name; the name of a parameter comes before \`~\`, as in \`param mu ~ …\``,
    {
      fixes: [
        {
          title: 'Leave out the name',
          edits: [{ span: { start: span.start, end: next ?? span.end }, newText: '' }],
        },
      ],
    },
  );
}

export function missing(span: Span, callee: string, names: readonly string[], usage: string): Diagnostic {
  const words = names.length === 1 ? oneOf(names) : names.map((n) => `\`${n}\``).join(' and ');
  return diagnose(
    argumentCount,
    span,
    `\`${callee}\` misses its ${names.length === 1 ? 'argument' : 'arguments'} ${words}; call it as \`${usage}\``,
  );
}
