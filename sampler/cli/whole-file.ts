/** Files that other programs read: complete, or not there. */
import { renameSync, rmSync } from 'node:fs';

/** Written to a temporary file and renamed, so that the file is always complete. */
export function wholeFile(target: string, make: (temporary: string) => void): void {
  const temporary = `${target}.tmp`;
  try {
    make(temporary);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
