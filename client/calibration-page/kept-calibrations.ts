/** The last calibration of each model, as a file in the extension's storage. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { CalibrationReport } from '../../sampler/report/calibration-report.ts';
import { writeText } from '../../sampler/store/json-file.ts';

export interface KeptCalibration {
  readonly version: 1;
  /** Of the model's document. */
  readonly uri: string;
  /** As it was calibrated. */
  readonly modelText: string;
  readonly modelPath: string;
  readonly report: CalibrationReport;
}

export interface KeptCalibrations {
  keep(calibration: KeptCalibration): Promise<void>;
  /** Null where there is none, or one of another version. */
  read(uri: string): Promise<KeptCalibration | null>;
}

/** @param folder where the files are; made with the first of them. */
export function keptCalibrations(folder: () => string): KeptCalibrations {
  const fileOf = (uri: string) =>
    path.join(folder(), `${createHash('sha256').update(uri).digest('hex').slice(0, 24)}.json`);
  return {
    async keep(calibration) {
      await mkdir(folder(), { recursive: true });
      // Whole or not at all: the editor may be closed meanwhile.
      writeText(fileOf(calibration.uri), JSON.stringify(calibration));
    },
    async read(uri) {
      try {
        const kept = JSON.parse(await readFile(fileOf(uri), 'utf8'));
        return kept?.version === 1 && kept.uri === uri ? kept : null;
      } catch {
        return null;
      }
    },
  };
}
