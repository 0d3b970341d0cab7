import type { Diagnostic, Fix } from '../diagnostic.ts';
import { otherName } from '../scope/foreign-names.ts';
import { nearest } from '../scope/nearest-name.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, replace } from './check.ts';

export const unknownName: Check = {
  code: 'unknown-name',
  severity: 'error',
  title: 'Unknown name',
  doc: 'A name that nothing declares: no data, parameter, dimension, function or distribution is called so. Names are case-sensitive. The nearest known name is offered as a fix.',
};

interface UnknownName {
  readonly name: string;
  readonly span: Span;
  /** What was expected here: `dimension`, `function`, `distribution`, or just `name`. */
  readonly expected: string;
  /** Names that are valid here. */
  readonly candidates: Iterable<string>;
  /** Advice if there is no similar name. */
  readonly advice?: string;
  readonly fixes?: readonly Fix[];
}

export function unknownNameAt({
  name,
  span,
  expected,
  candidates,
  advice,
  fixes = [],
}: UnknownName): Diagnostic {
  const all = [...candidates];
  const close = nearest(name, all);
  // A name that differs only in case wins over a name of another language.
  const isOwn =
    close !== null && close.toLowerCase().replaceAll('_', '') === name.toLowerCase().replaceAll('_', '');
  const isCalled = expected === 'function' || expected === 'distribution';
  const other =
    isOwn || !(isCalled || expected === 'name') ? undefined : (powerOf(name) ?? otherName(name, isCalled));
  const near = other === undefined ? close : (other.name ?? null);
  const what = other?.advice ?? advice;
  const hint = near !== null ? `; did you mean \`${near}\`?` : what ? `; ${what}` : '';
  return diagnose(unknownName, span, `unknown ${expected} \`${name}\`${hint}`, {
    fixes: [...(near === null ? [] : [replace(`Change to \`${near}\``, span, near)]), ...fixes],
  });
}

/** `x²`: a small digit is part of the name. */
function powerOf(name: string): { readonly name?: string; readonly advice: string } | undefined {
  const match = /^(.+?)([²³])$/u.exec(name);
  if (match === null) return undefined;
  return { advice: `a power is written \`${match[1]}^${match[2] === '²' ? 2 : 3}\`` };
}
