/** The request `sample`: sampling a model with NUTS or Metropolis. */
import type { SampleParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import { runSample } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';
import { judgeFit } from './judge-fit.ts';
import { weigh } from './weigh.ts';

export function serveSample(serve: ServeCancellable, machine: RunMachine): void {
  serve('sample', (params: SampleParams, listener, signal) => {
    const request = { ...params, judgeFit, ...(params.modes === 'weigh' ? { weigh } : {}) };
    return runSample(request, machine, listener, signal);
  });
}
