import type { Diagnostic } from '../diagnostic.ts';
import type { Span } from '../span.ts';
import { type Check, diagnose, type Extra } from './check.ts';

export const missingDims: Check = {
  code: 'missing-dims',
  severity: 'error',
  title: 'Parameter needs dims',
  doc: 'A prior over vectors or matrices for a parameter without dims, or with too few: write them after the name, as in `param L[k, k] ~ LKJCholesky(2)` or `param p[3] ~ Dirichlet([1, 1, 1])`.',
};

export function dimsNeeded(
  span: Span,
  name: string,
  distribution: string,
  needed: number,
  found: number,
  implied: string | null,
): Diagnostic {
  const what = needed === 1 ? 'a vector' : 'a matrix';
  const example = implied ?? (needed === 1 ? `${name}[d]` : `${name}[d, d]`);
  const fix: Extra =
    implied === null
      ? {}
      : { fixes: [{ title: `Change to \`${implied}\``, edits: [{ span, newText: implied }] }] };
  return diagnose(
    missingDims,
    span,
    `\`${distribution}\` draws ${what}, but \`${name}\` has ${found === 0 ? 'no dims' : `${found} dim`}; write \`param ${example}\``,
    fix,
  );
}
