/** Common start and end of commands that fit a model: read it, create the run's folder, start the host. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { ApproximationFailure } from '../protocol.ts';
import { type Console, complaint, readModel } from './console.ts';
import { diagnosticsJson, diagnosticsText, type Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { failureText } from './failure-text.ts';
import { connectHost, type HostClient } from './host-client.ts';
import { forkHost, type HostProcess } from './host-process.ts';
import { makeFolder } from './make-folder.ts';

export interface Fit {
  readonly host: HostClient;
  readonly source: Source;
  /** The folder of `--out`, which exists; null where the run is not kept. */
  readonly out: string | null;
}

/**
 * @param out the folder of `--out`, relative to the working directory.
 * @param started the host, where it was started already.
 */
export async function fitModel(
  name: string,
  out: string | null,
  console: Console,
  body: (fit: Fit) => Promise<ExitCode>,
  started: HostProcess | null = null,
): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const folder = makeFolder(out, console.cwd);
  if (folder.kind === 'problem') {
    console.err(complaint(folder.message));
    return exitCodes.usage;
  }
  const host = connectHost(started ?? forkHost(new URL('./host.js', import.meta.url)));
  try {
    return await body({ host, source: { ...file, name, cwd: console.cwd }, out: folder.out });
  } finally {
    host.close();
  }
}

/** Diagnostics of the run's folder, not of the model. */
const OF_RUNS: ReadonlySet<string> = new Set(['run-folder', 'run-resume']);

/** Reports diagnostics of the model or its data; with `--format json` on standard output too. */
export function showInvalid(
  diagnostics: readonly Diagnostic[],
  source: Source,
  json: boolean,
  console: Console,
): ExitCode {
  const aboutRun = diagnostics.length === 1 && OF_RUNS.has(diagnostics[0].code);
  console.err(aboutRun ? complaint(diagnostics[0].message) : diagnosticsText(diagnostics, source));
  if (json) console.out(`${JSON.stringify({ diagnostics: diagnosticsJson(diagnostics, source) })}\n`);
  return aboutRun ? exitCodes.usage : exitCodes.invalid;
}

/** Reports a failed run. */
export function showFailure(
  failure: ApproximationFailure,
  source: Source,
  json: boolean,
  console: Console,
): ExitCode {
  console.err(failureText(failure, source.name));
  if (json) console.out(`${JSON.stringify({ failure })}\n`);
  return exitCodes.failed;
}
