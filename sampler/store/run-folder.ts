/** What a run's folder holds, and the writing of its JSON files so that a kill leaves the old or the new. */
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleSettings } from '../report/sample-report.ts';
import { makeFolders } from './make-folders.ts';

export const RUN_VERSION = 1;

export interface RunInfo {
  readonly version: typeof RUN_VERSION;
  readonly state: 'running' | 'done' | 'interrupted' | 'failed';
  readonly model: string;
  readonly modelText: string;
  readonly modelPath: string;
  readonly data: readonly { readonly name: string; readonly file: string; readonly hash: string }[];
  readonly settings: SampleSettings;
  readonly seed: number;
  /** Where the draws are of an approximation: `meanfield`, `fullrank`, `pathfinder` or `laplace`. */
  readonly method?: string;
  /** Element names of the stored quantities, in the order of the columns. */
  readonly names: readonly string[];
  readonly versions: { readonly bayes: string; readonly node: string };
  /** ISO 8601. */
  readonly started: string;
  readonly finished: string | null;
}

export const runFile = (folder: string) => join(folder, 'run.json');
export const reportFile = (folder: string) => join(folder, 'report.json');
/** The report of an approximation, and widths of ADVI beside those of this run, where there are any. */
export const approximationFile = (folder: string) => join(folder, 'approximation.json');
export const widthsFile = (folder: string) => join(folder, 'widths.json');
export const chainFile = (folder: string, chain: number) => join(folder, `chain-${chain + 1}.arrows`);
export const checkpointFile = (folder: string, chain: number) =>
  join(folder, `chain-${chain + 1}.checkpoint.json`);

/** Written beside its place and renamed into it. */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 1)}\n`);
  renameSync(temporary, path);
}

/** Makes the folder and removes the files of an earlier run in it; other files stay. */
export function prepareFolder(folder: string): void {
  makeFolders(folder);
  for (const name of readdirSync(folder)) {
    if (
      /^(?:(?:run|report|approximation|widths)\.json|chain-\d+\.(?:arrows|checkpoint\.json))(?:\.tmp)?$/.test(
        name,
      )
    ) {
      rmSync(join(folder, name));
    }
  }
}
