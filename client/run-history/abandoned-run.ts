/** Whether the process that wrote a run's folder has ended, by the folder's lock file (`sampler/store/run-lock.ts`). */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as path from 'node:path';

/** False if unknown: no lock, one of another machine, or a process with the same id. */
export function isAbandoned(folder: string): boolean {
  const holder = readLock(path.join(folder, 'run.lock'));
  if (holder === undefined || holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    // EPERM would mean a live process of another user.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function readLock(file: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    const { pid, host } = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}
