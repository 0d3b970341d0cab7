/** Turns the chains' own reports into the progress that callers see, at most ten times a second. */
import type { ChainReport } from '../methods/nuts/chain.ts';
import type { ChainPhase, ChainProgress } from '../protocol.ts';

const INTERVAL_MS = 100;

interface ProgressBoard {
  report(chain: number, report: ChainReport): void;
  phase(chain: number, phase: ChainPhase): void;
  /** A chain whose draws were all there before. */
  complete(chain: number): void;
  /** Sends what has not been sent, and stops the timer. */
  finish(): void;
}

/** What a chain has behind it as the board begins, nothing or an earlier round, and how many draws there will be. */
export type Behind = Pick<ChainProgress, 'done' | 'total' | 'divergences' | 'stepSize'>;

export function createProgressBoard(
  chains: readonly Behind[],
  { mayGoOn }: Pick<ChainProgress, 'mayGoOn'>,
  send: (chains: readonly ChainProgress[]) => void,
): ProgressBoard {
  const board: ChainProgress[] = chains.map((behind, chain) => ({
    chain,
    phase: 'starting',
    ...behind,
    ...(mayGoOn === true ? { mayGoOn } : {}),
    gradientsPerDraw: 0,
    etaSeconds: null,
  }));
  let changed = true;
  const flush = () => {
    if (!changed) return;
    changed = false;
    send([...board]);
  };
  const timer = setInterval(flush, INTERVAL_MS);
  const update = (chain: number, fields: Partial<ChainProgress>) => {
    board[chain] = { ...board[chain], ...fields };
    changed = true;
  };
  return {
    report: (chain, report) =>
      update(chain, {
        phase: report.phase,
        done: report.done,
        total: report.total,
        divergences: report.divergences,
        stepSize: report.stepSize,
        gradientsPerDraw: report.gradientsPerDraw,
        etaSeconds:
          report.done === 0 ? null : ((report.total - report.done) * report.elapsedMs) / report.done / 1000,
      }),
    phase: (chain, phase) => update(chain, { phase, etaSeconds: null }),
    complete: (chain) => update(chain, { phase: 'done', done: chains[chain].total, etaSeconds: null }),
    finish() {
      clearInterval(timer);
      flush();
    },
  };
}
