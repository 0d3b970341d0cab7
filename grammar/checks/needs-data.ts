import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const needsData: Check = {
  code: 'needs-data',
  severity: 'error',
  title: 'Depends on an unknown where data are needed',
  doc: 'Sizes, ranges of indices, conditions as an index, `sort` and `standardize` must be known before sampling: they may depend on data, not on parameters.',
};

export function mustBeData(span: Span, what: string, unknown: string, reason?: string): Diagnostic {
  return diagnose(
    needsData,
    span,
    `${what} must be known from the data, but ${unknown} depends on a parameter${reason === undefined ? '' : `: ${reason}`}`,
  );
}
