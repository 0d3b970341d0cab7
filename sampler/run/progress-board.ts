/** Combines the reports of chains into the progress sent to callers, at most ten times a second. */
import type { ChainReport } from '../methods/nuts/chain-contract.ts';
import type { ChainPhase, ChainProgress } from '../protocol.ts';

const INTERVAL_MS = 100;
/** The first iterations find a step size and run in code that is still being compiled: they say little of the rest. */
const ITERATIONS_FOR_ETA = 20;
const MS_FOR_ETA = 5000;

interface ProgressBoard {
  report(chain: number, report: ChainReport): void;
  phase(chain: number, phase: ChainPhase): void;
  /** Marks a chain as done that had all its draws before. */
  complete(chain: number): void;
  /** Sends pending progress and stops the timer. */
  finish(): void;
}

/** Iterations that a chain completed in earlier rounds, and their total at the end of this one. */
export type Completed = Pick<ChainProgress, 'done' | 'total' | 'divergences' | 'stepSize'>;

export function createProgressBoard(
  chains: readonly Completed[],
  { mayGoOn }: Pick<ChainProgress, 'mayGoOn'>,
  send: (chains: readonly ChainProgress[]) => void,
): ProgressBoard {
  const board: ChainProgress[] = chains.map((completed, chain) => ({
    chain,
    phase: 'starting',
    ...completed,
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
        etaSeconds: etaSeconds(report),
      }),
    phase: (chain, phase) => update(chain, { phase, etaSeconds: null }),
    complete: (chain) => update(chain, { phase: 'done', done: chains[chain].total, etaSeconds: null }),
    finish() {
      clearInterval(timer);
      flush();
    },
  };
}

function etaSeconds({ done, total, elapsedMs }: ChainReport): number | null {
  if (done === 0 || (done < ITERATIONS_FOR_ETA && elapsedMs < MS_FOR_ETA)) return null;
  return ((total - done) * elapsedMs) / done / 1000;
}
