/** The valid part of a run's folder: its chains up to the first damage. */
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type CommittedPart, committedPart } from './chain-blocks.ts';
import { openColumns } from './read-columns.ts';
import { readRunInfo } from './read-run-info.ts';
import { chainFile, type RunInfo } from './run-folder.ts';
import { columnsOfRun } from './write-run.ts';

export interface ReadableChain {
  /** 0-based. */
  readonly chain: number;
  readonly path: string;
  readonly rows: number;
  /** Length in bytes of their part of the file. */
  readonly end: number;
  /** The part verified by checksums; null without checksums or draws. */
  readonly committed: CommittedPart | null;
}

export interface InspectedRun {
  readonly info: RunInfo;
  /** For every requested chain; without draws if its file is missing. */
  readonly chains: readonly ReadableChain[];
  /** Damage to files of chains, in words. */
  readonly damage: readonly string[];
}

type InspectResult =
  | { readonly kind: 'ok'; readonly run: InspectedRun }
  | { readonly kind: 'problem'; readonly message: string };

/** Never throws: returns a message about an invalid folder. */
export function inspectRun(folder: string): InspectResult {
  const found = readRunInfo(folder);
  if (found.kind === 'problem') return found;
  const { info } = found;
  const damage: string[] = [];
  const chains = Array.from({ length: info.settings.chains }, (_, chain): ReadableChain => {
    try {
      const { damage: ofChain, ...readable } = inspectChain(folder, info, chain);
      if (ofChain !== null) damage.push(ofChain);
      return readable;
    } catch (error) {
      const path = chainFile(folder, chain);
      damage.push(
        `${basename(path)} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return { chain, path, rows: 0, end: 0, committed: null };
    }
  });
  return { kind: 'ok', run: { info, chains, damage } };
}

function inspectChain(
  folder: string,
  info: RunInfo,
  chain: number,
): ReadableChain & { readonly damage: string | null } {
  const path = chainFile(folder, chain);
  const none = { chain, path, rows: 0, end: 0, committed: null };
  const part = committedPart(folder, info, chain);
  const damage = part?.damage ?? null;
  const verified = part?.isVerified === true ? part : null;
  if (verified?.rows === 0) return { ...none, damage };
  if (!existsSync(path) || statSync(path).size === 0) return { ...none, damage };
  const { names, rows, end } = openColumns(path, verified?.end);
  const expected = columnsOfRun(info.names);
  if (rows > 0 && (names.length !== expected.length || expected.some(({ name }, k) => names[k] !== name)))
    return { ...none, damage: `${basename(path)} does not hold the quantities of run.json` };
  if (verified !== null && rows !== verified.rows)
    return { ...none, damage: `${basename(path)} holds ${rows} draws where ${verified.rows} are committed` };
  return { chain, path, rows, end, committed: verified, damage };
}
