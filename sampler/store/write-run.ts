/** Writes a run to its folder as it proceeds. */
import { rmSync } from 'node:fs';
import { drawStatistics } from '../draws/draw-statistics.ts';
import type { DrawsBlock } from '../draws/draws-block.ts';
import type { QuantityLabels } from '../model/quantity-labels.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { Column } from './arrow-stream.ts';
import type { CommittedPart } from './chain-blocks.ts';
import { openChainFile } from './chain-file.ts';
import { type ChainWriter, chainWriter } from './chain-writer.ts';
import { whyNotRunFolder } from './choose-folder.ts';
import { nodeFiles, type StoreFiles } from './files.ts';
import { writeJson } from './json-file.ts';
import { makeFolders } from './make-folders.ts';
import {
  checkpointFile,
  type RunInfo,
  removeRunFiles,
  reportFile,
  runFile,
  unwrittenFile,
  widthsFile,
} from './run-folder.ts';
import { lockRun } from './run-lock.ts';

/** The columns of a chain's file: the quantities, then the sampler's statistics. */
export function columnsOfRun(names: readonly string[]): readonly Column[] {
  return [
    ...names.map((name): Column => ({ name, type: 'float64' })),
    ...drawStatistics.map(({ column, type }): Column => ({ name: column, type })),
  ];
}

export interface CompiledRun {
  readonly names: readonly string[];
  readonly labels: QuantityLabels;
  readonly compileMs: number;
}

/** Every function throws where it cannot write. */
export interface RunWriter {
  /** Called once the model is compiled, before the first block. */
  compiled(model: CompiledRun): void;
  /** Draws per chain at each look; the last is the new target of the chains. */
  extend(looks: readonly number[]): void;
  append(block: DrawsBlock): void;
  /** The report's settings, with the final number of draws, replace those of the start. */
  finish(state: 'done' | 'interrupted', report: SampleReport): void;
  /**
   * Ends the run without a report. Never throws: if the end cannot be recorded, the folder stays as it is.
   * @param why the reason, if the run could not be written completely
   */
  fail(why?: string): void;
}

export type Opened =
  | { readonly kind: 'ok'; readonly writer: RunWriter }
  /** The folder is the user's own, or another process writes to it; in words. */
  | { readonly kind: 'refused'; readonly message: string };

/** Starts a run; the files of an earlier run in the folder are removed. @throws where the folder cannot be written. */
export function createRun(folder: string, info: RunInfo, files: StoreFiles = nodeFiles): Opened {
  const refused = whyNotRunFolder(folder);
  if (refused !== null) return { kind: 'refused', message: refused };
  makeFolders(folder);
  return locked(folder, () => {
    removeRunFiles(folder);
    writeJson(runFile(folder), info, files);
    return writerOf(folder, info, new Map(), files);
  });
}

/**
 * Continues a run after the committed blocks of each chain. `read` is called under the lock.
 * @throws where the folder cannot be written.
 */
export function reopenRun(
  folder: string,
  read: () => { readonly info: RunInfo; readonly committed: ReadonlyMap<number, CommittedPart> },
  files: StoreFiles = nodeFiles,
): Opened {
  return locked(folder, () => {
    const { info, committed } = read();
    // Written before the old report is removed: an incomplete run is provisional whatever its report says.
    writeJson(runFile(folder), info, files);
    for (const old of [reportFile(folder), widthsFile(folder), unwrittenFile(folder)])
      rmSync(old, { force: true });
    return writerOf(folder, info, committed, files);
  });
}

/** @returns from `fail`, whether the end is in `run.json`: not where the disk is full. */
type Writer = Omit<RunWriter, 'fail'> & { fail(why?: string): boolean };

function locked(folder: string, open: () => Writer): Opened {
  const lock = lockRun(folder);
  if (lock.kind === 'refused') return lock;
  try {
    const writer = open();
    return {
      kind: 'ok',
      writer: {
        ...writer,
        finish(state, report) {
          try {
            writer.finish(state, report);
          } finally {
            lock.release();
          }
        },
        fail(why) {
          const isMarked = writer.fail(why);
          if (isMarked) lock.release();
          else lock.leaveAsMark(unwrittenFile(folder));
        },
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function writerOf(
  folder: string,
  start: RunInfo,
  committed: ReadonlyMap<number, CommittedPart>,
  files: StoreFiles,
): Writer {
  let info = start;
  const chains = new Map<number, ChainWriter>();
  const update = (changes: Partial<RunInfo>) => {
    info = { ...info, ...changes };
    writeJson(runFile(folder), info, files);
  };
  const open = (chain: number): ChainWriter => {
    const part = committed.get(chain) ?? null;
    const file = openChainFile(folder, info, chain, columnsOfRun(info.names), part, files);
    const writer = chainWriter(file, checkpointFile(folder, chain), info.names.length, files);
    chains.set(chain, writer);
    return writer;
  };
  const end = (state: RunInfo['state'], settings = info.settings) =>
    update({ settings, state, finished: new Date().toISOString() });
  return {
    compiled: ({ names, labels, compileMs }) =>
      update({ names, compileMs, ...(labels.size === 0 ? {} : { labels: [...labels] }) }),
    extend: (looks) => update({ settings: { ...info.settings, draws: looks[looks.length - 1] }, looks }),
    append: (block) => (chains.get(block.chain) ?? open(block.chain)).append(block),
    finish(state, report) {
      for (const [key, chain] of chains) {
        chains.delete(key);
        chain.close();
      }
      writeJson(reportFile(folder), report, files);
      end(state, report.settings);
    },
    fail(why) {
      for (const chain of chains.values()) endWithout(chain, why);
      chains.clear();
      try {
        info = { ...info, ...(why === undefined ? {} : { unwritten: why }) };
        end('failed');
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** Where the run failed for another reason than its disk, what waits is kept. */
function endWithout(chain: ChainWriter, why: string | undefined): void {
  try {
    if (why === undefined) chain.close();
    else chain.abandon();
  } catch {
    // The files are closed, and what was committed before can be read.
  }
}
