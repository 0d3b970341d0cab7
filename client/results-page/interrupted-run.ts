/** An interrupted run: the page's message, and how to resume or repeat it. */
import * as vscode from 'vscode';
import { version } from '../../package.json';
import type { OpenRunResult, RunHeader, SamplerFailure } from '../../sampler/protocol.ts';
import type { Interruption, ToPage } from '../../webview/protocol.ts';

type Opened = Extract<OpenRunResult, { readonly kind: 'ok' }>;
type Cause = Pick<Interruption, 'message' | 'stderrTail'>;

const cutOff: Cause = {
  message:
    'The run was interrupted before its last draw: its window was closed or loaded again, or its sampler ended',
  stderrTail: '',
};

export function causeOfCrash({ message, stderrTail }: Extract<SamplerFailure, { kind: 'crash' }>): Cause {
  return { message: `The sampler stopped before the last draw: ${message}`, stderrTail };
}

/** Message about a run read from its folder. */
export function keptMessage(opened: Opened): ToPage {
  const { header, report, writer } = opened;
  // The report of a run that another process is sampling already says so.
  if (report === null || (header.state === 'running' && writer === null))
    return interruptedMessage(opened, cutOff);
  return { kind: 'report', report, header, warnings: [] };
}

/** Message with the report of the draws, if there are any. */
export function interruptedMessage({ header, report, kept }: Opened, cause: Cause): ToPage {
  // Another version might continue with different draws.
  const interruption = { ...cause, kept, canResume: header.versions.bayes === version };
  // Without draws there are no numbers.
  return report === null || kept.drawsPerChain === 0
    ? { kind: 'failed', failure: { kind: 'interrupted', interruption } }
    : { kind: 'report', report, header, warnings: [], interruption };
}

/** From its last draw, or from its seed. */
export async function resumeRun(header: RunHeader | null): Promise<void> {
  if (header === null) return;
  const command = header.versions.bayes === version ? 'bayes.runs.resume' : 'bayes.runs.again';
  await vscode.commands.executeCommand(command, { folder: header.folder, header });
}
