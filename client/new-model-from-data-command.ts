/** `Bayes: New Model from Data…`: a first regression of a column, as a new model beside its data file. */
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { DraftAnswer, DraftParams } from '../server/protocol.ts';
import { outsideOfTrust } from './trusted-files.ts';

type Draft = (params: DraftParams) => Promise<DraftAnswer>;

const PATTERN = '**/*.{csv,tsv,json,parquet,arrow,feather}';
/** Kept runs and packages have JSON files of their own. */
const ELSEWHERE = '**/{runs,node_modules,.*}/**';
const MOST_LISTED = 500;

/** @param given the data file, where the command comes from the explorer */
export async function newModelFromData(draft: Draft, given?: vscode.Uri): Promise<void> {
  const file = given ?? (await pickFile());
  if (file === undefined) return;
  const refused = outsideOfTrust([file.fsPath]);
  const answer: DraftAnswer =
    refused === null ? await draft({ file: file.fsPath }) : { kind: 'problem', message: refused };
  if (answer.kind !== 'columns') return tell(answer);
  const items = answer.columns
    .filter(({ canBeOutcome }) => canBeOutcome)
    .map(({ name, detail }) => ({ label: name, description: detail }));
  const outcome = await vscode.window.showQuickPick(items, {
    title: `New model of ${basename(file.fsPath)}`,
    placeHolder: 'The column to model: the others predict it',
    matchOnDescription: true,
  });
  if (outcome === undefined) return;
  const made = await draft({ file: file.fsPath, outcome: outcome.label });
  if (made.kind !== 'model') return tell(made);
  try {
    const model = await freshPath(file.fsPath);
    await vscode.workspace.fs.writeFile(model, new TextEncoder().encode(made.text));
    await vscode.window.showTextDocument(model);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The model could not be written beside its data: ${why}`);
  }
}

function tell(answer: DraftAnswer): void {
  if (answer.kind === 'problem') void vscode.window.showErrorMessage(`No model was made: ${answer.message}`);
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles(PATTERN, ELSEWHERE, MOST_LISTED);
  const items = files
    .map((uri) => ({
      uri,
      label: basename(uri.path),
      description: vscode.workspace.asRelativePath(dirname(uri.fsPath)),
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const browse = { uri: undefined, label: 'Browse…', description: 'another file' };
  const picked = await vscode.window.showQuickPick([...items, browse], {
    title: 'New model from data',
    placeHolder: 'The file that holds the data',
    matchOnDescription: true,
  });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const chosen = await vscode.window.showOpenDialog({
    filters: { Data: ['csv', 'tsv', 'txt', 'json', 'parquet', 'arrow', 'feather'] },
    openLabel: 'Model These Data',
  });
  return chosen?.[0];
}

/** `visits.bayes` beside `visits.csv`; a model that exists stays, and the new one gets a number. */
async function freshPath(file: string): Promise<vscode.Uri> {
  const stem = join(dirname(file), basename(file, extname(file)));
  for (let i = 1; ; i++) {
    const uri = vscode.Uri.file(`${stem}${i === 1 ? '' : `_${i}`}.bayes`);
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    if (!exists) return uri;
  }
}
