/** A panel that may be closed while what it shows is being read. */
import type { WebviewPanel } from 'vscode';

export interface ShownPanel {
  readonly panel: WebviewPanel;
  /** A closed panel throws at every use; what was read meanwhile has nobody to be shown to. */
  isClosed: boolean;
}

export function postTo<Message>({ panel, isClosed }: ShownPanel, message: Message): void {
  if (!isClosed) void panel.webview.postMessage(message);
}
