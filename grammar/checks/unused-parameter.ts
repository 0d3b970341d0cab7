import type { Analysis } from '../analyze.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { type Check, diagnose } from './check.ts';
import { hasLikelihood, isUnused, paramsOf } from './usage.ts';

export const unusedParameter: Check = {
  code: 'unused-parameter',
  severity: 'warning',
  title: 'Unused parameter',
  doc: 'A parameter that nothing mentions: its posterior is its prior. Often a forgotten term of the model. Not reported in a program without any likelihood.',
};

export function checkUnusedParameter(analysis: Analysis, whole: boolean): readonly Diagnostic[] {
  if (!whole || !hasLikelihood(analysis)) return [];
  return paramsOf(analysis)
    .filter(([, symbol]) => isUnused(symbol))
    .map(([, { name, span }]) =>
      diagnose(
        unusedParameter,
        span,
        `parameter \`${name}\` is never used, so its posterior is its prior; use it or remove it`,
      ),
    );
}
