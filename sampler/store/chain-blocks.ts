/**
 * `chain-N.blocks`: one line for each committed block of a chain's file, appended after the block is written.
 * First line: `bayes-blocks 1 <run> <chain>`; then `<rows> <end> <crc32>`: draws in the block, the byte in the
 * file where it ends, and the checksum of its bytes; after these, as JSON, its invalid draws, if any. A block is committed once its line is complete.
 */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { exactJson, parseExactJson } from './exact-json.ts';
import { blocksFile, chainFile, type RunInfo, runId } from './run-folder.ts';

interface BlockEntry {
  readonly rows: number;
  /** Byte in the chain's file after the block. */
  readonly end: number;
  readonly crc: number;
  /** Draws with an invalid value. */
  readonly fault: object | null;
}

export const headerLine = (info: RunInfo, chain: number): string =>
  `bayes-blocks 1 ${runId(info)} ${chain + 1}\n`;
export const blockLine = ({ rows, end, crc, fault }: BlockEntry): string =>
  `${rows} ${end} ${crc.toString(16).padStart(8, '0')}${fault === null ? '' : ` ${exactJson(fault)}`}\n`;

/** The valid part of a chain's file. */
export interface CommittedPart {
  /** False where there are draws without checksums. */
  readonly isVerified: boolean;
  readonly rows: number;
  /** Bytes of committed blocks in the chain's file, and in its `.blocks`. */
  readonly end: number;
  readonly blocksEnd: number;
  /** Faults of its blocks. */
  readonly faults: readonly object[];
  /** Damage after the valid part, in words, or null. A block that was still being written is not damage. */
  readonly damage: string | null;
}

const nothing = { isVerified: true, rows: 0, end: 0, blocksEnd: 0, faults: [] };

/** Reads the committed blocks and compares their checksums. Null for runs of version 1, which have none. */
export function committedPart(folder: string, info: RunInfo, chain: number): CommittedPart | null {
  if (info.version === 1) return null;
  const path = chainFile(folder, chain);
  const blocks = blocksFile(folder, chain);
  const name = basename(path);
  if (!existsSync(blocks)) {
    if (!existsSync(path)) return { ...nothing, damage: null };
    const damage = `${basename(blocks)}, the checksums of ${name}, is missing`;
    return { ...nothing, isVerified: false, damage };
  }
  const { header, entries, damage: inBlocks } = readBlocks(blocks);
  if (header !== '' && header !== headerLine(info, chain))
    return { ...nothing, damage: `${name} belongs to another run or another chain` };
  if (!existsSync(path)) {
    const rows = entries.reduce((sum, entry) => sum + entry.rows, 0);
    return { ...nothing, damage: rows === 0 ? inBlocks : `${name}, with ${rows} draws, is missing` };
  }
  const part = verified(path, name, header.length, entries);
  return { ...part, damage: part.damage ?? inBlocks };
}

function readBlocks(path: string): {
  /** Empty if it is not yet complete. */
  readonly header: string;
  readonly entries: readonly BlockEntry[];
  readonly damage: string | null;
} {
  const text = readFileSync(path, 'utf8');
  // A last line without a line break was still being written.
  const lines = text.split('\n').slice(0, -1);
  const header = lines.length === 0 ? '' : `${lines[0]}\n`;
  const entries: BlockEntry[] = [];
  for (const [i, line] of lines.slice(1).entries()) {
    const entry = parseLine(line);
    if (entry === null || entry.end <= (entries.at(-1)?.end ?? 0))
      return { header, entries, damage: `line ${i + 2} of ${basename(path)} is no block` };
    entries.push(entry);
  }
  return { header, entries, damage: null };
}

function parseLine(line: string): BlockEntry | null {
  const found = /^([1-9]\d{0,9}) ([1-9]\d{0,14}) ([\da-f]{8})(?: (\{.*\}))?$/.exec(line);
  if (found === null) return null;
  const [, rows, end, crc, fault] = found;
  try {
    return {
      rows: Number(rows),
      end: Number(end),
      crc: Number.parseInt(crc, 16),
      fault: fault === undefined ? null : (parseExactJson(fault) as object),
    };
  } catch {
    return null;
  }
}

function verified(
  path: string,
  name: string,
  headerBytes: number,
  entries: readonly BlockEntry[],
): CommittedPart {
  const size = statSync(path).size;
  let rows = 0;
  let end = 0;
  let blocksEnd = headerBytes;
  const faults: object[] = [];
  const file = openSync(path, 'r');
  try {
    for (const entry of entries) {
      const draws = `draws ${rows + 1} to ${rows + entry.rows}`;
      const upTo = { isVerified: true, rows, end, blocksEnd, faults };
      if (entry.end > size) return { ...upTo, damage: `${name} is cut short: ${draws} are not whole` };
      if (checksum(file, end, entry.end) !== entry.crc)
        return { ...upTo, damage: `${name} is damaged: ${draws} do not match their checksum` };
      rows += entry.rows;
      end = entry.end;
      blocksEnd += Buffer.byteLength(blockLine(entry));
      if (entry.fault !== null) faults.push(entry.fault);
    }
  } finally {
    closeSync(file);
  }
  return { isVerified: true, rows, end, blocksEnd, faults, damage: null };
}

const CHUNK = 1 << 20;

function checksum(file: number, from: number, to: number): number {
  const buffer = Buffer.alloc(Math.min(CHUNK, to - from));
  let crc = 0;
  for (let at = from; at < to; ) {
    const count = readSync(file, buffer, 0, Math.min(buffer.length, to - at), at);
    if (count === 0) return -1;
    crc = crc32(buffer.subarray(0, count), crc);
    at += count;
  }
  return crc;
}
