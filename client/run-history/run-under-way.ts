/**
 * Remembers the current run across reloads of the window, which end it. The editor restores pages too, but not those
 * opened within the last minute, and it saves its own state with a delay; hence a file, which is written at once.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ResultsView } from '../results-panel.ts';

interface RunUnderWay extends ResultsView {
  /** The folder of a run that was active when the previous window closed. */
  readonly cutOff: string | undefined;
  /** Called when the window closes: the run that ends with it must be remembered. */
  leave(): void;
}

/** @param file contains the run's folder; if it cannot be written, nothing is remembered. */
export function rememberRun(file: string): RunUnderWay {
  const folder = attempt(() => readFileSync(file, 'utf8'));
  const cutOff = folder !== undefined && existsSync(path.join(folder, 'run.json')) ? folder : undefined;
  const forget = () => attempt(() => rmSync(file, { force: true }));
  if (folder !== undefined) forget();
  let isLeaving = false;
  return {
    cutOff,
    leave() {
      isLeaving = true;
    },
    started: (run) =>
      attempt(() => {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, run.folder);
      }),
    progressed() {},
    finished() {
      if (!isLeaving) forget();
    },
  };
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
