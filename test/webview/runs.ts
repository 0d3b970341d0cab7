/** Runs for the page to show, made by the real sampler. */
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { bayes, bayesJson, root } from '../bayes-command.ts';

export interface MadeRun {
  readonly folder: string;
  /** As the command printed it. */
  readonly report: SampleReport;
}

const scratch = mkdtempSync(join(tmpdir(), 'bayes-page-'));

/** Samples an example, such as `radon/radon.bayes`; `flags` are those of `bayes sample`. */
export async function sampleExample(example: string, ...flags: readonly string[]): Promise<MadeRun> {
  return sampleFile(join(root, 'examples', example), flags);
}

/** Eight schools, centred and with a diagonal metric: diverges, so that its report has reasons, flags and marks. */
export function sampleDivergent(draws: number): Promise<MadeRun> {
  return sampleExample(
    'eight-schools/eight_schools_centered.bayes',
    ...['--metric', 'diag_grad', '--seed', '3', '--draws', String(draws)],
  );
}

export async function sampleText(name: string, text: string, ...flags: readonly string[]): Promise<MadeRun> {
  const file = join(scratch, `${name}.bayes`);
  writeFileSync(file, text);
  return sampleFile(file, flags);
}

/** @param file absolute path of a model. */
export async function sampleFile(file: string, flags: readonly string[]): Promise<MadeRun> {
  const folder = mkdtempSync(join(scratch, 'run-'));
  const { value } = await bayesJson<SampleReport>(['sample', file, '--out', folder, ...flags]);
  return { folder, report: value };
}

/** Writes the HTML report of a run and says where. */
export async function htmlReport({ folder }: MadeRun): Promise<string> {
  const file = join(folder, 'report.html');
  const { stderr } = await bayes(['report', folder, '-o', file]);
  if (!existsSync(file)) throw new Error(stderr);
  return file;
}

/** A folder for what a test writes; kept out of version control. */
export function outputFolder(): string {
  const folder = join(root, 'test-output', 'webview');
  mkdirSync(folder, { recursive: true });
  return folder;
}
