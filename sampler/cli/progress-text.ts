/** Progress for people: one live line per chain on a terminal, or plain log lines at each phase. */

import type { ChainPhase, ChainProgress, RunPhase, SummaryProgress } from '../protocol.ts';
import { durationText } from '../stats/number-text.ts';

const BAR_WIDTH = 20;

/** `chain 1 ━━━━━────── sampling 1200/3000 · 0 divergences · step 0.71 · 3.0 gradients/draw · ETA 2 s` */
export function chainLine(progress: ChainProgress): string {
  const { chain, phase, done, total, divergences, stepSize, gradientsPerDraw } = progress;
  const eta = etaText(progress);
  const filled = total === 0 ? 0 : Math.round((BAR_WIDTH * done) / total);
  const bar = '━'.repeat(filled) + '─'.repeat(BAR_WIDTH - filled);
  const parts = [
    `chain ${chain + 1} ${bar} ${phase} ${done}/${total}`,
    // Independent draws have none of these.
    ...(stepSize === 0
      ? []
      : [
          `${divergences} ${divergences === 1 ? 'divergence' : 'divergences'}`,
          `step ${stepSize.toPrecision(3)}`,
          `${gradientsPerDraw.toFixed(1)} gradients/draw`,
        ]),
    ...(eta === null ? [] : [eta]),
  ];
  return parts.join(' · ');
}

/** Notes that more draws may follow beyond the current target. */
function etaText({ etaSeconds, mayGoOn }: ChainProgress): string | null {
  return etaSeconds === null
    ? null
    : `ETA ${durationText(1000 * etaSeconds)}${mayGoOn === true ? ' or later' : ''}`;
}

/** `summarising 1200 of 9000 quantities` */
export function summaryLine({ done, total }: SummaryProgress): string {
  return `summarising ${done} of ${total} quantities`;
}

/** Text of the phase after the chains in which other modes are searched for. */
export const SCOUTING = 'looking for modes that no chain visited';

export interface ProgressView {
  update(chains: readonly ChainProgress[], summarised?: SummaryProgress): void;
  /** The current phase of the run. */
  phase?(phase: RunPhase): void;
  finish(): void;
}

const ENDED: ReadonlySet<ChainPhase> = new Set(['done', 'stopped', 'failed']);
const LOG_EVERY_MS = 10_000;

/** Log lines: each chain's changes of phase, and the running chains every ten seconds. */
export function logView(write: (line: string) => void, now: () => number): ProgressView {
  const phases = new Map<number, ChainPhase>();
  let last = now();
  return {
    phase(phase) {
      if (phase === 'scouting') write(`${SCOUTING}\n`);
    },
    update(chains, summarised) {
      const due = now() - last >= LOG_EVERY_MS;
      if (due) last = now();
      if (summarised !== undefined && due) write(`${summaryLine(summarised)}\n`);
      for (const progress of chains) {
        const { chain, phase } = progress;
        const before = phases.get(chain) ?? 'starting';
        const running = phase !== 'starting' && !ENDED.has(phase);
        if (phase !== before || (due && running)) write(`${logLine(progress)}\n`);
        phases.set(chain, phase);
      }
    },
    finish() {},
  };
}

function logLine(progress: ChainProgress): string {
  const { chain, phase, done, total, divergences, stepSize, gradientsPerDraw } = progress;
  const eta = etaText(progress);
  // Before its first step, and of draws that need none.
  if (stepSize === 0) return `chain ${chain + 1}: ${phase}, ${done} of ${total}`;
  return (
    `chain ${chain + 1}: ${phase}, ${done} of ${total}, ${divergences} divergences, ` +
    `step size ${stepSize.toPrecision(3)}, ${gradientsPerDraw.toFixed(1)} gradients per draw${eta === null ? '' : `, ${eta}`}`
  );
}
