/** Draws plots one at a time, yielding to the browser in between, so that scrolling stays smooth. */
export interface RenderQueue {
  /** Adds a job to the queue; the returned function removes it if it has not begun. */
  add(job: () => void | Promise<void>): () => void;
  /** Resolves when the queue is empty. */
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
