/** Why an approximation ended without meeting its method's convergence rule. */
import { madeBy } from '../../../grammar/methods/index.ts';
import type { ApproximationEnd, Stationarity } from '../../infer/approximation.ts';
import type { ApproximationReason, ApproximationSettings } from '../../report/approximation-report.ts';
import { upperFirst } from '../../report/upper-first.ts';
import { unreachable } from '../../unreachable.ts';
import { wordsOf } from './words.ts';

interface Ending {
  readonly settings: ApproximationSettings;
  readonly end: ApproximationEnd;
  readonly stationarity?: Stationarity;
}

export function endReason({ settings, end, stationarity }: Ending, diverged: boolean): ApproximationReason[] {
  const method = upperFirst(madeBy(settings.method));
  switch (end) {
    case 'converged':
      return [];
    case 'stopped':
      return [
        {
          code: 'interrupted',
          message: `${method} was stopped before it had converged; the draws are of where it stood`,
          nextStep: 'Run it again to the end',
        },
      ];
    case 'max-iterations':
      return diverged
        ? []
        : [
            {
              code: 'not-converged',
              message: `${method} had not converged after ${settings.iterations} iterations${
                'tolerance' in settings ? ` (tolerance ${settings.tolerance})` : ''
              }; the draws are of where it stood`,
              nextStep: wordsOf(settings.method).notConverged(settings.iterations),
            },
          ];
    case 'not-stationary': {
      const rHat = stationarity?.rHat ?? Number.POSITIVE_INFINITY;
      const found = Number.isFinite(rHat) ? `it is ${rHat.toFixed(2)}` : 'there are too few of them to tell';
      const { notStationary, notConverged } = wordsOf(settings.method);
      return diverged
        ? []
        : [
            {
              code: 'not-stationary',
              message: `${method} was still on its way after ${settings.iterations} iterations: R-hat of its last iterates should be at most 1.1, ${found}; the draws are of where it stood`,
              nextStep: (notStationary ?? notConverged)(settings.iterations),
            },
          ];
    }
    case 'stalled':
      return [
        {
          code: 'not-converged',
          message: `${method} stalled: no step from where it stood raises the log density; the draws are of there`,
          nextStep: 'Run it with another seed; give the parameters a similar scale',
        },
      ];
    default:
      return unreachable(end);
  }
}
