/**
 * Remembers the run under way beyond the window: a reload ends it, and the next window finds it again. The
 * editor restores pages too, but forgets those that were opened in the last minute before. It writes its
 * own memory only after a while, so the folder's name is kept in a file, which is on disk at once.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import type { ResultsView } from '../results-panel.ts';

interface RunUnderWay extends ResultsView {
  /** The folder of a run that was under way when the window before this one went away. */
  readonly cutOff: string | undefined;
  /** The window goes away: that its run ends with it is no reason to forget the run. */
  leave(): void;
}

/** @param file holds the run's folder; one that cannot be written is done without. */
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
