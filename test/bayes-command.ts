/** Runs the built `bayes` command, as a user would. `npm test` builds it first. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const command = fileURLToPath(new URL('../dist/bayes.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves once standard error holds the text; rejects where the command ends without it. */
  sees(text: string): Promise<void>;
}

export function start(
  args: readonly string[],
  cwd = root,
  /** `detached`: in a process group of its own. */
  options: { readonly detached?: boolean } = {},
): Running {
  const child = spawn(process.execPath, [command, ...args], {
    ...options,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
    for (const { text, resolve } of waiting) if (stderr.includes(text)) resolve();
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    finished,
    async sees(text) {
      if (stderr.includes(text)) return;
      const seen = new Promise<void>((resolve) => waiting.push({ text, resolve }));
      await Promise.race([seen, finished]);
      if (!stderr.includes(text)) throw new Error(`ended without “${text}”:\n${stderr}`);
    },
  };
}

export function bayes(args: readonly string[], cwd = root): Promise<Finished> {
  return start(args, cwd).finished;
}

/** Runs `bayes` with `--format json` and reads the one object on its standard output. */
export async function bayesJson<T>(
  args: readonly string[],
  cwd = root,
): Promise<{ readonly code: number | null; readonly value: T }> {
  const { code, stdout, stderr } = await bayes([...args, '--format', 'json'], cwd);
  try {
    return { code, value: JSON.parse(stdout) };
  } catch {
    throw new Error(`not one JSON object on standard output (exit ${code}):\n${stdout}\n${stderr}`);
  }
}
