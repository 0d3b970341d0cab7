/** Lets the process hear and say something during a long computation. */

export interface Pace {
  /** Whether the computation is to end. */
  isStopped(): Promise<boolean>;
  /** For computations without an answer of their own to being stopped. @throws where it is to end: `CANCELLED`. */
  pause(): Promise<void>;
}

/** The answer to a question that was cancelled. */
export const CANCELLED = 'Cancelled';

/** How long the process may hear and say nothing. */
const PAUSE_EVERY_MS = 50;

export function createPace(shouldStop: () => boolean): Pace {
  let paused = performance.now();
  async function isStopped(): Promise<boolean> {
    if (performance.now() - paused < PAUSE_EVERY_MS) return false;
    await new Promise((resolve) => setImmediate(resolve));
    paused = performance.now();
    return shouldStop();
  }
  return {
    isStopped,
    async pause() {
      if (await isStopped()) throw new Error(CANCELLED);
    },
  };
}
