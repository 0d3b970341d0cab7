/** `Bayes: Open Draws…`: draws of another program on the results page. */
import * as vscode from 'vscode';
import { outsideAddress } from '../sampler/report/outside-address.ts';
import { outsideOfTrust } from './trusted-files.ts';

/** @param open shows what is at an address */
export function registerOpenDrawsCommand(open: (address: string) => Promise<void>): vscode.Disposable {
  return vscode.commands.registerCommand(
    'bayes.openDraws',
    async (target?: unknown, selected?: unknown): Promise<void> => {
      const files = chosen(target, selected) ?? (await pick());
      if (files === undefined || files.length === 0) return;
      const refused = outsideOfTrust(files);
      if (refused === null) return open(outsideAddress(files));
      const manage = 'Manage Workspace Trust';
      const choice = await vscode.window.showWarningMessage(refused, manage);
      if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    },
  );
}

/** Files of the explorer's menu; by name, so that chains are in their order. */
function chosen(target: unknown, selected: unknown): readonly string[] | undefined {
  const uris = Array.isArray(selected) && selected.length > 0 ? selected : [target];
  const files = uris
    .filter((uri): uri is vscode.Uri => uri instanceof vscode.Uri)
    .map(({ fsPath }) => fsPath);
  return files.length === 0 ? undefined : inOrder(files);
}

async function pick(): Promise<readonly string[] | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title:
      'Draws of another program: one NetCDF file as ArviZ writes it, or CmdStan’s CSV files of all chains',
    canSelectMany: true,
    openLabel: 'Open Draws',
    filters: { Draws: ['nc', 'nc4', 'h5', 'csv'] },
  });
  return picked === undefined ? undefined : inOrder(picked.map(({ fsPath }) => fsPath));
}

/** `draws_10.csv` after `draws_2.csv`. */
function inOrder(files: readonly string[]): readonly string[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...files].sort(compare);
}
