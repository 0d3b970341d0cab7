/** An interrupted run: the page's message, and how to resume or repeat it. */
import * as vscode from 'vscode';
import type { OpenRunResult, RunHeader, SamplerFailure } from '../../sampler/protocol.ts';
import type { Interruption, ToPage } from '../../webview/protocol.ts';

type Opened = Extract<OpenRunResult, { readonly kind: 'ok' }>;
type Cause = Pick<Interruption, 'message' | 'stderrTail'>;

const RESUME = 'bayes.runs.resume';
const AGAIN = 'bayes.runs.again';

const cutOff: Cause = {
  message:
    'The run was interrupted before its last draw: its window was closed or loaded again, or its sampler ended',
  stderrTail: '',
};

export function causeOfCrash({ message, stderrTail }: Extract<SamplerFailure, { kind: 'crash' }>): Cause {
  return { message: `The sampler stopped before the last draw: ${message}`, stderrTail };
}

/** A run that is read from its folder. */
export async function keptMessage(opened: Opened): Promise<ToPage> {
  const { header, report } = opened;
  if (report === null || header.state === 'running') return interruptedMessage(opened, cutOff);
  return { kind: 'report', report, header, warnings: [] };
}

/** With what was drawn, where that could be summarised. */
export async function interruptedMessage({ header, report }: Opened, cause: Cause): Promise<ToPage> {
  const interruption = { ...cause, canResume: await canResume() };
  return report === null
    ? { kind: 'failed', failure: { kind: 'interrupted', interruption } }
    : { kind: 'report', report, header, warnings: [], interruption };
}

async function canResume(): Promise<boolean> {
  return (await vscode.commands.getCommands(true)).includes(RESUME);
}

/** From its last draw, or from its seed. */
export async function resumeRun(header: RunHeader | null): Promise<void> {
  if (header === null) return;
  const run = { folder: header.folder, header };
  await vscode.commands.executeCommand((await canResume()) ? RESUME : AGAIN, run);
}
