/** Checks that a run may be written to a folder, so that no files of the user's are overwritten. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readRunInfo } from './read-run-info.ts';
import { runFile } from './run-folder.ts';

/** Files left by a run that was killed before its first `run.json`. */
const LEFT_BEHIND = /^(?:run\.json\.tmp|run\.lock(?:\.\d+(?:\.stale)?)?)$/;
const MOST_NAMED = 3;

/** Why the folder is refused, in words; null where it does not exist, is empty, or holds a run. Never throws. */
export function whyNotRunFolder(folder: string): string | null {
  try {
    if (!existsSync(folder)) return null;
    if (!statSync(folder).isDirectory()) return `${folder} is a file; choose a folder for the run`;
    if (existsSync(runFile(folder))) {
      const found = readRunInfo(folder);
      return found.kind === 'ok'
        ? null
        : `${folder} is not written to: ${found.message}. Choose another folder, or empty this one`;
    }
    const others = readdirSync(folder).filter((name) => !LEFT_BEHIND.test(name));
    if (others.length === 0) return null;
    const named = others.sort().slice(0, MOST_NAMED).join(', ');
    const more = others.length > MOST_NAMED ? ` and ${others.length - MOST_NAMED} more` : '';
    return `${folder} is no folder of a run, and it is not empty (${named}${more}): nothing is written there. Choose a new or an empty folder`;
  } catch (error) {
    return `cannot look into ${folder}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
