/** Lets the process hear and say something during a long computation. */

export interface Pace {
  /** Whether the computation is to end. */
  isStopped(): Promise<boolean>;
}

/** How long the process may hear and say nothing. */
const PAUSE_EVERY_MS = 50;

export function createPace(shouldStop: () => boolean): Pace {
  let paused = performance.now();
  return {
    async isStopped() {
      if (performance.now() - paused < PAUSE_EVERY_MS) return false;
      await new Promise((resolve) => setImmediate(resolve));
      paused = performance.now();
      return shouldStop();
    },
  };
}
