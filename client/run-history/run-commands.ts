/** Commands on kept runs, from the view or from the command palette after a pick. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { AskedApproximation, AskedSettings, WidthsReport } from '../../sampler/protocol.ts';
import { type ExportParts, exportRun } from './export-run.ts';
import { canDrawMore, canResume, hasResults, type KeptRun } from './kept-run.ts';
import { comparedMethod, originalApproximation, originalSettings } from './original-request.ts';
import { modelUri } from './run-documents.ts';
import { bytesText, descriptionOf, statusText, whenText } from './run-labels.ts';
import type { RunStorage } from './run-storage.ts';
import { iconOf, type RunsView } from './runs-view.ts';

interface RunCommandParts {
  readonly view: RunsView;
  readonly storage: RunStorage;
  /** The `bayes` command's bundle. */
  readonly bayesPath: string;
  /** Shows the results in a folder, which may be outside of this workspace. */
  open(folder: string): Thenable<void>;
  /** Lets the user choose new data, and shows a run's predictions. */
  predict(folder: string, modelPath: string): Promise<void>;
  /** Shows a view of the results of a run. */
  showView(folder: string, view: 'loo' | 'priors' | 'effects' | 'baseline'): Promise<void>;
  /** Shows the runs in these folders side by side. */
  compare(folders: readonly string[], view?: 'evidence'): Promise<void>;
  /** Writes the results page of a run as one HTML file. */
  saveReport: ExportParts['saveReport'];
  sample(request: ModelText & { readonly settings: AskedSettings }): Promise<unknown>;
  /** Resumes a kept run, to a number of draws per chain, by default the one first requested. */
  resume(run: ModelText & { readonly folder: string; readonly draws?: number }): Promise<unknown>;
  compareWidths(model: ModelText, settings: AskedSettings, method: WidthsReport['method']): Promise<unknown>;
  approximate(model: ModelText, asked: AskedApproximation): Promise<unknown>;
}

interface ModelText {
  readonly uri: vscode.Uri;
  readonly modelPath: string;
  readonly modelText: string;
}

export function registerRunCommands(parts: RunCommandParts): vscode.Disposable {
  const { view, storage } = parts;
  const one = async (title: string, target: unknown, fits: (run: KeptRun) => boolean = ended) =>
    isRun(target) ? target : pickRun(view, title, fits);
  const several = async (title: string, target: unknown, selected: unknown, fits = ended) => {
    if (Array.isArray(selected) && selected.length > 0) return selected.filter(isRun).filter(fits);
    if (isRun(target)) return [target];
    return pickRuns(view, title, fits);
  };

  const commands: Record<string, (target?: unknown, selected?: unknown) => Promise<void>> = {
    async 'bayes.runs.open'(target) {
      const run = await one('Open the results of a run', target);
      if (run !== undefined) await parts.open(run.folder);
    },
    async 'bayes.runs.openFolder'() {
      const picked = await vscode.window.showOpenDialog({
        title: 'Open the folder of a run, as given to bayes sample --out',
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: 'Open Run',
      });
      if (picked === undefined) return;
      if (existsSync(path.join(picked[0].fsPath, 'run.json'))) return parts.open(picked[0].fsPath);
      void vscode.window.showErrorMessage(
        `There is no run in ${picked[0].fsPath}: a run’s folder holds a file run.json.`,
      );
    },
    async 'bayes.runs.compare'(target, selected) {
      const chosen = Array.isArray(selected) ? selected : view.selection();
      const runs =
        isRun(target) || chosen.length > 1
          ? await several('Compare runs', target, chosen)
          : await pickRuns(view, 'Compare runs: pick two or more', ended);
      if (runs.length === 0) return;
      // Given one run, asks for the other.
      const others =
        runs.length > 1
          ? runs
          : [...runs, ...(await pickOther(view, runs[0]).then((run) => (run === undefined ? [] : [run])))];
      if (others.length < 2) return;
      await parts.compare(oldestFirst(others).map(({ folder }) => folder));
    },
    async 'bayes.runs.again'(target) {
      const run = await one('Run again with the same seed and settings', target);
      if (run !== undefined) await repeat(run, parts);
    },
    async 'bayes.runs.resume'(target) {
      const run = await one('Resume a run that did not end', target, canResume);
      if (run !== undefined) await parts.resume({ ...modelOf(run), folder: run.folder });
    },
    async 'bayes.runs.drawMore'(target) {
      const run = await one('Draw more of a run', target, canDrawMore);
      if (run === undefined) return;
      const draws = await askDraws(run.header.settings.draws);
      if (draws !== undefined) await parts.resume({ ...modelOf(run), folder: run.folder, draws });
    },
    async 'bayes.runs.export'(target) {
      const run = await one('Export a run', target, hasDraws);
      if (run !== undefined) await exportRun(run, parts);
    },
    async 'bayes.runs.predict'(target) {
      const run = await one('Predict at new data', target, hasResults);
      if (run !== undefined) await parts.predict(run.folder, run.header.modelPath);
    },
    async 'bayes.runs.loo'(target) {
      const run = await one('Leave-one-out cross-validation of a run', target, hasResults);
      if (run !== undefined) await parts.showView(run.folder, 'loo');
    },
    async 'bayes.runs.priors'(target) {
      const run = await one('Question the priors of a run', target, hasResults);
      if (run !== undefined) await parts.showView(run.folder, 'priors');
    },
    async 'bayes.runs.effects'(target) {
      const run = await one('Effects of the predictors of a run', target, hasResults);
      if (run !== undefined) await parts.showView(run.folder, 'effects');
    },
    async 'bayes.runs.evidence'(target, selected) {
      // From the palette: of what is selected in the view.
      const chosen = isRun(target) ? selected : view.selection();
      const runs = await several('Evidence of the models of runs', target, chosen, hasResults);
      if (runs.length === 0) return;
      await parts.compare(
        oldestFirst(runs).map(({ folder }) => folder),
        'evidence',
      );
    },
    async 'bayes.runs.baseline'(target) {
      const run = await one('Compare a run with simpler methods', target, hasResults);
      if (run !== undefined) await parts.showView(run.folder, 'baseline');
    },
    async 'bayes.runs.delete'(target, selected) {
      const runs = await several('Delete runs', target, selected);
      if (runs.length === 0) return;
      const bytes = bytesText(runs.reduce((sum, run) => sum + run.bytes, 0));
      const [only] = runs;
      const question =
        runs.length === 1
          ? `Delete the run of ${only.header.model} from ${whenText(only.header.started, new Date())}?`
          : `Delete ${runs.length} runs?`;
      const detail = `Draws and report are deleted for good (${bytes}).`;
      const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, 'Delete');
      if (choice !== 'Delete') return;
      for (const run of runs) await storage.delete(run.folder);
      view.refresh();
    },
    async 'bayes.runs.reveal'(target) {
      const run = await one('Reveal the folder of a run', target);
      if (run !== undefined)
        await vscode.commands.executeCommand(
          'revealFileInOS',
          vscode.Uri.file(path.join(run.folder, 'run.json')),
        );
    },
    async 'bayes.runs.copyPath'(target, selected) {
      const runs = await several('Copy the path of a run', target, selected);
      if (runs.length > 0) await vscode.env.clipboard.writeText(runs.map(({ folder }) => folder).join('\n'));
    },
    async 'bayes.runs.settings'() {
      await vscode.commands.executeCommand('workbench.action.openSettings', 'bayes.runs');
    },
    async 'bayes.runs.showModel'(target) {
      const run = await one('Show the model of a run', target);
      if (run !== undefined) await showModel(run);
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, action]) => vscode.commands.registerCommand(name, action)),
  );
}

function oldestFirst(runs: readonly KeptRun[]): readonly KeptRun[] {
  return [...runs].sort((a, b) => Date.parse(a.header.started) - Date.parse(b.header.started));
}

/** The model as sampled: a resumed run uses its own text. */
function modelOf({ header: { modelPath, modelText } }: KeptRun): ModelText {
  return { uri: vscode.Uri.file(modelPath), modelPath, modelText };
}

async function askDraws(now: number): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: 'Draw more',
    prompt: `Draws per chain in all; there are ${now}. The draws are those that a run of so many gives in one go.`,
    value: String(2 * now),
    validateInput: (value) =>
      Number.isSafeInteger(Number(value)) && Number(value) > now
        ? undefined
        : `A whole number above ${now} is expected.`,
  });
  return text === undefined ? undefined : Number(text);
}

const ended = ({ status }: KeptRun): boolean => status.kind !== 'running';
const hasDraws = ({ status }: KeptRun): boolean => status.kind !== 'running' && status.kind !== 'failed';

function isRun(value: unknown): value is KeptRun {
  return typeof value === 'object' && value !== null && 'folder' in value && 'header' in value;
}

type RunPick = vscode.QuickPickItem & { readonly run: KeptRun };

function picks(runs: readonly KeptRun[]): RunPick[] {
  const now = new Date();
  return runs.map((run) => ({
    run,
    label: run.header.model,
    description: descriptionOf(run, now),
    detail:
      run.status.kind === 'passes' && run.status.misfit === undefined ? undefined : statusText(run.status),
    iconPath: iconOf(run.status),
  }));
}

async function offered(view: RunsView, fits: (run: KeptRun) => boolean): Promise<readonly KeptRun[]> {
  const runs = (await view.runs()).filter(fits);
  if (runs.length === 0)
    void vscode.window.showInformationMessage('There is no run yet: open a .bayes model and sample it.');
  return runs;
}

async function pickRun(
  view: RunsView,
  title: string,
  fits: (run: KeptRun) => boolean,
): Promise<KeptRun | undefined> {
  const runs = await offered(view, fits);
  if (runs.length === 0) return undefined;
  const options = { title, placeHolder: 'Pick a run', matchOnDescription: true };
  return (await vscode.window.showQuickPick(picks(runs), options))?.run;
}

async function pickRuns(
  view: RunsView,
  title: string,
  fits: (run: KeptRun) => boolean,
): Promise<readonly KeptRun[]> {
  const runs = await offered(view, fits);
  if (runs.length === 0) return [];
  const chosen = await vscode.window.showQuickPick(picks(runs), {
    title,
    placeHolder: 'Pick runs',
    matchOnDescription: true,
    canPickMany: true,
  });
  return chosen?.map(({ run }) => run) ?? [];
}

/** Runs of the same model first. */
async function pickOther(view: RunsView, run: KeptRun): Promise<KeptRun | undefined> {
  const others = (await view.runs()).filter((other) => ended(other) && other.folder !== run.folder);
  if (others.length === 0) {
    void vscode.window.showInformationMessage('There is no other run to compare with.');
    return undefined;
  }
  const sameModel = (other: KeptRun) => other.header.modelPath === run.header.modelPath;
  const sorted = [...others.filter(sameModel), ...others.filter((other) => !sameModel(other))];
  const title = `Compare ${run.header.model}, ${whenText(run.header.started, new Date())}, with`;
  return (await vscode.window.showQuickPick(picks(sorted), { title, matchOnDescription: true }))?.run;
}

/** Repeats a run with the same method, seed and settings; asks which text to use if the model has changed. */
async function repeat(run: KeptRun, parts: RunCommandParts): Promise<void> {
  const modelText = await textToFit(run);
  if (modelText === undefined) return;
  const { modelPath, method } = run.header;
  const settings = originalSettings(run.header);
  const model: ModelText = { uri: vscode.Uri.file(modelPath), modelPath, modelText };
  if (method === undefined) {
    const compared = comparedMethod(
      await readFile(path.join(run.folder, 'widths.json'), 'utf8').catch(() => ''),
    );
    if (compared === undefined) await parts.sample({ ...model, settings });
    else await parts.compareWidths(model, settings, compared);
    return;
  }
  const file = path.join(run.folder, 'approximation.json');
  const asked = originalApproximation(await readFile(file, 'utf8').catch(() => ''));
  if (asked === undefined) {
    void vscode.window.showErrorMessage(
      `How this run was made (${method}) is recorded in ${file}, which cannot be read. Fit the model again instead: open it and choose ADVI or Pathfinder.`,
    );
    return;
  }
  await parts.approximate(model, asked);
}

/** Undefined if cancelled. */
async function textToFit({ header }: KeptRun): Promise<string | undefined> {
  const current = await currentText(vscode.Uri.file(header.modelPath));
  if (current === undefined || current === header.modelText) return header.modelText;
  const asWas = 'Model as It Was';
  const asIs = 'Model as It Is Now';
  const choice = await vscode.window.showInformationMessage(
    `${path.basename(header.modelPath)} has changed since this run. Which text should be sampled?`,
    { modal: true, detail: 'Seed and settings are those of the run either way.' },
    asWas,
    asIs,
  );
  if (choice === undefined) return undefined;
  return choice === asWas ? header.modelText : current;
}

/** The current text in the editor or on disk; undefined if the file does not exist. */
async function currentText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  if (!existsSync(uri.fsPath)) return undefined;
  return (await vscode.workspace.openTextDocument(uri)).getText();
}

/** Shows the sampled model, as a diff if the current model differs. */
async function showModel(run: KeptRun): Promise<void> {
  const uri = vscode.Uri.file(run.header.modelPath);
  const current = await currentText(uri);
  if (current === undefined || current === run.header.modelText) {
    await vscode.window.showTextDocument(modelUri(run), { preview: true });
    return;
  }
  const title = `${run.header.model}: ${whenText(run.header.started, new Date())} ↔ now`;
  await vscode.commands.executeCommand('vscode.diff', modelUri(run), uri, title);
}
