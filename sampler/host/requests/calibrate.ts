/** The requests `calibrate` and `recover`: fits to simulated data. */
import { availableParallelism } from 'node:os';
import { runCalibration } from '../../calibrate/run-calibration.ts';
import { runRecovery } from '../../calibrate/run-recovery.ts';
import type { CalibrateParams, RecoverParams } from '../../protocol.ts';
import type { RunMachine } from '../../run/sample-run.ts';
import type { ServeCancellable } from './cancellable.ts';

export function serveCalibrate(serve: ServeCancellable, machine: RunMachine): void {
  const cores = availableParallelism();
  serve('calibrate', ({ modelText, modelPath, out }: CalibrateParams, listener, signal) =>
    withoutRejecting(() =>
      runCalibration(
        { model: { modelText, modelPath }, out },
        machine,
        cores,
        { progress: listener.simulated },
        signal,
      ),
    ),
  );
  serve('recover', ({ modelText, modelPath, line }: RecoverParams, listener, signal) =>
    withoutRejecting(() =>
      runRecovery({ modelText, modelPath }, line, machine, cores, { progress: listener.simulated }, signal),
    ),
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
