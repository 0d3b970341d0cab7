/** JSON files, written atomically: after a kill the file is either the old one or the new one. */
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { nodeFiles, renameHeld, type StoreFiles, writeAll } from './files.ts';

/** Written to a temporary file and renamed. @throws on failure, after removing the temporary file. */
export function writeJson(path: string, value: unknown, files: StoreFiles = nodeFiles): void {
  writeText(path, `${JSON.stringify(value, null, 1)}\n`, files);
}

export function writeText(path: string, text: string, files: StoreFiles = nodeFiles): void {
  const temporary = `${path}.tmp`;
  try {
    const file = openSync(temporary, 'w');
    try {
      writeAll(file, Buffer.from(text), files);
    } finally {
      closeSync(file);
    }
    renameHeld(temporary, path, files);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Null where the file is missing or not JSON. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
