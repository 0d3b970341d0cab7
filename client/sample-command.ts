/** `Bayes: Sample`: takes the model as it is in the editor, runs it in the host, shows the result. */
import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { AskedSettings, SampleParams, SampleResult } from '../sampler/protocol.ts';
import { failureDiagnostics } from './failure-diagnostics.ts';
import type { ResultsView, RunInfo } from './results-panel.ts';
import type { HostListener, SamplerHost } from './sampler-host.ts';

interface SampleCommandParts {
  readonly host: SamplerHost;
  readonly view: ResultsView;
  /** A folder for the run's draws and report. @throws where it cannot be made. */
  newRunFolder(model: vscode.Uri, modelPath: string): string;
  onFinished(run: RunInfo, result: SampleResult): void;
}

/** A model's text, which may differ from its file, and settings that override its own. */
interface SampleRequest extends ModelToFit {
  readonly settings: AskedSettings;
  /** Replaces the request `sample` by another that ends in a run, such as a comparison of widths. */
  readonly send?: (params: SampleParams, listener: HostListener) => Promise<SampleResult>;
  /** Folder of a resumed run; absent for a new one. */
  readonly folder?: string;
}

export interface SampleCommand extends vscode.Disposable {
  /** Samples the model at `target` (a URI or its text), else the one in the active editor. */
  run(target?: unknown): Promise<SampleResult | undefined>;
  runRequest(request: SampleRequest): Promise<SampleResult | undefined>;
  cancel(): void;
}

export function createSampleCommand(parts: SampleCommandParts): SampleCommand {
  const failures = failureDiagnostics();
  let current: RunInfo | undefined;

  function setCurrent(run: RunInfo | undefined): void {
    current = run;
    void vscode.commands.executeCommand('setContext', 'bayes.sampling', run !== undefined);
  }

  async function run(target?: unknown): Promise<SampleResult | undefined> {
    const model = await modelToFit(target);
    if (model === undefined) return undefined;
    return runRequest({ ...model, settings: configuredSettings(model.uri) });
  }

  async function runRequest(request: SampleRequest): Promise<SampleResult | undefined> {
    if (!vscode.workspace.isTrusted) {
      const manage = 'Manage Workspace Trust';
      const choice = await vscode.window.showWarningMessage(
        'Sampling needs a trusted workspace. The model is still checked while you type.',
        manage,
      );
      if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
      return undefined;
    }
    if (current !== undefined) {
      const stop = 'Cancel That Run';
      const name = path.basename(current.modelPath);
      const choice = await vscode.window.showInformationMessage(`${name} is being sampled.`, stop);
      if (choice === stop) cancel();
      return undefined;
    }
    let folder: string;
    try {
      folder = request.folder ?? parts.newRunFolder(request.uri, request.modelPath);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const settings = 'Open Settings';
      const choice = await vscode.window.showErrorMessage(
        `There is no folder to keep the run in: ${why}. Check the setting bayes.runs.folder.`,
        settings,
      );
      if (choice === settings)
        await vscode.commands.executeCommand('workbench.action.openSettings', 'bayes.runs.folder');
      return undefined;
    }
    return sample(request, folder);
  }

  async function sample(request: SampleRequest, folder: string) {
    const { uri, modelPath, modelText, settings, send = parts.host.sample } = request;
    const info: RunInfo = { runId: randomUUID(), uri: uri.toString(), modelPath, modelText, folder };
    const { runId } = info;
    const params: SampleParams = { version: 1, runId, modelText, modelPath, settings, out: folder };
    setCurrent(info);
    failures.clear(uri);
    parts.view.started(info);
    try {
      const result = await send(params, {
        progress: (progress) => parts.view.progressed(progress),
        sampled: ({ report }) => parts.view.sampled?.(info, report),
      });
      parts.view.finished(info, result);
      parts.onFinished(info, result);
      const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === info.uri);
      if (document?.getText() === modelText) failures.show(document, result);
      return result;
    } finally {
      setCurrent(undefined);
    }
  }

  function cancel(): void {
    if (current === undefined) return;
    parts.view.stopping?.();
    parts.host.cancel(current.runId);
  }

  return { run, runRequest, cancel, dispose: () => failures.dispose() };
}

export interface ModelToFit {
  readonly uri: vscode.Uri;
  readonly modelPath: string;
  readonly modelText: string;
}

/** The model at `target`, or that of the active editor; shows a message if there is none. */
export async function modelToFit(target: unknown): Promise<ModelToFit | undefined> {
  const document = await modelDocument(target);
  if (document === undefined) {
    void vscode.window.showInformationMessage('Open a .bayes model first.');
    return undefined;
  }
  const { uri } = document;
  const modelPath = uri.scheme === 'file' ? uri.fsPath : untitledPath(document);
  return { uri, modelPath, modelText: document.getText() };
}

async function modelDocument(target: unknown): Promise<vscode.TextDocument | undefined> {
  const uri =
    target instanceof vscode.Uri ? target : typeof target === 'string' ? vscode.Uri.parse(target) : undefined;
  if (uri !== undefined) return vscode.workspace.openTextDocument(uri);
  const active = vscode.window.activeTextEditor?.document;
  return active?.languageId === 'bayes' ? active : undefined;
}

/** The assumed path of an unsaved model, which its data paths are relative to. */
function untitledPath(document: vscode.TextDocument): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? process.cwd();
  return path.join(folder, `${path.basename(document.uri.path)}.bayes`);
}

/** Settings that the user has set; the others are the model's. */
export function configuredSettings(uri: vscode.Uri): AskedSettings {
  const configuration = vscode.workspace.getConfiguration('bayes.sample', uri);
  const number = (name: string): number | undefined => configuration.get<number | null>(name) ?? undefined;
  const settings = {
    draws: number('draws'),
    tune: number('tune'),
    chains: number('chains'),
    target_accept: number('targetAccept'),
    max_treedepth: number('maxTreedepth'),
    seed: number('seed'),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
