/** The request `estimate`: a point estimate of the posterior. */
import type { EstimateParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveEstimate(serve: ServeCancellable, machine: RunMachine): void {
  serve('estimate', async (params: EstimateParams, _, signal) => {
    const { runEstimate } = await import('../../run/estimate-run.ts');
    return runEstimate(params, machine, signal);
  });
}
