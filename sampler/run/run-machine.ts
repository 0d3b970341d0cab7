/** What a run needs of the machine. */
import type { Pool } from './worker-jobs.ts';

export interface RunMachine {
  readonly pool: Pool;
  /** Used where neither the model nor the caller gives a seed. */
  readonly freshSeed: () => number;
  /** Bytes. */
  readonly totalMemory: number;
  readonly bayesVersion: string;
}
