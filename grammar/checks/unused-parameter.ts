import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { hasLikelihood, isPrediction, isUnused, paramsOf, reached } from './usage.ts';

export const unusedParameter: ProgramCheck = {
  code: 'unused-parameter',
  severity: 'warning',
  title: 'Unused parameter',
  doc: 'A parameter that nothing mentions: its posterior is its prior. Often a forgotten term of the model. Not reported in a program without any likelihood, nor of a new group or outcome: a parameter whose prior depends on parameters that the data inform.',
  find: checkUnusedParameter,
};

function checkUnusedParameter(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole || !hasLikelihood(analysis)) return [];
  const informed = reached(analysis);
  return paramsOf(analysis)
    .filter(([statement, symbol]) => isUnused(symbol) && !isPrediction(analysis, statement, informed))
    .map(([, { name, span }]) =>
      diagnose(
        unusedParameter,
        span,
        `parameter \`${name}\` is never used, so its posterior is its prior; use it or remove it`,
      ),
    );
}
