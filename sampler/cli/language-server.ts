/** `bayes language-server --stdio`: the editor's language server for any editor that speaks LSP. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

/** A small young generation: the server's garbage is short-lived, and it stays below 150 MB. */
const NODE_FLAGS = ['--max-semi-space-size=4'];

/** Runs the server on this process's standard input and output until its client goes away. */
export function languageServer(serverFile: URL): Promise<ExitCode> {
  const child = spawn(process.execPath, [...NODE_FLAGS, fileURLToPath(serverFile), '--stdio'], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(exitCodes.failed));
    child.on('exit', (code) => resolve(code === 0 ? exitCodes.done : exitCodes.failed));
  });
}
