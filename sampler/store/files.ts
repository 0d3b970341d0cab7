/** File system operations of the store that may fail; passed in, so that tests can make them fail. */
import { renameSync, writeSync } from 'node:fs';

export interface StoreFiles {
  /** Appends bytes to the file; returns how many were written. */
  write(file: number, bytes: Uint8Array): number;
  rename(from: string, to: string): void;
  /** Blocks the thread. */
  wait(ms: number): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

export const nodeFiles: StoreFiles = {
  write: (file, bytes) => writeSync(file, bytes),
  rename: renameSync,
  wait(ms) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
  now: () => performance.now(),
};

/** Writes all bytes. @throws the file system's error. */
export function writeAll(file: number, bytes: Uint8Array, files: StoreFiles): void {
  for (let done = 0; done < bytes.length; ) done += files.write(file, bytes.subarray(done));
}

/** On Windows a file cannot be replaced while another program reads or scans it, which is usually brief. */
const HELD: ReadonlySet<string> = new Set(['EPERM', 'EBUSY', 'EACCES']);
const WAITS_MS = [10, 20, 50, 100, 200, 400];

/** Renames, retrying while another program holds the target. @throws where it stays held. */
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
