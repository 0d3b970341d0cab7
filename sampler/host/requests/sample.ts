/** The request `sample`: sampling a model with NUTS or Metropolis. */
import type { SampleParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import { runSample } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveSample(serve: ServeCancellable, machine: RunMachine): void {
  serve('sample', (params: SampleParams, listener, signal) => runSample(params, machine, listener, signal));
}
