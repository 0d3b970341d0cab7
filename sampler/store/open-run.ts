/** Reads a run's folder back, also one whose run was killed. */
import { existsSync, readFileSync } from 'node:fs';
import { type Collected, createCollector } from '../draws/collector.ts';
import { allocateStats, drawStatistics } from '../draws/draw-statistics.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { type ColumnValues, readArrowStream } from './arrow-stream.ts';
import { chainFile, RUN_VERSION, type RunInfo, reportFile, runFile } from './run-folder.ts';
import { columnsOfRun } from './write-run.ts';

export interface OpenRun extends Collected {
  readonly info: RunInfo;
  /** Null where the run did not end. */
  readonly report: SampleReport | null;
}

export type OpenResult =
  | { readonly kind: 'ok'; readonly run: OpenRun }
  | { readonly kind: 'problem'; readonly message: string };

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Never throws: what is wrong with the folder is said in words. */
export function openRun(folder: string): OpenResult {
  if (!existsSync(runFile(folder)))
    return { kind: 'problem', message: `no run in ${folder}: it has no run.json` };
  const info = readJson<RunInfo>(runFile(folder));
  if (info === null || !Array.isArray(info.names) || typeof info.settings?.chains !== 'number') {
    return { kind: 'problem', message: `${runFile(folder)} is damaged` };
  }
  if (info.version !== RUN_VERSION) {
    return {
      kind: 'problem',
      message: `${folder} was written by another version (${info.version}, expected ${RUN_VERSION})`,
    };
  }
  const { names, settings } = info;
  const streams = Array.from({ length: settings.chains }, (_, chain) =>
    existsSync(chainFile(folder, chain)) ? readArrowStream(chainFile(folder, chain)) : null,
  );
  // A run that goes on until it has enough may hold more than it set out with.
  const draws = Math.max(settings.draws, ...streams.map((stream) => stream?.rows ?? 0));
  const collector = createCollector(names, settings.chains, draws);
  for (const [chain, stream] of streams.entries()) {
    if (stream === null) continue;
    const expected = columnsOfRun(names);
    if (stream.rows > 0 && expected.some(({ name }, i) => stream.names[i] !== name)) {
      return {
        kind: 'problem',
        message: `${chainFile(folder, chain)} does not hold the quantities of run.json`,
      };
    }
    let firstDraw = 0;
    for (const batch of stream.batches) {
      const block = toBlock(batch, names.length, chain, firstDraw);
      collector.add(block);
      firstDraw += block.draws;
    }
  }
  return {
    kind: 'ok',
    run: { info, report: readJson<SampleReport>(reportFile(folder)), ...collector.finish() },
  };
}

function toBlock(
  batch: readonly ColumnValues[],
  quantities: number,
  chain: number,
  firstDraw: number,
): DrawsBlock {
  const draws = batch[0].length;
  const values = new Float64Array(draws * quantities);
  for (let k = 0; k < quantities; k++) {
    for (let draw = 0; draw < draws; draw++) values[draw * quantities + k] = batch[k][draw];
  }
  const stats = allocateStats(draws);
  for (const [i, { key }] of drawStatistics.entries()) stats[key].set(batch[quantities + i]);
  return { kind: 'block', chain, firstDraw, draws, values, stats, checkpoint: null };
}
