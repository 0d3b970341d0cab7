/** Simulations of a calibration: seeds, records, and many at the same time. */
import { createRandom, type Random } from '../random.ts';

/** A simulation that has ended, as it is kept. Plain JSON. */
export type SimulationRecord =
  | {
      readonly simulation: number;
      readonly kind: 'fitted';
      readonly ranks: Readonly<Record<string, number>>;
      readonly tied: readonly string[];
      /** Codes of the diagnostics that its fit fails. */
      readonly reasons: readonly string[];
    }
  | { readonly simulation: number; readonly kind: 'failed'; readonly message: string };

const SEEDS = 2 ** 31 - 1;
/** Seeds beside each other share no simulations. */
const APART = 1_000_003;

/** The seed of a simulation's fit; its data come from another stream of it. */
export function seedOfSimulation(seed: number, simulation: number): number {
  return 1 + (((Math.abs(seed) % SEEDS) * APART + simulation) % SEEDS);
}

/** Streams beside that of the fit's only chain, which is 0. */
export function randomOfSimulation(seed: number, stream: 'data' | 'ties'): Random {
  return createRandom(seed, stream === 'data' ? 1 : 2);
}

/** Runs the tasks, so many at a time; ends early where `signal` aborts. */
export async function sideBySide(
  tasks: readonly number[],
  together: number,
  signal: AbortSignal,
  run: (task: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < tasks.length && !signal.aborted) await run(tasks[next++]);
  };
  await Promise.all(Array.from({ length: Math.max(1, together) }, work));
}
