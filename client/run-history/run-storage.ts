/**
 * Location of the editor's runs: the extension's global storage, or the folder of the setting `bayes.runs.folder`.
 * Not the storage for the workspace, which differs while a second window has the workspace open.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { configuredRoot, isWithin, projectName, runFolderName } from './run-folders.ts';

export interface RunStorage {
  /** The path of a new run's folder; creates its parent only. @throws if it cannot. */
  newFolder(model: vscode.Uri, modelPath: string): string;
  /** All folders with runs of this workspace, including those of earlier values of the setting. */
  roots(): readonly string[];
  /** The file with the folder of the current run. */
  underWayFile(): string;
  /** The folder with the last calibration of each model. */
  calibrations(): string;
  delete(folder: string): Promise<void>;
}

export function createRunStorage(context: vscode.ExtensionContext): RunStorage {
  const own = (folder: vscode.WorkspaceFolder | undefined): string =>
    path.join(context.globalStorageUri.fsPath, 'runs', projectName(folder?.uri.fsPath));
  const rootOf = (folder: vscode.WorkspaceFolder | undefined): string => {
    const setting = vscode.workspace.getConfiguration('bayes.runs', folder?.uri).get<string>('folder') ?? '';
    return configuredRoot(setting, folder?.uri.fsPath, homedir()) ?? own(folder);
  };
  return {
    newFolder(model, modelPath) {
      const folders = vscode.workspace.workspaceFolders ?? [];
      const workspace = vscode.workspace.getWorkspaceFolder(model) ?? folders[0];
      const root = rootOf(workspace);
      const isNew = !existsSync(root);
      mkdirSync(root, { recursive: true });
      const inWorkspace = folders.find(({ uri }) => isWithin(root, uri.fsPath) && root !== uri.fsPath);
      // Draws are large and reproducible from the seed, so they are excluded from version control.
      if (isNew && inWorkspace !== undefined) writeFileSync(path.join(root, '.gitignore'), '*\n');
      const name = runFolderName(modelPath, new Date(), (taken) => existsSync(path.join(root, taken)));
      return path.join(root, name);
    },
    roots() {
      const folders = vscode.workspace.workspaceFolders ?? [];
      const places = folders.length === 0 ? [undefined] : folders;
      return [...new Set(places.flatMap((folder) => [own(folder), rootOf(folder)]))];
    },
    underWayFile: () => path.join(own(vscode.workspace.workspaceFolders?.[0]), 'under-way.txt'),
    calibrations: () => path.join(own(vscode.workspace.workspaceFolders?.[0]), 'calibrations'),
    delete: (folder) => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
