/** A run's progress as a short text for the status bar. Pure. */
import type { ChainProgress, ProgressParams } from '../sampler/protocol.ts';

export interface Goal {
  readonly done: number;
  readonly total: number;
}

interface ProgressSummary {
  /** 0 to 100, over all chains. */
  readonly percent: number;
  /** Draws of all chains, including tuning, and their current target, if more may follow; null if it is final. */
  readonly goal: Goal | null;
  readonly divergences: number;
  /** Seconds until the slowest chain ends; null while unknown. */
  readonly etaSeconds: number | null;
  readonly tuning: boolean;
  /** Every chain has ended; its draws are being summarised. */
  readonly ended: boolean;
  /** 0 to 100, of the quantities summarised; null while unknown. */
  readonly summarised: number | null;
  /** Other modes are searched for. */
  readonly scouting: boolean;
}

export function summarizeProgress({
  chains,
  summarised,
  isScouting,
}: Omit<ProgressParams, 'runId'>): ProgressSummary {
  const sum = (of: (chain: ChainProgress) => number) => chains.reduce((total, chain) => total + of(chain), 0);
  const done = sum((c) => c.done);
  const total = sum((c) => c.total);
  const etas = chains.filter((c) => c.phase === 'tuning' || c.phase === 'sampling').map((c) => c.etaSeconds);
  return {
    percent: total === 0 ? 0 : Math.floor((100 * done) / total),
    goal: chains.some(({ mayGoOn }) => mayGoOn === true) ? { done, total } : null,
    divergences: sum((c) => c.divergences),
    etaSeconds: etas.length === 0 || etas.includes(null) ? null : Math.max(...etas.map((eta) => eta ?? 0)),
    tuning: chains.some((c) => c.phase === 'starting' || c.phase === 'tuning'),
    summarised: summarised === undefined ? null : Math.floor((100 * summarised.done) / summarised.total),
    scouting: isScouting === true,
    ended: chains.length > 0 && chains.every((c) => c.phase === 'done' || c.phase === 'stopped'),
  };
}

export function progressText(name: string, progress: ProgressSummary): string {
  const { ended, goal, percent } = progress;
  const far = goal === null ? `${percent}%` : `${goal.done} of ${goal.total} draws`;
  const parts = [ended ? summarising(name, progress) : `${name} ${far}`];
  if (progress.divergences > 0) {
    parts.push(`${progress.divergences} divergence${progress.divergences === 1 ? '' : 's'}`);
  }
  if (progress.etaSeconds !== null && progress.etaSeconds >= 1)
    parts.push(`${goal === null ? '' : 'at least '}${durationText(progress.etaSeconds)} left`);
  return parts.join(' · ');
}

function summarising(name: string, { summarised, scouting }: ProgressSummary): string {
  if (scouting) return `${name} looking for other modes`;
  return summarised === null ? `${name} summarising` : `${name} summarising ${summarised}%`;
}

function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 90) return `${whole} s`;
  if (whole < 5400) return `${Math.round(whole / 60)} min`;
  return `${(whole / 3600).toFixed(1)} h`;
}

/** One line per chain, for the tooltip. */
export function chainLines(chains: readonly ChainProgress[]): string[] {
  return chains.map((c) => {
    const step = c.stepSize > 0 ? `, step size ${c.stepSize.toPrecision(2)}` : '';
    const work = c.gradientsPerDraw > 0 ? `, ${c.gradientsPerDraw.toFixed(1)} gradients a draw` : '';
    const divergences = c.divergences > 0 ? `, ${c.divergences} divergences` : '';
    return `Chain ${c.chain + 1}: ${c.phase}, ${c.done} of ${c.total}${step}${work}${divergences}`;
  });
}
