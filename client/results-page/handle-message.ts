/** Handles messages of a results page: queries of its run, editor commands, edits of the model, files. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunAnswer, RunQuestion } from '../../sampler/protocol.ts';
import type { FromPage } from '../../webview/protocol.ts';
import type { SamplerHost } from '../sampler-host.ts';
import { unreachable } from '../unreachable.ts';
import { applyFix } from './apply-fix.ts';
import { chooseNewData } from './choose-data.ts';
import { resumeRun } from './interrupted-run.ts';
import { decodeAnswer, priorAnswer } from './page-messages.ts';
import { saveFile, saveReport } from './save-files.ts';
import { revealData, revealLine, showDifference } from './show-model.ts';
import { markPriors, post, type Shown, sendAll, sendNewData } from './shown-page.ts';

interface Services {
  readonly host: SamplerHost;
  log(text: string): void;
}

export async function handleMessage(entry: Shown, message: FromPage, { host, log }: Services): Promise<void> {
  const { identity, made } = entry;
  switch (message.kind) {
    case 'ready':
      entry.isListening = true;
      return sendAll(entry);
    case 'ask': {
      const answer = await entry.asking.ask(message.id, (token) =>
        answerTo(entry, message.question, host, token),
      );
      // The page may show another result in the meantime.
      if (entry.made !== null && entry.made === made) {
        if (answer.kind === 'sensitivity') entry.sensitivity = answer.sensitivity;
        if (answer.kind === 'predictive') entry.remarks = answer.remarks ?? entry.remarks;
        markPriors(entry);
      }
      return post(entry, { kind: 'answer', id: message.id, answer });
    }
    case 'cancel-ask':
      return entry.asking.cancel(message.id);
    case 'cancel':
      return void vscode.commands.executeCommand('bayes.cancel');
    case 'sample-again':
      return void vscode.commands.executeCommand(
        entry.prior === null ? 'bayes.sample' : 'bayes.priorPredictive',
        identity.uri,
      );
    case 'resume':
      return resumeRun(made?.of.header ?? null);
    case 'compare-widths':
      return void vscode.commands.executeCommand('bayes.compareWidths', identity.uri);
    case 'reveal':
      if (made === null) return;
      return revealLine(made.of, made.watch.staleness, message.line);
    case 'reveal-data':
      return revealData(message.file, message.line);
    case 'apply-fix':
      if (made === null) return;
      return applyFix(made.of, made.watch.staleness, message.fix, message.line);
    case 'show-difference':
      if (made === null) return;
      return showDifference(made.of, made.watch.staleness);
    case 'save': {
      const name = await saveFile(path.dirname(identity.modelPath), message.name, message.content);
      return post(entry, { kind: 'saved', id: message.id, name });
    }
    case 'predict':
      return predictAt(entry);
    case 'save-report':
      return saveReport(host, identity);
    case 'error':
      return log(`results page: ${message.message}`);
    default:
      return unreachable(message);
  }
}

async function answerTo(
  { identity: { folder }, prior }: Shown,
  question: RunQuestion,
  host: SamplerHost,
  token: vscode.CancellationToken,
): Promise<RunAnswer<Float64Array>> {
  if (prior !== null)
    return priorAnswer(await host.prior({ modelText: prior.modelText, modelPath: prior.modelPath }));
  if (folder === null) return { kind: 'unavailable', message: 'Nothing was kept of this run on disk' };
  return decodeAnswer(await host.askRun(folder, question, token));
}

async function predictAt(entry: Shown): Promise<void> {
  const file = await chooseNewData(entry.identity.modelPath);
  if (file === undefined) return;
  entry.newData = [file];
  sendNewData(entry);
}
