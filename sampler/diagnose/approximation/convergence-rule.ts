/** When an approximation counts as converged: each method's own rule, in words, to stand beside its answer. */
import type { ApproximationSettings } from '../../report/approximation-report.ts';
import { unreachable } from '../../unreachable.ts';

/** A clause that completes “it has converged when …”. */
export function convergenceRule(settings: ApproximationSettings): string {
  switch (settings.method) {
    case 'meanfield':
    case 'fullrank':
      return `the means of five estimates of the ELBO and of the five before differ by at most ${settings.tolerance} nats, beyond their own error`;
    case 'pathfinder':
      return 'a climb has reached its end and Pareto k-hat is within its limit';
    case 'laplace':
      return 'the climb has ended where the gradient vanishes and the density curves downwards in every direction';
    default:
      return unreachable(settings);
  }
}
