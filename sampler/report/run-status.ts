/** How a kept run ended, from its `run.json` and its report, and in words. Pure. */
import { misfitOf } from './fit-text.ts';
import type { RunHeader } from './run-questions.ts';
import type { SampleReport } from './sample-report.ts';

export type RunEnd =
  /** `misfit`: the data that the model does not reproduce, where there are such. */
  | { readonly kind: 'passes'; readonly misfit?: readonly string[] }
  | { readonly kind: 'provisional'; readonly reasons: readonly string[] }
  /** Sampler or window ended before the run; there may be draws, but no report. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'failed' };

export function endOfRun({ state }: Pick<RunHeader, 'state'>, report: SampleReport | undefined): RunEnd {
  if (state === 'failed') return { kind: 'failed' };
  // The report of an unfinished run is from an earlier end.
  if (report === undefined || state === 'running') return { kind: 'unfinished' };
  const { pass, reasons, fit } = report.diagnostics;
  if (pass) return { kind: 'passes', ...misfitOf(fit) };
  return { kind: 'provisional', reasons: reasons.map(({ message }) => message) };
}

const words = {
  provisional: 'provisional: do not rely on its numbers yet',
  unfinished: 'did not end: what was drawn until then is kept',
  failed: 'failed',
} as const;

export function endText(end: RunEnd): string {
  if (end.kind !== 'passes') return words[end.kind];
  return end.misfit === undefined
    ? 'every diagnostic passes'
    : `every diagnostic passes, but the model does not reproduce ${end.misfit.join(', ')}`;
}
