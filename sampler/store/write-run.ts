/** Writes a run to its folder while it goes on. */

import type { SampleReport } from '../report/sample-report.ts';
import type { DrawsBlock } from '../run/chain-messages.ts';
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

/** Sampler statistics as columns, under the names that Stan gives them. */
export const statColumns = [
  { key: 'logDensity', name: 'lp__', type: 'float64' },
  { key: 'energy', name: 'energy__', type: 'float64' },
  { key: 'divergent', name: 'divergent__', type: 'uint8' },
  { key: 'treeDepth', name: 'treedepth__', type: 'uint8' },
  { key: 'gradients', name: 'n_leapfrog__', type: 'uint32' },
  { key: 'acceptance', name: 'accept_stat__', type: 'float64' },
  { key: 'stepSize', name: 'stepsize__', type: 'float64' },
] as const satisfies readonly (Column & { readonly key: keyof DrawsBlock['stats'] })[];

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
  const columns: Column[] = [
    ...info.names.map((name): Column => ({ name, type: 'float64' })),
    ...statColumns.map(({ name, type }): Column => ({ name, type })),
  ];
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
        ...columnsOf(block, info.names.length),
        ...statColumns.map(({ key }) => block.stats[key]),
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

function columnsOf({ values, draws }: DrawsBlock, quantities: number): readonly Float64Array[] {
  return Array.from({ length: quantities }, (_, k) => {
    const column = new Float64Array(draws);
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * quantities + k];
    return column;
  });
}
