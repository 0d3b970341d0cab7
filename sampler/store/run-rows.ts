/** The draws of a kept run as one table: a row per draw, chain after chain. */
import { existsSync } from 'node:fs';
import { type ArrowColumns, type ColumnValues, readArrowStream } from './arrow-stream.ts';
import { chainFile, type RunInfo } from './run-folder.ts';

export interface RunRows {
  /** Quantities in the order of `run.json`, then what the sampler tells of each draw (`lp__`, …). */
  readonly names: readonly string[];
  /** Chains that hold draws, from 1; as many draws of each as the shortest has, as in the report. */
  readonly chains: readonly number[];
  readonly drawsPerChain: number;
  batches(): Iterable<RowBatch>;
}
export interface RowBatch {
  /** From 1. */
  readonly chain: number;
  /** From 1. */
  readonly firstDraw: number;
  readonly rows: number;
  /** One array per name. */
  readonly columns: readonly ColumnValues[];
}

/** @throws where a chain's file cannot be read. */
export function runRows(folder: string, info: RunInfo): RunRows {
  const found = Array.from({ length: info.settings.chains }, (_, k) => k).flatMap((k) => {
    if (!existsSync(chainFile(folder, k))) return [];
    const stream = readArrowStream(chainFile(folder, k));
    return stream.rows === 0 ? [] : [{ chain: k + 1, stream }];
  });
  const drawsPerChain = found.length === 0 ? 0 : Math.min(...found.map(({ stream }) => stream.rows));
  return {
    names: found.length === 0 ? info.names : found[0].stream.names,
    chains: found.map(({ chain }) => chain),
    drawsPerChain,
    *batches() {
      for (const { chain, stream } of found) yield* rowsOf(chain, stream, drawsPerChain);
    },
  };
}

function* rowsOf(chain: number, stream: ArrowColumns, limit: number): Generator<RowBatch> {
  let done = 0;
  for (const batch of stream.batches) {
    const rows = Math.min(batch[0]?.length ?? 0, limit - done);
    if (rows <= 0) return;
    yield { chain, firstDraw: done + 1, rows, columns: batch.map((column) => column.subarray(0, rows)) };
    done += rows;
  }
}
