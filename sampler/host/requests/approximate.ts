/** The request `approximate`: an approximation of the posterior. */
import type { ApproximateParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveApproximate(serve: ServeCancellable, machine: RunMachine): void {
  serve('approximate', async (params: ApproximateParams, listener, signal) => {
    const { runApproximate } = await import('../../run/approximation-run.ts');
    return runApproximate(params, machine, listener.approximation, signal);
  });
}
