/** Reads the runs of a comparison from their folders. */
import { type ComparedRun, comparedRun } from '../../sampler/report/compared-run.ts';
import { readHeader, readReport } from '../run-history/read-runs.ts';
import { whenText } from '../run-history/run-labels.ts';

/** Folders without a run are left out. */
export async function readCompared(folders: readonly string[]): Promise<readonly ComparedRun[]> {
  const found = await Promise.all(folders.map(readOne));
  const now = new Date();
  return found
    .flatMap((one) => one ?? [])
    .map(({ header, report }, k) => comparedRun(header, report, k, whenText(header.started, now)));
}

async function readOne(folder: string) {
  const header = await readHeader(folder);
  if (header === undefined) return undefined;
  return { header, report: await readReport(folder) };
}
