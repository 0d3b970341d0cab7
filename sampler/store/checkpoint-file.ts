/**
 * A chain's checkpoint, as JSON that round-trips every number bit for bit. It has a checksum, because a state with
 * one wrong digit would yield plausible but wrong draws.
 */
import { crc32 } from 'node:zlib';
import { exactJson, parseExactJson } from './exact-json.ts';
import { nodeFiles, type StoreFiles } from './files.ts';
import { readJson, writeText } from './json-file.ts';

export function writeCheckpoint(path: string, checkpoint: object, files: StoreFiles = nodeFiles): void {
  const state = exactJson(checkpoint);
  writeText(path, `{"crc32":${crc32(state)},"state":${state}}\n`, files);
}

/** Null where the file is missing or damaged; the chain then repeats its draws from the seed. */
export function readCheckpoint(path: string): object | null {
  const found = readJson(path);
  if (typeof found !== 'object' || found === null || !('state' in found) || !('crc32' in found)) return null;
  const text = JSON.stringify(found.state);
  if (typeof text !== 'string' || crc32(text) !== found.crc32) return null;
  const state: unknown = parseExactJson(text);
  return typeof state === 'object' ? state : null;
}
