/** Draws plots one at a time, giving the browser room in between: scrolling stays smooth. */
export interface RenderQueue {
  /** Jobs are done in their order; the answer takes one back if it has not begun. */
  add(job: () => void | Promise<void>): () => void;
  /** Resolves when nothing is left to draw. */
  idle(): Promise<void>;
}

export function createRenderQueue(nextTurn: (callback: () => void) => void): RenderQueue {
  let jobs: (() => void | Promise<void>)[] = [];
  let busy = false;
  let waiting: (() => void)[] = [];

  async function work(): Promise<void> {
    const job = jobs.shift();
    if (job === undefined) {
      busy = false;
      const all = waiting;
      waiting = [];
      for (const resolve of all) resolve();
      return;
    }
    await job();
    nextTurn(() => void work());
  }

  return {
    add(job) {
      jobs.push(job);
      if (!busy) {
        busy = true;
        nextTurn(() => void work());
      }
      return () => {
        jobs = jobs.filter((other) => other !== job);
      };
    },
    idle: () => (busy ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  };
}
