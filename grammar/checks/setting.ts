import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const setting: Check = {
  code: 'setting-value',
  severity: 'error',
  title: 'Wrong setting',
  doc: 'A setting of `sample`, `advi` or `pathfinder` has a value it cannot take: `chains` is a whole number from 1, `target_accept` lies between 0 and 1.',
};

export function wrongSetting(span: Span, name: string, expected: string, found: string): Diagnostic {
  return diagnose(setting, span, `setting \`${name}\`: expected ${expected}, found ${found}`);
}

/** A setting, or a value of one, that the language has but this version does not implement. */
export function settingOfLater(span: Span, what: string): Diagnostic {
  return diagnose(setting, span, `this version does not have ${what} yet; leave it out`);
}
