/** The request `resume`: continues a kept run. */
import type { ResumeParams } from '../../protocol.ts';
import { runResume } from '../../run/resume-run.ts';
import type { RunMachine } from '../../run/run-machine.ts';
import type { ServeCancellable } from './cancellable.ts';
import { judgeFit } from './judge-fit.ts';

export function serveResume(serve: ServeCancellable, machine: RunMachine): void {
  serve('resume', (params: ResumeParams, listener, signal) =>
    runResume({ ...params, judgeFit }, machine, listener, signal),
  );
}
