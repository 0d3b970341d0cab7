/** The requests `calibrate` and `recover`: fits to simulated data. */
import { availableParallelism } from 'node:os';
import type { CalibrateParams, RecoverParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveCalibrate(serve: ServeCancellable, machine: RunMachine): void {
  const cores = availableParallelism();
  serve('calibrate', ({ modelText, modelPath, out }: CalibrateParams, listener, signal) =>
    withoutRejecting(async () => {
      const { runCalibration } = await import('../../calibrate/run-calibration.ts');
      const request = { model: { modelText, modelPath }, out };
      return runCalibration(request, machine, cores, { progress: listener.simulated }, signal);
    }),
  );
  serve('recover', ({ modelText, modelPath, line }: RecoverParams, listener, signal) =>
    withoutRejecting(async () => {
      const { runRecovery } = await import('../../calibrate/run-recovery.ts');
      const model = { modelText, modelPath };
      return runRecovery(model, line, machine, cores, { progress: listener.simulated }, signal);
    }),
  );
}

async function withoutRejecting<R>(run: () => Promise<R>) {
  try {
    return await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const stderrTail = error instanceof Error ? (error.stack ?? '') : '';
    return { kind: 'failed', failure: { kind: 'crash', message, stderrTail } } as const;
  }
}
