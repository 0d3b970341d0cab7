import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { inFormula, isUnused } from './usage.ts';

export const unusedDimension: ProgramCheck = {
  code: 'unused-dimension',
  severity: 'warning',
  title: 'Unused dimension',
  doc: 'A dimension that no data, parameter or index is over.',
  find: checkUnusedDimension,
};

function checkUnusedDimension(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole) return [];
  return [...analysis.symbols.values()]
    .filter((s) => s.kind === 'dim' && isUnused(s) && !inFormula(analysis, s.name))
    .map(({ name, span }) =>
      diagnose(unusedDimension, span, `dimension \`${name}\` is never used; use it or remove it`),
    );
}
