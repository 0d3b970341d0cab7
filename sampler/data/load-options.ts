/** The loader's access to files: everything it needs from a file system is an argument. */

/** The bytes of a file, or why it cannot be read (`no such file`, `permission denied`). */
export type FileRead = Uint8Array | { readonly error: string };

export interface LoadOptions {
  /** Absolute path of the `.bayes` file; data paths are relative to its folder. */
  readonly modelPath: string;
  readonly readFile: (path: string) => FileRead;
  /** Names in a folder, for a suggestion when a file is missing. */
  readonly listFolder?: (path: string) => readonly string[];
  /** Keeps parsed files between calls (the language server); keyed by SHA-256, so never stale. */
  readonly cache?: DataCache;
}

import type { DataFile } from './data-file.ts';

export interface DataCache {
  get(hash: string): DataFile | undefined;
  set(hash: string, file: DataFile): void;
}

/** A cache of the `limit` most recently used files. */
export function createDataCache(limit = 16): DataCache {
  const files = new Map<string, DataFile>();
  return {
    get(hash) {
      const file = files.get(hash);
      if (file !== undefined) {
        files.delete(hash);
        files.set(hash, file);
      }
      return file;
    },
    set(hash, file) {
      files.set(hash, file);
      const oldest = files.keys().next();
      if (files.size > limit && !oldest.done) files.delete(oldest.value);
    },
  };
}
