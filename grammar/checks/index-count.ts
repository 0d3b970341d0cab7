import type { Diagnostic } from '../diagnostic.ts';
import { formatType, type Type } from '../shapes/type.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, plural } from './check.ts';

export const indexCount: Check = {
  code: 'index-count',
  severity: 'error',
  title: 'Too many indices',
  doc: 'An array is indexed by more positions than it has dims, or a scalar is indexed at all.',
};

export function tooManyIndices(
  span: Span,
  what: string,
  type: Type,
  dims: number,
  found: number,
): Diagnostic {
  const message =
    dims === 0
      ? `${what} is a scalar (\`${formatType(type)}\`) and cannot be indexed`
      : `${what} is \`${formatType(type)}\` with ${plural(dims, 'dim')}, found ${plural(found, 'index').replace('indexs', 'indices')}`;
  return diagnose(indexCount, span, message);
}
