/** A run kept in a folder, from its `run.json` and `report.json`. Pure. */
import type { AskedSettings, RunHeader } from '../../sampler/protocol.ts';
import type { RunEnd } from '../../sampler/report/run-status.ts';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import type { Goal } from '../progress-text.ts';

export type RunStatus =
  /** Being sampled; progress is known only for runs of this window. */
  { readonly kind: 'running'; readonly percent: number | null; readonly goal?: Goal | null } | RunEnd;

export interface KeptRun {
  readonly folder: string;
  readonly header: KeptHeader;
  readonly status: RunStatus;
  /** Cancelled before its last draw. */
  readonly stopped: boolean;
  /** Of all files in the folder. */
  readonly bytes: number;
  /** When a file of it was last written; milliseconds since 1970. */
  readonly written: number;
}

export interface KeptHeader extends Omit<RunHeader, 'madeBy'> {
  /** For draws of an approximation: its name in `run.json`. */
  readonly method?: string;
  /** For chains: the requested draws. */
  readonly asked?: Pick<AskedSettings, 'draws' | 'max_draws'>;
}

/** Undefined where the text is not a supported `run.json`. */
export function headerOf(text: string, folder: string): KeptHeader | undefined {
  const found = parsed<Partial<KeptHeader>>(text);
  if (found === undefined || typeof found !== 'object' || found === null) return undefined;
  const { model, modelText, modelPath, settings, started, state } = found;
  const known =
    typeof model === 'string' &&
    typeof modelText === 'string' &&
    typeof modelPath === 'string' &&
    typeof settings?.chains === 'number' &&
    typeof started === 'string' &&
    !Number.isNaN(Date.parse(started)) &&
    typeof state === 'string';
  if (!known) return undefined;
  return {
    folder,
    state,
    model,
    modelText,
    modelPath,
    settings,
    started,
    data: found.data ?? [],
    versions: found.versions ?? { bayes: '', node: '' },
    finished: found.finished ?? null,
    ...(typeof found.method === 'string' ? { method: found.method } : {}),
    ...(isAsked(found.asked) ? { asked: found.asked } : {}),
  };
}

function isAsked(asked: unknown): asked is NonNullable<KeptHeader['asked']> {
  const { draws, max_draws } = (asked ?? {}) as Record<string, unknown>;
  return (draws === 'enough' || typeof draws === 'number') && typeof max_draws === 'number';
}

/** Non-finite numbers are null in it, despite the type. */
export function reportOf(text: string): SampleReport | undefined {
  const found = parsed<Partial<SampleReport>>(text);
  return Array.isArray(found?.summary) && typeof found.diagnostics?.pass === 'boolean'
    ? (found as SampleReport)
    : undefined;
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** There is a report to read. */
export const hasResults = ({ status }: KeptRun): boolean =>
  status.kind === 'passes' || status.kind === 'provisional';

/** Killed, failed or stopped before its last draw, so resumable. Approximations are repeated instead. */
export const canResume = ({ status, stopped, header }: KeptRun): boolean =>
  header.method === undefined && (status.kind === 'unfinished' || status.kind === 'failed' || stopped);

/** Ended with all its draws: more can be drawn. */
export const canDrawMore = (run: KeptRun): boolean =>
  run.header.method === undefined && hasResults(run) && !run.stopped;

/** Whether a run of another window or the command line is still being written. */
export function isUnderWay({ header, written }: KeptRun, now: number): boolean {
  const QUIET_MS = 15_000;
  return header.state === 'running' && now - written < QUIET_MS;
}

/** The newest first; equal times by folder, so that the order never changes by itself. */
export function newestFirst(runs: readonly KeptRun[]): readonly KeptRun[] {
  return [...runs].sort(
    (a, b) => Date.parse(b.header.started) - Date.parse(a.header.started) || (a.folder < b.folder ? 1 : -1),
  );
}

/** Runs of each model beyond the newest `keep`, except running ones. */
export function surplus(runs: readonly KeptRun[], keep: number): readonly KeptRun[] {
  const seen = new Map<string, number>();
  return newestFirst(runs).filter(({ header, status }) => {
    const count = (seen.get(header.modelPath) ?? 0) + 1;
    seen.set(header.modelPath, count);
    return count > keep && status.kind !== 'running';
  });
}
