/** What a run requires of its environment. */
import type { DrawPriors } from './prior-positions.ts';
import type { Pool } from './worker-jobs.ts';

export interface RunMachine {
  readonly pool: Pool;
  /** Used where neither the model nor the caller gives a seed. */
  readonly freshSeed: () => number;
  /** In bytes. */
  readonly totalMemory: number;
  readonly bayesVersion: string;
  readonly drawPriors: DrawPriors;
}
