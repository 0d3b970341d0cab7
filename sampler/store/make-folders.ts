/** A folder with its parents, one `mkdir` at a time: Node's recursive one never returns under `/proc`. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** @throws where a folder cannot be made. */
export function makeFolders(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) makeFolders(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
