import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { isFlat } from './improper-posterior.ts';
import { hasFormula, hasLikelihood, isPrediction, isUnused, paramsOf, reached } from './usage.ts';

export const unreachedParameter: ProgramCheck = {
  code: 'unreached-parameter',
  severity: 'warning',
  title: 'Parameter that no likelihood reaches',
  doc: 'A parameter that is used, but that no `observe` and no `potential` depends on: the data say nothing about it. Not reported of a new group or outcome: a parameter whose prior depends on parameters that the data inform.',
  find: checkUnreachedParameter,
};

function checkUnreachedParameter(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole || !hasLikelihood(analysis) || hasFormula(analysis)) return [];
  const informed = reached(analysis);
  return paramsOf(analysis)
    .filter(([statement, symbol]) => !informed.has(symbol) && !isUnused(symbol) && !isFlat(statement, symbol))
    .filter(([statement]) => !isPrediction(analysis, statement, informed))
    .map(([, { name, span, uses }]) =>
      diagnose(
        unreachedParameter,
        span,
        `no likelihood reaches \`${name}\`: no \`observe\` or \`potential\` depends on it, so the data say nothing about it`,
        { related: uses.slice(0, 3).map((u) => ({ message: 'used here', span: u.span })) },
      ),
    );
}
