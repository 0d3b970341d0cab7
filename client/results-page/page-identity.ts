/** The run that a page shows, as its title and as saved by the editor across reloads. */
import * as vscode from 'vscode';
import { PAGE_VERSION, type PageIdentity } from '../../webview/protocol.ts';
import { savedFields } from '../panel/saved-identity.ts';

export const VIEW_TYPE = 'bayes.results';

export function identityOf(folder: string, model: string, modelPath: string): PageIdentity {
  return { version: PAGE_VERSION, folder, model, modelPath, uri: vscode.Uri.file(modelPath).toString() };
}

/** Whether the editor has restored a tab of this title, which it loads once shown. */
export function isRestored(title: string): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(
    ({ label, input }) =>
      label === title && input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE),
  );
}

/** From the saved state of the page (`SavedPage` in `webview/state.ts`); null if of another version. */
export function savedIdentity(state: unknown): PageIdentity | null {
  const fields = savedFields(state, PAGE_VERSION);
  if (fields === null) return null;
  const { folder, model, modelPath, uri } = fields;
  if (typeof model !== 'string' || typeof modelPath !== 'string' || typeof uri !== 'string') return null;
  return {
    version: PAGE_VERSION,
    folder: typeof folder === 'string' ? folder : null,
    model,
    modelPath,
    uri,
  };
}
