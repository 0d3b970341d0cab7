/** Which run a page shows: as its title, and as the editor keeps it for after a reload. */
import * as vscode from 'vscode';
import { PAGE_VERSION, type PageIdentity } from '../../webview/protocol.ts';

export const VIEW_TYPE = 'bayes.results';

export function identityOf(folder: string, model: string, modelPath: string): PageIdentity {
  return { version: PAGE_VERSION, folder, model, modelPath, uri: vscode.Uri.file(modelPath).toString() };
}

export const titleOf = ({ model }: PageIdentity): string => `${model}: results`;

/** Whether the editor has a page of this title from before, which is loaded once it is looked at. */
export function isRestored(title: string): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(
    ({ label, input }) =>
      label === title && input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE),
  );
}

/** From what the page kept (`SavedPage` in `webview/state.ts`); null where it is not of this version. */
export function savedIdentity(state: unknown): PageIdentity | null {
  const field = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  const identity = field(state, 'identity');
  const folder = field(identity, 'folder');
  const [model, modelPath, uri] = ['model', 'modelPath', 'uri'].map((key) => field(identity, key));
  if (field(identity, 'version') !== PAGE_VERSION) return null;
  if (typeof model !== 'string' || typeof modelPath !== 'string' || typeof uri !== 'string') return null;
  return {
    version: PAGE_VERSION,
    folder: typeof folder === 'string' ? folder : null,
    model,
    modelPath,
    uri,
  };
}
