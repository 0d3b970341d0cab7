import type { Diagnostic, Fix, Related } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const shapeMismatch: Check = {
  code: 'shape-mismatch',
  severity: 'error',
  title: 'Shapes do not fit',
  doc: 'Arrays broadcast by dimension name: the result has the union of the dims, and an axis without a name goes with one of equal size. A datum or a parameter must have every dim of its distribution’s arguments. To go from groups to observations, gather: `a[county_of]`.',
};

/** The message names both shapes; `related` has the origin of each. */
export function shapesDiffer(
  span: Span,
  message: string,
  related: readonly Related[],
  fixes: readonly Fix[] = [],
): Diagnostic {
  return diagnose(shapeMismatch, span, message, { related: uniqueRelated(related), fixes });
}

function uniqueRelated(related: readonly Related[]): readonly Related[] {
  const seen = new Set<string>();
  return related.filter((r) => {
    const key = `${r.message}@${r.span?.start}-${r.span?.end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
