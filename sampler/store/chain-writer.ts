/**
 * The draws and checkpoints of one chain on their way to disk. Checkpoints are written now and then: each is a file
 * replaced, which takes longer than the draws of a block, and a resumed chain makes what it lacks again. Blocks of a
 * draw or two of many quantities are written together, since what a block says of each column takes more room than
 * the number.
 */
import { allocateStats, copyStats, drawStatistics } from '../draws/draw-statistics.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { ChainAppender } from './chain-file.ts';
import { writeCheckpoint } from './checkpoint-file.ts';
import type { StoreFiles } from './files.ts';

/** Between two checkpoints at least… */
const BETWEEN_MS = 1000;
/** …and so many times what the last took. */
const TIMES_ITS_COST = 20;

/** From so many quantities on, blocks wait until they have `TOGETHER` draws or are this old. */
const MANY_QUANTITIES = 1000;
const TOGETHER = 16;
const MOST_WAIT_MS = 2000;

export interface ChainWriter {
  /** @throws where it cannot be written. */
  append(block: DrawsBlock): void;
  /** Writes what waits, and the last checkpoint. @throws as `append`. */
  close(): void;
  /** Closes the files after a failure, without what waits. */
  abandon(): void;
}

export function chainWriter(
  file: ChainAppender,
  checkpointPath: string,
  quantities: number,
  files: StoreFiles,
): ChainWriter {
  let waiting: DrawsBlock[] = [];
  let since = 0;
  /** Newer than the one on disk. */
  let checkpoint: object | null = null;
  let due = Number.NEGATIVE_INFINITY;
  const flush = () => {
    const blocks = waiting;
    waiting = [];
    if (blocks.length > 0) write(blocks.length === 1 ? blocks[0] : joined(blocks, quantities));
  };
  const write = ({ draws, values, stats, fault }: DrawsBlock) => {
    const columns = drawStatistics.map(({ key }) => stats[key]);
    file.append({ count: draws, matrix: values, width: quantities, columns }, fault ?? null);
  };
  const writeLatest = () => {
    if (checkpoint === null) return;
    const begun = files.now();
    writeCheckpoint(checkpointPath, checkpoint, files);
    checkpoint = null;
    const ended = files.now();
    due = ended + Math.max(BETWEEN_MS, TIMES_ITS_COST * (ended - begun));
  };
  return {
    append(block) {
      checkpoint = block.checkpoint ?? checkpoint;
      // Faults are kept by block.
      const mayWait = quantities >= MANY_QUANTITIES && (block.fault ?? null) === null;
      if (!mayWait) flush();
      if (waiting.length === 0) since = files.now();
      waiting.push(block);
      const draws = waiting.reduce((sum, one) => sum + one.draws, 0);
      if (mayWait && draws < TOGETHER && files.now() - since < MOST_WAIT_MS) return;
      flush();
      // After the draws: a checkpoint may be older than those stored, never newer.
      if (files.now() >= due) writeLatest();
    },
    close() {
      try {
        flush();
      } catch (error) {
        file.abandon();
        throw error;
      }
      file.close();
      writeLatest();
    },
    abandon: file.abandon,
  };
}

/** Consecutive blocks without faults as one. */
function joined(blocks: readonly DrawsBlock[], quantities: number): DrawsBlock {
  const draws = blocks.reduce((sum, block) => sum + block.draws, 0);
  const values = new Float64Array(draws * quantities);
  const stats = allocateStats(draws);
  let at = 0;
  for (const block of blocks) {
    values.set(block.values, at * quantities);
    copyStats(stats, at, block.stats, 0, block.draws);
    at += block.draws;
  }
  return { ...blocks[0], draws, values, stats };
}
