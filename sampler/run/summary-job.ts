/** Describes quantities of shared draws: one of several jobs that take blocks of quantities until none is left. */
import { type Columns, columnsDescriber } from '../diagnose/describe-columns.ts';

/** host → worker. */
export interface SummaryJob {
  readonly kind: 'summary';
  /** 0-based number among the jobs of the summary. */
  readonly chain: number;
  /** The values are in shared memory. */
  readonly columns: Columns;
  /** As for `columnsDescriber`. */
  readonly labels: Uint32Array | null;
  readonly module: WebAssembly.Module;
  /** Quantities of a block. */
  readonly block: number;
  /** Shared by the jobs: element `NEXT` is the next block, and they stop once element `STOPPED` is not 0. */
  readonly state: Int32Array;
}

const NEXT = 0;
export const STOPPED = 1;

/** worker → host. `end` and `threw` finish the job. */
export type SummaryMessage =
  | { readonly kind: 'records'; readonly block: number; readonly records: Float64Array }
  | { readonly kind: 'end' }
  | { readonly kind: 'threw'; readonly chain: number; readonly message: string; readonly stack: string };

type Send = (message: SummaryMessage, transfer: readonly ArrayBuffer[]) => void;

export function runSummaryJob(job: SummaryJob, send: Send): void {
  const { columns, labels, module, block, state } = job;
  const blocks = Math.ceil(columns.width / block);
  try {
    const take = () => (Atomics.load(state, STOPPED) === 0 ? Atomics.add(state, NEXT, 1) : blocks);
    let at = take();
    // A job that comes late, when the others have done all, prepares nothing.
    if (at < blocks) {
      const describe = columnsDescriber(columns, labels, module);
      for (; at < blocks; at = take()) {
        const records = describe(at * block, Math.min((at + 1) * block, columns.width));
        const { buffer } = records;
        send({ kind: 'records', block: at, records }, buffer instanceof ArrayBuffer ? [buffer] : []);
      }
    }
    send({ kind: 'end' }, []);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    send({ kind: 'threw', chain: job.chain, message, stack }, []);
  }
}
