/** Reads kept runs from their folders, with a cache that is valid until their files change. */
import { readdir, readFile, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { endOfRun } from '../../sampler/report/run-status.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { headerOf, type KeptRun, newestFirst, reportOf } from './kept-run.ts';

interface RunsReader {
  /** Runs directly within the roots, newest first. Other folders are skipped. */
  list(roots: readonly string[]): Promise<readonly KeptRun[]>;
}

/** Verifies the files of a run by checksum and returns the report of valid draws; undefined if that fails. */
export type Verify = (folder: string) => Promise<SampleReport | undefined>;

/** @param verify called if files were changed after the run ended. */
export function createRunsReader(verify: Verify = async () => undefined): RunsReader {
  const known = new Map<string, { readonly key: string; readonly run: KeptRun | undefined }>();

  async function read(folder: string): Promise<KeptRun | undefined> {
    const sizes = await fileSizes(folder);
    if (!sizes.has('run.json')) return undefined;
    const key = [...sizes].map(([name, { size, mtimeMs }]) => `${name} ${size} ${mtimeMs}`).join('\n');
    const last = known.get(folder);
    if (last?.key === key) return last.run;
    const bytes = [...sizes.values()].reduce((sum, { size }) => sum + size, 0);
    const written = Math.max(...[...sizes.values()].map(({ mtimeMs }) => mtimeMs));
    const run = await readRun(folder, bytes, written, wasChanged(sizes) ? verify : undefined);
    known.set(folder, { key, run });
    return run;
  }

  return {
    async list(roots) {
      const runs: KeptRun[] = [];
      for (const root of new Set(roots)) {
        for (const name of await names(root)) {
          const run = await read(path.join(root, name));
          if (run !== undefined) runs.push(run);
        }
      }
      const found = new Set(runs.map(({ folder }) => folder));
      for (const folder of known.keys()) if (!found.has(folder)) known.delete(folder);
      return newestFirst(runs);
    },
  };
}

type Files = ReadonlyMap<string, { readonly size: number; readonly mtimeMs: number }>;

/** Whether a chain's file is missing, or newer than `run.json`, which is written last. */
function wasChanged(files: Files): boolean {
  const last = files.get('run.json')?.mtimeMs ?? 0;
  return [...files].some(([name, { mtimeMs }]) => {
    const chain = /^(chain-\d+)\.(?:arrows|blocks)$/.exec(name)?.[1];
    if (chain === undefined) return false;
    return mtimeMs > last || (name.endsWith('.blocks') && !files.has(`${chain}.arrows`));
  });
}

/** Undefined where it is not a run, or the files have disappeared. */
async function readRun(
  folder: string,
  bytes: number,
  written: number,
  verify: Verify | undefined,
): Promise<KeptRun | undefined> {
  const header = await readHeader(folder);
  if (header === undefined) return undefined;
  const isDone = header.state === 'done';
  const verified = isDone && verify !== undefined ? await verify(folder) : undefined;
  const report = verified ?? (await readReport(folder));
  const stopped = header.state === 'interrupted';
  return { folder, header, status: endOfRun(header, report), stopped, bytes, written };
}

export async function readReport(folder: string): Promise<SampleReport | undefined> {
  const text = await textOf(path.join(folder, 'report.json'));
  return text === undefined ? undefined : reportOf(text);
}

export async function readHeader(folder: string): Promise<KeptRun['header'] | undefined> {
  return headerOf((await textOf(path.join(folder, 'run.json'))) ?? '', folder);
}

async function names(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function fileSizes(folder: string): Promise<Map<string, { size: number; mtimeMs: number }>> {
  const sizes = new Map<string, { size: number; mtimeMs: number }>();
  for (const name of await readdir(folder).catch(() => [])) {
    const found = await stat(path.join(folder, name)).catch(() => undefined);
    if (found?.isFile()) sizes.set(name, { size: found.size, mtimeMs: found.mtimeMs });
  }
  return sizes;
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
