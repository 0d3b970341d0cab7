/** Reads a run's folder, including runs that were killed and files that are damaged. */
import { type Collected, createCollector } from '../draws/collector.ts';
import { allocateStats, drawStatistics } from '../draws/draw-statistics.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { readArrowStream } from './arrow-stream.ts';
import { type InspectedRun, inspectRun, type ReadableChain } from './inspect-run.ts';
import type { ColumnValues } from './record-batch.ts';
import { reportOfFolder } from './report-of-draws.ts';
import type { RunInfo } from './run-folder.ts';

export interface OpenRun extends Collected {
  readonly info: RunInfo;
  /** Null where the draws are of an approximation whose report is missing. */
  readonly report: SampleReport | null;
  /** Damage to files of chains, in words; the draws are those before it. */
  readonly damage: readonly string[];
}

export type OpenResult =
  | { readonly kind: 'ok'; readonly run: OpenRun }
  | { readonly kind: 'problem'; readonly message: string };

/** Never throws: returns a message about an invalid folder. */
export function openRun(folder: string): OpenResult {
  const inspected = inspectRun(folder);
  if (inspected.kind === 'problem') return inspected;
  const { run } = inspected;
  const collected = collect(run);
  const report = reportOfFolder(folder, run, () => collected);
  return { kind: 'ok', run: { info: run.info, damage: run.damage, report, ...collected } };
}

/** All valid draws of a run. */
export function collect({ info, chains }: InspectedRun): Collected {
  const most = chains.reduce((longest, { rows }) => Math.max(longest, rows), 0);
  const collector = createCollector(info.names, chains.length, most);
  for (const chain of chains) for (const block of blocksOf(chain, info.names.length)) collector.add(block);
  return collector.finish();
}

/** The blocks of a chain as they were written, without checkpoints. */
export function* blocksOf(
  { chain, path, rows, end }: ReadableChain,
  quantities: number,
): Generator<DrawsBlock> {
  if (rows === 0) return;
  let firstDraw = 0;
  for (const batch of readArrowStream(path, end).batches) {
    const block = toBlock(batch, quantities, chain, firstDraw);
    yield block;
    firstDraw += block.draws;
  }
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
