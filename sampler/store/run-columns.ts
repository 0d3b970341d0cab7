/** A kept run read by quantity: only the requested columns are read from disk. */
import { keptChains } from '../draws/kept-chains.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { inspectRun } from './inspect-run.ts';
import { collect } from './open-run.ts';
import { openColumns } from './read-columns.ts';
import { reportOfFolder } from './report-of-draws.ts';
import type { RunInfo } from './run-folder.ts';

export interface RunColumns {
  readonly folder: string;
  readonly info: RunInfo;
  /** Null where the draws are of an approximation whose report is missing. */
  readonly report: SampleReport | null;
  /** Damage to files of chains, in words; the draws are those before it. */
  readonly damage: readonly string[];
  /** Number of chains after `keptChains`, as in the report. */
  readonly chains: number;
  readonly drawsPerChain: number;
  /** `x[chain * drawsPerChain + draw]` of each column; null if the run does not have it. */
  read(names: readonly string[]): readonly (Float64Array | null)[];
}

export type RunColumnsResult =
  | { readonly kind: 'ok'; readonly run: RunColumns }
  | { readonly kind: 'problem'; readonly message: string };

/** Never throws: returns a message about an invalid folder. */
export function openRunColumns(folder: string): RunColumnsResult {
  const inspected = inspectRun(folder);
  if (inspected.kind === 'problem') return inspected;
  const { info, chains: found, damage } = inspected.run;
  const { chains, drawsPerChain } = keptChains(found.map(({ rows }) => rows));
  const readers = chains.map((chain) => openColumns(found[chain].path, found[chain].end));
  return {
    kind: 'ok',
    run: {
      folder,
      info,
      report: reportOfFolder(folder, inspected.run, () => collect(inspected.run)),
      damage,
      chains: chains.length,
      drawsPerChain,
      read(names) {
        const parts = readers.map((reader) => reader.read(names));
        return names.map((_, k) => {
          const joined = new Float64Array(chains.length * drawsPerChain);
          for (const [i, columns] of parts.entries()) {
            const part = columns[k];
            if (part === null) return null;
            joined.set(part.subarray(0, drawsPerChain), i * drawsPerChain);
          }
          return joined;
        });
      },
    },
  };
}
