/** A kept run read by quantity: only the columns asked for leave the disk. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { SampleReport } from '../report/sample-report.ts';
import { type ColumnReader, openColumns } from './read-columns.ts';
import { chainFile, RUN_VERSION, type RunInfo, reportFile, runFile } from './run-folder.ts';

export interface RunColumns {
  readonly folder: string;
  readonly info: RunInfo;
  /** Null where the run did not end. */
  readonly report: SampleReport | null;
  /** Chains that hold draws, cut to the shortest of them, as in the report. */
  readonly chains: number;
  readonly drawsPerChain: number;
  /** `x[chain * drawsPerChain + draw]` of each column; null where the run does not hold it. */
  read(names: readonly string[]): readonly (Float64Array | null)[];
}

export type RunColumnsResult =
  | { readonly kind: 'ok'; readonly run: RunColumns }
  | { readonly kind: 'problem'; readonly message: string };

/** Never throws: what is wrong with the folder is said in words. */
export function openRunColumns(folder: string): RunColumnsResult {
  if (!existsSync(runFile(folder)))
    return { kind: 'problem', message: `There is no run in ${folder}: it has no run.json` };
  const info = readJson<RunInfo>(runFile(folder));
  if (info === null || !Array.isArray(info.names) || typeof info.settings?.chains !== 'number') {
    return { kind: 'problem', message: `${runFile(folder)} is damaged` };
  }
  if (info.version !== RUN_VERSION) {
    const message = `${folder} was written by another version (${info.version}, expected ${RUN_VERSION})`;
    return { kind: 'problem', message };
  }
  const readers: ColumnReader[] = [];
  for (let chain = 0; chain < info.settings.chains; chain++) {
    const path = chainFile(folder, chain);
    if (!existsSync(path) || statSync(path).size === 0) continue;
    try {
      const reader = openColumns(path);
      if (reader.rows > 0) readers.push(reader);
    } catch (error) {
      return {
        kind: 'problem',
        message: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }
  const chains = readers.length;
  const drawsPerChain =
    chains === 0 ? 0 : Math.min(info.settings.draws, ...readers.map((reader) => reader.rows));
  return {
    kind: 'ok',
    run: {
      folder,
      info,
      report: readJson<SampleReport>(reportFile(folder)),
      chains,
      drawsPerChain,
      read(names) {
        const parts = readers.map((reader) => reader.read(names));
        return names.map((_, k) => {
          const joined = new Float64Array(chains * drawsPerChain);
          for (let chain = 0; chain < chains; chain++) {
            const part = parts[chain][k];
            if (part === null) return null;
            joined.set(part.subarray(0, drawsPerChain), chain * drawsPerChain);
          }
          return joined;
        });
      },
    },
  };
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
