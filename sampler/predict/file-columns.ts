/** Names of the columns (of JSON: the keys) of a data file. */
import { dirname, resolve } from 'node:path';
import { parseDataFile } from '../data/data-file.ts';
import type { LoadOptions } from '../data/load-options.ts';

/** @returns null if the file cannot be read: the loader reports why. */
export function columnsOfFile(path: string, options: LoadOptions): ReadonlySet<string> | null {
  const absolute = resolve(dirname(options.modelPath), path);
  const bytes = options.readFile(absolute);
  if ('error' in bytes) return null;
  const content = parseDataFile(absolute, bytes);
  if (content.kind === 'problem') return null;
  return new Set(content.kind === 'table' ? content.header : content.keys.keys());
}
