/**
 * Cached data files: read once per change on disk, and never outside the workspace unless it is trusted.
 */
import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import type { FileRead } from '../sampler/data/load-options.ts';
import { listFolder, readDataFile } from '../sampler/data/node-reader.ts';

export interface FileSource {
  read(path: string): FileRead;
  list(folder: string): readonly string[];
  /** Changes whenever the file does; `absent` for a missing file. */
  stamp(path: string): string;
  setTrusted(trusted: boolean): void;
  setFolders(folders: readonly string[]): void;
}

interface FileSourceOptions {
  readonly trusted: boolean;
  /** Absolute paths of the workspace's folders. */
  readonly folders: readonly string[];
}

/** Files up to this size are kept in memory between checks. */
const KEPT_BYTES = 64 * 1024 * 1024;

export function createFileSource(options: FileSourceOptions): FileSource {
  let { trusted, folders } = options;
  const kept = new Map<string, { readonly stamp: string; readonly bytes: Uint8Array }>();

  function allowed(path: string): boolean {
    return trusted || folders.some((folder) => isInside(realPath(path), realPath(folder)));
  }

  function stamp(path: string): string {
    if (!allowed(path)) return 'untrusted';
    try {
      const { mtimeMs, size, ino } = statSync(path);
      return `${mtimeMs} ${size} ${ino}`;
    } catch {
      return 'absent';
    }
  }

  return {
    stamp,
    read(path) {
      if (!allowed(path)) {
        return {
          error: 'it lies outside the workspace, which is not trusted; trust the workspace to read it',
        };
      }
      const now = stamp(path);
      const known = kept.get(path);
      if (known?.stamp === now) return known.bytes;
      const read = readDataFile(path);
      kept.delete(path);
      if (read instanceof Uint8Array && read.byteLength <= KEPT_BYTES)
        kept.set(path, { stamp: now, bytes: read });
      return read;
    },
    list: (folder) => (allowed(folder) ? listFolder(folder) : []),
    setTrusted(value) {
      trusted = value;
    },
    setFolders(value) {
      folders = value;
    },
  };
}

/** The path with symbolic links resolved, so that links cannot lead outside; for a missing file, via its folder. */
function realPath(path: string): string {
  for (let at = path; ; at = dirname(at)) {
    try {
      return `${realpathSync(at)}${path.slice(at.length)}`;
    } catch {
      if (dirname(at) === at) return path;
    }
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
