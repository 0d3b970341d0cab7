/** The request `resume`: continues a kept run. */
import type { ResumeParams } from '../../protocol.ts';
import { runResume } from '../../run/resume-run.ts';
import type { RunMachine } from '../../run/run-machine.ts';
import { openRun } from '../../store/open-run.ts';
import type { ServeCancellable } from './cancellable.ts';
import { judgeFit } from './judge-fit.ts';
import { weigh } from './weigh.ts';

export function serveResume(serve: ServeCancellable, machine: RunMachine): void {
  serve('resume', (params: ResumeParams, listener, signal) => {
    const { folder, modes = wasWeighed(folder) ? 'weigh' : 'report' } = params;
    const request = { ...params, judgeFit, ...(modes === 'weigh' ? { weigh } : {}) };
    return runResume(request, machine, listener, signal);
  });
}

/** Whether the report that the run has now weighs its modes. */
function wasWeighed(folder: string): boolean {
  const opened = openRun(folder);
  return opened.kind === 'ok' && opened.run.report?.mode_weights !== undefined;
}
