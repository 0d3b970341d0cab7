/** What the store asks of the file system where it can fail for a while or for good: an argument, so that tests can make it fail. */
import { renameSync, writeSync } from 'node:fs';

export interface StoreFiles {
  /** Appends bytes to the file; returns how many were written. */
  write(file: number, bytes: Uint8Array): number;
  rename(from: string, to: string): void;
  /** Blocks for some milliseconds. */
  wait(ms: number): void;
}

export const nodeFiles: StoreFiles = {
  write: (file, bytes) => writeSync(file, bytes),
  rename: renameSync,
  wait(ms) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
};

/** Writes all bytes. @throws the file system's error. */
export function writeAll(file: number, bytes: Uint8Array, files: StoreFiles): void {
  for (let done = 0; done < bytes.length; ) done += files.write(file, bytes.subarray(done));
}

/** On Windows a file that another program reads or scans cannot be replaced, nearly always only for a moment. */
const HELD: ReadonlySet<string> = new Set(['EPERM', 'EBUSY', 'EACCES']);
const WAITS_MS = [10, 20, 50, 100, 200, 400];

/** Renames, again after a moment where another program holds the target. @throws where it holds on to it. */
export function renameHeld(from: string, to: string, files: StoreFiles): void {
  for (let attempt = 0; ; attempt++) {
    try {
      files.rename(from, to);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!HELD.has(code) || attempt === WAITS_MS.length) throw error;
      files.wait(WAITS_MS[attempt]);
    }
  }
}
