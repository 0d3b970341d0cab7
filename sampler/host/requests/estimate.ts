/** The request `estimate`: a point estimate of the posterior. */
import type { EstimateParams } from '../../protocol.ts';
import { runEstimate } from '../../run/estimate-run.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveEstimate(serve: ServeCancellable, machine: RunMachine): void {
  serve('estimate', (params: EstimateParams, _, signal) => runEstimate(params, machine, signal));
}
