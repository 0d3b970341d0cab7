/** The request `sample`: sampling a model with NUTS or Metropolis. */
import type { SampleParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import { runSample } from '../../run/sample-run.ts';
import type { WeighModes } from '../../run/weigh-modes.ts';
import type { ServeCancellable } from './cancellable.ts';
import { judgeFit } from './judge-fit.ts';

/** Loaded lazily, since few requests weigh modes. */
const weigh: WeighModes = async (run) =>
  (await import('../../predict/leave-one-out/weigh-modes.ts')).weighModes(run);

export function serveSample(serve: ServeCancellable, machine: RunMachine): void {
  serve('sample', (params: SampleParams, listener, signal) => {
    const request = { ...params, judgeFit, ...(params.modes === 'weigh' ? { weigh } : {}) };
    return runSample(request, machine, listener, signal);
  });
}
