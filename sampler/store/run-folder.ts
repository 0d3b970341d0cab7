/** The files of a run's folder, and the contents of `run.json`. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { SampleSettings, StartValues } from '../report/sample-report.ts';

/** Version 1 has no `asked`, no `.blocks` files and no lock. */
export const RUN_VERSION = 2;

export interface RunInfo {
  readonly version: 1 | typeof RUN_VERSION;
  readonly state: 'running' | 'done' | 'interrupted' | 'failed';
  readonly model: string;
  readonly modelText: string;
  readonly modelPath: string;
  readonly data: readonly { readonly name: string; readonly file: string; readonly hash: string }[];
  /** `draws` is the current target of the chains. */
  readonly settings: SampleSettings;
  /** Requested draws per chain. */
  readonly asked?: { readonly draws: number | 'enough'; readonly max_draws: number };
  /** Present if `draws = enough`: draws per chain at each look, the last as in `settings`. */
  readonly looks?: readonly number[];
  readonly start?: StartValues;
  readonly seed: number;
  /** Where the draws are of an approximation: `meanfield`, `fullrank`, `pathfinder` or `laplace`. */
  readonly method?: string;
  /** Element names of the stored quantities, in the order of the columns; none until the model is compiled. */
  readonly names: readonly string[];
  /** Labels of the quantities whose values are labels, by name. */
  readonly labels?: readonly (readonly [name: string, labels: readonly string[]])[];
  /** Compilation time, once compiled. */
  readonly compileMs?: number;
  /** Why the rest of the run could not be written, in words; else absent. */
  readonly unwritten?: string;
  readonly versions: { readonly bayes: string; readonly node: string };
  /** ISO 8601. */
  readonly started: string;
  readonly finished: string | null;
}

export const runFile = (folder: string) => join(folder, 'run.json');
export const reportFile = (folder: string) => join(folder, 'report.json');
/** Marks a run where not even `report.json` could be written: the renamed lock, which takes no disk space. */
export const unwrittenFile = (folder: string) => join(folder, 'run.unwritten');
export const lockFile = (folder: string) => join(folder, 'run.lock');
/** The report of an approximation, and the comparison of ADVI's widths with those of this run, if any. */
export const approximationFile = (folder: string) => join(folder, 'approximation.json');
/** How the model predicts held-out rows beside simpler methods, if that was asked for. */
export const baselineFile = (folder: string) => join(folder, 'baseline.json');
export const widthsFile = (folder: string) => join(folder, 'widths.json');
export const chainFile = (folder: string, chain: number) => join(folder, `chain-${chain + 1}.arrows`);
/** The blocks that are committed in the chain's file, with their checksums. */
export const blocksFile = (folder: string, chain: number) => join(folder, `chain-${chain + 1}.blocks`);
export const checkpointFile = (folder: string, chain: number) =>
  join(folder, `chain-${chain + 1}.checkpoint.json`);

/** Identifies the files of one run. */
export function runId({ started, seed, modelText }: RunInfo): string {
  return crc32(`${started}\n${seed}\n${modelText}`).toString(16).padStart(8, '0');
}

const OURS =
  /^(?:(?:run|report|approximation|widths|baseline)\.json|run\.unwritten|chain-\d+\.(?:arrows|blocks|checkpoint\.json))(?:\.tmp)?$/;

/** Removes the files of a run; other files stay. */
export function removeRunFiles(folder: string): void {
  for (const name of readdirSync(folder)) if (OURS.test(name)) rmSync(join(folder, name));
}
