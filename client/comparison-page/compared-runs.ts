/** Reads the runs of a comparison from their folders. */
import type { ComparedRun } from '../../webview/comparison-protocol.ts';
import { statusOf } from '../run-history/kept-run.ts';
import { readHeader, readReport } from '../run-history/read-runs.ts';
import { comparedRun } from './compared-run.ts';

/** Folders without a run are left out. */
export async function readCompared(folders: readonly string[]): Promise<readonly ComparedRun[]> {
  const found = await Promise.all(folders.map(readOne));
  const now = new Date();
  return found.flatMap((one) => one ?? []).map(({ run, report }, k) => comparedRun(run, report, k, now));
}

async function readOne(folder: string) {
  const header = await readHeader(folder);
  if (header === undefined) return undefined;
  const report = await readReport(folder);
  const stopped = header.state === 'interrupted';
  return { run: { folder, header, status: statusOf(header, report), stopped }, report };
}
