/** The summary of a run's draws: in the workers, or here where they are few, or where a worker fails. */
import { type Columns, columnsDescriber } from '../diagnose/describe-columns.ts';
import { summaryModule } from '../diagnose/describe-quantity.ts';
import { labelCounts, rowsOfRecords } from '../diagnose/summary-rows.ts';
import type { Draws } from '../draws/draws.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { SummaryRow } from '../report/sample-report.ts';
import { STOPPED } from './summary-job.ts';
import type { Pool } from './worker-jobs.ts';

/** Progress and cancellation of a summary, which takes long for many quantities. */
interface SummaryWatch {
  progress(done: number, total: number): void;
  /** True ends the summary; the rows made until then are reported, as provisional. */
  shouldStop(): boolean;
}

/** Values for which the workers are asked: of fewer, the messages take as long. */
const LEAST_FOR_WORKERS = 2 ** 17;
/** Values of a block, about. */
const VALUES_OF_BLOCK = 2 ** 16;
/** Quantities of a block are a multiple of those that are copied from the draws at once. */
const TOGETHER = 8;
/** Jobs at most; those that find no processor free wait, and end at once where no block is left. */
const MOST_JOBS = 32;

/** Between messages of progress. */
const TELL_EVERY_MS = 50;

/** One row per quantity, or per label of a discrete one; none where there are no draws. */
export async function summarise(
  draws: Draws,
  labels: QuantityLabels,
  pool: Pool,
  watch: SummaryWatch,
): Promise<readonly SummaryRow[]> {
  const { names, chains, drawsPerChain, values } = draws;
  const ofQuantity = chains * drawsPerChain;
  if (ofQuantity === 0) return [];
  const columns = { width: names.length, chains, drawsPerChain, values };
  const block = TOGETHER * Math.ceil(VALUES_OF_BLOCK / ofQuantity / TOGETHER);
  const blocks = await recordsOfBlocks(columns, labelCounts(names, labels), block, pool, watch);
  const done = blocks.indexOf(null);
  return blocks
    .slice(0, done === -1 ? blocks.length : done)
    .flatMap((records, at) =>
      records === null
        ? []
        : rowsOfRecords(names.slice(at * block, (at + 1) * block), labels, records, ofQuantity),
    );
}

/** Of each block; null where the summary ended before. */
async function recordsOfBlocks(
  columns: Columns,
  labels: Uint32Array | null,
  block: number,
  pool: Pool,
  watch: SummaryWatch,
): Promise<readonly (Float64Array | null)[]> {
  const { width, values } = columns;
  const found: (Float64Array | null)[] = new Array(Math.ceil(width / block)).fill(null);
  const module = summaryModule();
  /** Blocks before the first that is missing. */
  let done = 0;
  let isStopped = false;
  let told = performance.now();
  const take = (at: number, records: Float64Array) => {
    // What arrives after the end is left out, so that the last progress told is what is reported.
    if (isStopped) return;
    found[at] = records;
    while (done < found.length && found[done] !== null) done++;
    if (performance.now() - told < TELL_EVERY_MS) return;
    watch.progress(Math.min(done * block, width), width);
    isStopped ||= watch.shouldStop();
    told = performance.now();
  };
  if (values.length >= LEAST_FOR_WORKERS && values.buffer instanceof SharedArrayBuffer) {
    const state = new Int32Array(new SharedArrayBuffer(8));
    const job = { kind: 'summary', columns, labels, module, block, state } as const;
    await new Promise<void>((resolve, reject) => {
      const jobs = Array.from({ length: Math.min(found.length, MOST_JOBS) }, (_, chain) =>
        pool.run({ ...job, chain }, (message) => {
          if (message.kind === 'records') take(message.block, message.records);
          if (isStopped) Atomics.store(state, STOPPED, 1);
          // A job that waits for a processor, which searches for modes meanwhile, has nothing left to do.
          if (done === found.length) resolve();
        }),
      );
      Promise.all(jobs).then(() => resolve(), reject);
    });
  }
  if (isStopped || done === found.length) return found;
  const describe = columnsDescriber(columns, labels, module);
  for (const [at, records] of found.entries()) {
    if (records !== null) continue;
    take(at, describe(at * block, Math.min((at + 1) * block, width)));
    // Messages are received and sent in between.
    await new Promise((resolve) => setImmediate(resolve));
    if (isStopped) break;
  }
  return found;
}
