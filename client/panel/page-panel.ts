/** The panels of the pages of results, of a comparison and of a calibration: what they may load, and what they restore. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type PageName, pageHtml } from './page-html.ts';

/** Loads a page; its messages must be listened to before. */
export function loadPage(panel: vscode.WebviewPanel, page: PageName, extensionUri: vscode.Uri): void {
  const { webview } = panel;
  const dist = vscode.Uri.joinPath(extensionUri, 'dist');
  webview.options = { enableScripts: true, localResourceRoots: [dist] };
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'client', 'media', 'file-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'client', 'media', 'file-dark.svg'),
  };
  webview.html = pageHtml({
    scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'webview.js')).toString(),
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64'),
    page,
  });
}

/** Adopts the panels that the editor restores; those without an identity are closed. */
export function restorePanels<T>(
  viewType: string,
  identityOf: (state: unknown) => T | null,
  adopt: (panel: vscode.WebviewPanel, identity: T) => void,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const identity = identityOf(state);
      if (identity === null) panel.dispose();
      else adopt(panel, identity);
    },
  });
}
