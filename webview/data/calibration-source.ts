/** Data source of the calibration page: messages of the extension, or the document of an HTML report. */
import type { CalibrationReport } from '../../sampler/report/calibration-report.ts';
import { CALIBRATION_VERSION, type FromCalibration, type ToCalibration } from '../calibration-protocol.ts';
import { awaitedAnswers } from './awaited-answers.ts';
import { download } from './download.ts';
import type { DataSource } from './source.ts';

export interface CalibrationApi {
  postMessage(message: FromCalibration): void;
  setState(state: unknown): void;
}

export interface Calibrated {
  readonly report: CalibrationReport;
  /** Whether the model has another text by now. */
  readonly isStale: boolean;
}

export interface CalibrationSource extends Pick<DataSource, 'save' | 'reportError'> {
  /** Starts delivering calibrations; null where there is none. */
  listen(listener: (calibrated: Calibrated | null) => void): void;
  /** Null in an HTML report. */
  readonly editor: {
    /** Shows a 0-based line of the calibrated model. */
    reveal(line: number): void;
    saveReport(): void;
  } | null;
}

export function calibrationSource(api: CalibrationApi, window: Window): CalibrationSource {
  const awaited = awaitedAnswers<never>();
  const post = (message: FromCalibration) => api.postMessage(message);
  return {
    listen(listener) {
      window.addEventListener('message', ({ data }: MessageEvent<ToCalibration>) => {
        switch (data.kind) {
          case 'saved':
            awaited.settle(data);
            return;
          case 'gone':
            listener(null);
            return;
          default:
            api.setState({ identity: data.identity });
            listener(data);
        }
      });
      post({ kind: 'ready', version: CALIBRATION_VERSION });
    },
    editor: {
      reveal: (line) => post({ kind: 'reveal', line }),
      saveReport: () => post({ kind: 'save-report' }),
    },
    save: (name, content) => awaited.save((id) => post({ kind: 'save', id, name, content })),
    reportError: (message) => post({ kind: 'error', message }),
  };
}

export function embeddedCalibration(report: CalibrationReport): CalibrationSource {
  return {
    listen: (listener) => listener({ report, isStale: false }),
    editor: null,
    save: download,
    reportError: (message) => console.error(message),
  };
}
