/** Refits of cross-validation in this process, with their progress on standard error. */
import { availableParallelism } from 'node:os';
import { thisMachine } from '../host/this-machine.ts';
import type { Refits } from '../predict/leave-one-out/refit.ts';
import type { Console } from './console.ts';

/** Ends the workers with `body`. @param what is done, in the plural */
export async function withRefits<T>(
  format: 'text' | 'json',
  console: Console,
  body: (refits: Refits) => Promise<T>,
  what = 'refits',
): Promise<T> {
  const machine = thisMachine(new URL('./worker.js', import.meta.url));
  const progress = (done: number, total: number) => {
    if (total === 0) return;
    const line = `${done} of ${total} ${what} done`;
    if (console.isTerminal) console.err(`\r${line}${done === total ? '\n' : ''}`);
    else if (format === 'text') console.err(`${line}\n`);
  };
  try {
    // One is compiled while the chains of another run.
    return await body({ machine, together: Math.min(4, availableParallelism()), progress });
  } finally {
    await machine.pool.close();
  }
}
