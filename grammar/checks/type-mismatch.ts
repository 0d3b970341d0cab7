import type { Diagnostic, Fix } from '../diagnostic.ts';
import { formatType, type Type } from '../shapes/type.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, replace } from './check.ts';

export const typeMismatch: Check = {
  code: 'type-mismatch',
  severity: 'error',
  title: 'Wrong kind of value',
  doc: 'A value of one kind is used where another is needed: text in arithmetic, a number where a distribution belongs (after `~`), a distribution where a number belongs, a real number where a whole one is needed, conditions in `count`, which counts elements whatever their values.',
};

interface TypeMismatch {
  readonly span: Span;
  /** Reads like `a number or an array`. */
  readonly expected: string;
  readonly found: Type;
  /** Where: `as argument \`mu\` of \`Normal\``. */
  readonly where?: string;
  readonly advice?: string;
  readonly fixes?: readonly Fix[];
}

export function wrongType({ span, expected, found, where = '', advice, fixes }: TypeMismatch): Diagnostic {
  const place = where === '' ? '' : ` ${where}`;
  const hint = advice ? `; ${advice}` : '';
  return diagnose(typeMismatch, span, `expected ${expected}${place}, found ${foundInWords(found)}${hint}`, {
    fixes,
  });
}

/** `count(x > 0)`; `at` is the name of the function. */
export function countOfConditions(at: Span, found: Type): Diagnostic {
  return wrongType({
    span: at,
    expected: 'values to count, whatever they are,',
    where: 'in `count`',
    found,
    advice: 'write `sum` for how many are true',
    fixes: [replace('Change to `sum`', at, 'sum')],
  });
}

function foundInWords(type: Type): string {
  switch (type.kind) {
    case 'distribution':
      return `the distribution \`${type.name}\``;
    case 'dimension':
      return `the dimension \`${type.name}\``;
    case 'function':
      return 'a function';
    case 'string':
      return 'text';
    default:
      return `\`${formatType(type)}\``;
  }
}
