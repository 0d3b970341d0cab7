import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose } from './check.ts';

export const missingDims: Check = {
  code: 'missing-dims',
  severity: 'error',
  title: 'Parameter needs dims',
  doc: 'A prior over vectors or matrices whose size nothing tells: write it after the name, `param L[k, k] ~ LKJCholesky(2)`.',
};

export function dimsNeeded(
  span: Span,
  name: string,
  distribution: string,
  needed: number,
  found: number,
): Diagnostic {
  const what = needed === 1 ? 'a vector' : 'a matrix';
  const example = needed === 1 ? `${name}[d]` : `${name}[d, d]`;
  return diagnose(
    missingDims,
    span,
    `\`${distribution}\` draws ${what}, but \`${name}\` has ${found === 0 ? 'no dims' : `${found} dim`}; write \`param ${example}\``,
  );
}
