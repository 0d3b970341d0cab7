/** The draws of a kept run as one table: a row per draw, chain after chain. Chains may differ in length. */
import { readArrowStream } from './arrow-stream.ts';
import { inspectRun } from './inspect-run.ts';
import type { ColumnValues } from './record-batch.ts';
import { columnsOfRun } from './write-run.ts';

export interface RunRows {
  /** Quantities in the order of `run.json`, then the statistics of each draw (`lp__`, …). */
  readonly names: readonly string[];
  /** Chains that hold draws, from 1. */
  readonly chains: readonly number[];
  /** Draws of all chains together. */
  readonly draws: number;
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
export function runRows(folder: string): RunRows {
  const inspected = inspectRun(folder);
  if (inspected.kind === 'problem') throw new Error(inspected.message);
  const { info, chains } = inspected.run;
  const kept = chains.filter(({ rows }) => rows > 0);
  return {
    names: columnsOfRun(info.names).map(({ name }) => name),
    chains: kept.map(({ chain }) => chain + 1),
    draws: kept.reduce((sum, { rows }) => sum + rows, 0),
    *batches() {
      for (const { chain, path, end } of kept) {
        let done = 0;
        for (const columns of readArrowStream(path, end).batches) {
          const rows = columns[0].length;
          yield { chain: chain + 1, firstDraw: done + 1, rows, columns };
          done += rows;
        }
      }
    },
  };
}
