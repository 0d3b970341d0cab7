import type { Diagnostic } from '../diagnostic.ts';
import { otherArgument } from '../scope/foreign-names.ts';
import { nearest } from '../scope/nearest-name.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, oneOf, replace } from './check.ts';

export const argumentName: Check = {
  code: 'argument-name',
  severity: 'error',
  title: 'Wrong argument name',
  doc: 'A named argument that the function or distribution does not have, that is given twice, or that belongs to another way of giving the arguments than the rest (`Gamma(alpha, beta)` or `Gamma(mu, sigma)`, not a mixture).',
};

export function noSuchArgument(
  span: Span,
  callee: string,
  name: string,
  known: readonly string[],
  advice = 'it takes none',
): Diagnostic {
  const other = otherArgument(name, known, callee);
  const near = other?.name ?? (other === undefined ? nearest(name, known) : null);
  const hint =
    near !== null
      ? `did you mean \`${near}\`?`
      : other?.advice !== undefined
        ? other.advice
        : known.length > 0
          ? `expected ${oneOf(known)}`
          : advice;
  return diagnose(argumentName, span, `\`${callee}\` has no argument \`${name}\`; ${hint}`, {
    fixes: near === null ? [] : [replace(`Change to \`${near}\``, span, near)],
  });
}

export function argumentTwice(span: Span, callee: string, name: string, first: Span): Diagnostic {
  return diagnose(argumentName, span, `argument \`${name}\` of \`${callee}\` is given twice; keep one`, {
    related: [{ message: 'first given here', span: first }],
  });
}

export function mixedArguments(
  span: Span,
  callee: string,
  names: readonly string[],
  usages: readonly string[],
): Diagnostic {
  const given = names.map((n) => `\`${n}\``).join(' and ');
  return diagnose(
    argumentName,
    span,
    `\`${callee}\` cannot take ${given} together; call it as ${oneOf(usages)}`,
  );
}

/** `over` where no parameter says which dimensions there are. */
export function overElsewhere(span: Span, callee: string): Diagnostic {
  return diagnose(
    argumentName,
    span,
    `\`over\` of \`${callee}\` is for the prior of a parameter, \`param x[g, f] ~ ${callee}(…, over = (g, f))\`, whose dimensions it names; elsewhere the last axis sums to zero`,
  );
}
