/** The request `resume`: continues a kept run. */
import type { ResumeParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/run-machine.ts';
import type { ServeCancellable } from './cancellable.ts';
import { judgeFit } from './judge-fit.ts';
import { weigh } from './weigh.ts';

export function serveResume(serve: ServeCancellable, machine: RunMachine): void {
  serve('resume', async (params: ResumeParams, listener, signal) => {
    const { runResume } = await import('../../run/resume-run.ts');
    const { folder, modes = (await wasWeighed(folder)) ? 'weigh' : 'report' } = params;
    const request = { ...params, judgeFit, ...(modes === 'weigh' ? { weigh } : {}) };
    return runResume(request, machine, listener, signal);
  });
}

/** Whether the report that the run has now weighs its modes. */
async function wasWeighed(folder: string): Promise<boolean> {
  const { openRun } = await import('../../store/open-run.ts');
  const opened = openRun(folder);
  return opened.kind === 'ok' && opened.run.report?.mode_weights !== undefined;
}
