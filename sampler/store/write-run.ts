/** Writes a run to its folder while it goes on. */

import { drawStatistics } from '../draws/draw-statistics.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { type ArrowAppender, type Column, createArrowStream } from './arrow-stream.ts';
import {
  chainFile,
  checkpointFile,
  prepareFolder,
  type RunInfo,
  reportFile,
  runFile,
  writeJson,
} from './run-folder.ts';

/** The columns of a chain's file: the quantities, then the sampler's statistics. */
export function columnsOfRun(names: readonly string[]): readonly Column[] {
  return [
    ...names.map((name): Column => ({ name, type: 'float64' })),
    ...drawStatistics.map(({ column, type }): Column => ({ name: column, type })),
  ];
}

export interface RunWriter {
  append(block: DrawsBlock): void;
  /** The report's settings replace those of the start: they say how many draws it came to. */
  finish(state: 'done' | 'interrupted', report: SampleReport): void;
  fail(): void;
}

/** @throws where the folder cannot be written. */
export function createRun(folder: string, info: RunInfo): RunWriter {
  prepareFolder(folder);
  writeJson(runFile(folder), info);
  const chains = new Map<number, ArrowAppender>();
  const columns = columnsOfRun(info.names);
  const close = (state: RunInfo['state'], settings = info.settings) => {
    for (const stream of chains.values()) stream.close();
    writeJson(runFile(folder), {
      ...info,
      settings,
      state,
      finished: new Date().toISOString(),
    } satisfies RunInfo);
  };
  return {
    append(block) {
      const stream = chains.get(block.chain) ?? createArrowStream(chainFile(folder, block.chain), columns);
      chains.set(block.chain, stream);
      stream.append([
        ...quantityColumns(block, info.names.length),
        ...drawStatistics.map(({ key }) => block.stats[key]),
      ]);
      if (block.checkpoint !== null) writeJson(checkpointFile(folder, block.chain), block.checkpoint);
    },
    finish(state, report) {
      writeJson(reportFile(folder), report);
      close(state, report.settings);
    },
    fail: () => close('failed'),
  };
}

function quantityColumns({ values, draws }: DrawsBlock, quantities: number): readonly Float64Array[] {
  return Array.from({ length: quantities }, (_, k) => {
    const column = new Float64Array(draws);
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * quantities + k];
    return column;
  });
}
