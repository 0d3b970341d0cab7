/** Starts a run in a folder that may be written to. */
import type { StoreFiles } from '../../../sampler/store/files.ts';
import type { RunInfo } from '../../../sampler/store/run-folder.ts';
import { createRun, type RunWriter } from '../../../sampler/store/write-run.ts';

export function startRun(folder: string, info: RunInfo, files?: StoreFiles): RunWriter {
  const opened = createRun(folder, info, files);
  if (opened.kind === 'refused') throw new Error(opened.message);
  return opened.writer;
}
