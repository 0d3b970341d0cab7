/**
 * Remembers the run under way beyond the window: a reload ends it, and the next window finds it again. The
 * editor restores pages too, but forgets those that were opened in the last minute before.
 */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import type * as vscode from 'vscode';
import type { ResultsView } from '../results-panel.ts';

const KEY = 'bayes.runUnderWay';

interface RunUnderWay extends ResultsView {
  /** The folder of a run that was under way when the window before this one went away. */
  readonly cutOff: string | undefined;
  /** The window goes away: that its run ends with it is no reason to forget the run. */
  leave(): void;
}

export function rememberRun(memory: vscode.Memento): RunUnderWay {
  const folder = memory.get<string>(KEY);
  const cutOff = folder !== undefined && existsSync(path.join(folder, 'run.json')) ? folder : undefined;
  if (folder !== undefined) void memory.update(KEY, undefined);
  let isLeaving = false;
  return {
    cutOff,
    leave() {
      isLeaving = true;
    },
    started: (run) => void memory.update(KEY, run.folder),
    progressed() {},
    finished() {
      if (!isLeaving) void memory.update(KEY, undefined);
    },
  };
}
