/** `bayes open FILES`: verdict and summary of draws that another program made. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isHdf5 } from '../exchange/hdf5-signature.ts';
import { judgeOutside, type OutsideReport } from '../exchange/judge-outside.ts';
import type { OutsideResult } from '../exchange/outside-draws.ts';
import { readCmdstan } from '../exchange/read-cmdstan.ts';
import { type Console, complaint } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { summaryText, verdictText } from './report-text.ts';

export interface OpenOptions {
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
}

export async function open(
  files: readonly string[],
  { format, allRows, allReasons }: OpenOptions,
  console: Console,
): Promise<ExitCode> {
  const found = await read(files, console.cwd);
  if (found.kind === 'problem') {
    console.err(complaint(found.message));
    return exitCodes.usage;
  }
  const report = judgeOutside(files, found.outside);
  if (format === 'json') console.out(`${JSON.stringify(withNulls(report))}\n`);
  else
    console.out(
      [
        `${files.join(', ')}: ${report.chains} ${report.chains === 1 ? 'chain' : 'chains'} of ${report.draws} draws\n`,
        verdictText(report.diagnostics, files[0], allReasons, !report.not_judged.includes('divergences')),
        ...notJudgedText(report),
        summaryText(report.summary, allRows),
      ].join('\n'),
    );
  return report.diagnostics.pass ? exitCodes.done : exitCodes.provisional;
}

const words = {
  divergences: 'divergences',
  max_treedepth_hits: 'trajectories cut short',
  e_bfmi: 'E-BFMI',
} as const;

function notJudgedText({ not_judged: missing }: OutsideReport): readonly string[] {
  if (missing.length === 0) return [];
  return [
    `Not judged, since the draws come without the sampler's statistics for it: ${missing.map((key) => words[key]).join(', ')}.\n`,
  ];
}

/** Diagnostics that were not judged are null, so that nobody takes zeros for a result. */
function withNulls(report: OutsideReport): object {
  const nulls = Object.fromEntries(report.not_judged.map((key) => [key, null]));
  return { ...report, diagnostics: { ...report.diagnostics, ...nulls } };
}

async function read(files: readonly string[], cwd: string): Promise<OutsideResult> {
  const texts: { readonly name: string; readonly text: string }[] = [];
  for (const name of files) {
    try {
      const path = resolve(cwd, name);
      if (isHdf5(path) || /\.(?:nc|nc4|h5)$/i.test(name)) {
        if (files.length > 1)
          return problem(`${name}: expected one NetCDF file alone, found ${files.length} files`);
        const { readNetcdf } = await import('../exchange/read-netcdf.ts');
        return await readNetcdf(path, name);
      }
      texts.push({ name, text: readFileSync(path, 'utf8') });
    } catch (error) {
      return problem(`cannot read ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return readCmdstan(texts);
}

const problem = (message: string) => ({ kind: 'problem', message }) as const;
