/** The first bytes of an HDF5 file, without the library that reads it. */
import { closeSync, openSync, readSync } from 'node:fs';

/** @throws where the file cannot be read. */
export function isHdf5(path: string): boolean {
  const start = Buffer.alloc(8);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return start.toString('latin1') === '\x89HDF\r\n\x1a\n';
}
