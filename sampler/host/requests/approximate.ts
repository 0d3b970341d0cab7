/** The request `approximate`: an approximation of the posterior. */
import type { ApproximateParams } from '../../protocol.ts';
import { runApproximate } from '../../run/approximation-run.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveApproximate(serve: ServeCancellable, machine: RunMachine): void {
  serve('approximate', (params: ApproximateParams, listener, signal) =>
    runApproximate(params, machine, listener.approximation, signal),
  );
}
