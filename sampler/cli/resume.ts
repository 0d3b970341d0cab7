/** `bayes resume RUN`: resumes a kept run, with the output of `bayes sample`. */
import { resolve } from 'node:path';
import { PROTOCOL_VERSION } from '../protocol.ts';
import { readRunInfo } from '../store/read-run-info.ts';
import { type Console, complaint } from './console.ts';
import { type Source, shortPath } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { connectHost } from './host-client.ts';
import { forkHost } from './host-process.ts';
import { progressView } from './progress-view.ts';
import { earlyTable, showSample } from './sample.ts';
import { untilDone } from './wait-for-run.ts';

export interface ResumeOptions {
  /** Null for the number first requested. */
  readonly draws: number | 'enough' | null;
  /** Undefined: as the run's report has it. */
  readonly modes: 'report' | 'weigh' | undefined;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
}

export async function resume(name: string, options: ResumeOptions, console: Console): Promise<ExitCode> {
  const folder = resolve(console.cwd, name);
  const found = readRunInfo(folder);
  if (found.kind === 'problem') {
    console.err(complaint(found.message));
    return exitCodes.usage;
  }
  const { modelPath: path, modelText: text } = found.info;
  const source: Source = { path, text, name: shortPath(path, console.cwd), cwd: console.cwd };
  const host = connectHost(forkHost(new URL('./host.js', import.meta.url)));
  const view = await progressView(options, console);
  try {
    const { draws, modes } = options;
    const early = earlyTable(view, source.name, true, options, console);
    const asked = draws === null ? {} : { draws };
    const run = host.resume(
      {
        version: PROTOCOL_VERSION,
        runId: 'cli',
        folder,
        ...(modes === undefined ? {} : { modes }),
        ...asked,
      },
      early.listener,
    );
    const { result, killed } = await untilDone(run, host).finally(() => view.finish());
    if (killed) return exitCodes.interrupted;
    const shown = { ...options, drawsAsJson: false };
    return await showSample(result, source, shown, console, {
      draws: folder,
      isScratch: false,
      isShown: early.isShown(),
    });
  } finally {
    host.close();
  }
}
