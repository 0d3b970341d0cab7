/** Data files from the disk, for the command line, the host and the language server. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { FileRead } from './load-options.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  ELOOP: 'its symbolic links go round in a circle',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
};

export function readDataFile(path: string): FileRead {
  try {
    const info = statSync(path);
    // A pipe or a device may never end.
    if (!info.isFile() && !info.isDirectory()) return { error: 'it is not a regular file' };
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { error: reasons[code] ?? (error instanceof Error ? error.message : 'it cannot be read') };
  }
}

/** Names in a folder; empty where it cannot be read. */
export function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path).slice(0, 2000);
  } catch {
    return [];
  }
}
