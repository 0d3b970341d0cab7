/** The process of the sampler's host, which takes longer to load than the command does. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface HostProcess {
  readonly child: ChildProcess;
  /** Why it ended, and the end of what it wrote to standard error. */
  readonly death: Promise<{ readonly message: string; readonly stderrTail: string }>;
}

const STDERR_TAIL = 4000;

export function forkHost(hostFile: URL): HostProcess {
  const child = fork(fileURLToPath(hostFile), ['--ipc'], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // As JSON, the NaN of a quantity without an R-hat would arrive as null.
    serialization: 'advanced',
    execArgv: process.execArgv,
  });
  let stderrTail = '';
  child.stderr?.on('data', (text) => {
    stderrTail = (stderrTail + String(text)).slice(-STDERR_TAIL);
  });
  const death = new Promise<Awaited<HostProcess['death']>>((resolve) => {
    const died = (message: string) => resolve({ message, stderrTail });
    child.once('error', (error) => died(`the sampler could not be started (${error.message})`));
    child.once('close', (code, signal) =>
      died(signal === null ? `the sampler ended with code ${code}` : `the sampler was ended by ${signal}`),
    );
  });
  return { child, death };
}

/** At once, and whatever it does: it ignores other signals. */
export function endHost({ child }: HostProcess): void {
  child.kill('SIGKILL');
}
