/** Many fits in this process, ended by signals, with their progress on standard error. */
import { availableParallelism } from 'node:os';
import { thisMachine } from '../host/this-machine.ts';
import type { RunMachine } from '../run/run-machine.ts';
import type { Console } from './console.ts';

interface ManyFits {
  readonly machine: RunMachine;
  readonly cores: number;
  readonly signal: AbortSignal;
  progress(done: number, total: number): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** @param what is counted: `simulations`. Ends the workers with `body`. */
export async function withMachine<T>(
  what: string,
  format: 'text' | 'json',
  console: Console,
  body: (fits: ManyFits) => Promise<T>,
): Promise<T> {
  const machine = thisMachine(new URL('./worker.js', import.meta.url));
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const signal of SIGNALS) process.on(signal, stop);
  const begun = performance.now();
  let before: number | null = null;
  const progress = (done: number, total: number) => {
    before ??= done;
    const made = done - before;
    const left = made === 0 ? '' : `, ${leftText(((performance.now() - begun) / made) * (total - done))}`;
    const line = `${done} of ${total} ${what} done${done === total ? '' : left}`;
    if (console.isTerminal) console.err(`\r${line}\u001b[K${done === total ? '\n' : ''}`);
    else if (format === 'text' && isLogged(done, total)) console.err(`${line}\n`);
  };
  try {
    return await body({ machine, cores: availableParallelism(), signal: controller.signal, progress });
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
    await machine.pool.close();
  }
}

/** Lines of a log: every tenth part. */
function isLogged(done: number, total: number): boolean {
  return Math.floor((10 * done) / total) > Math.floor((10 * (done - 1)) / total);
}

function leftText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} s left` : `${Math.ceil(seconds / 60)} min left`;
}
