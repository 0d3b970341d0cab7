/** A page that is closed while its run is being read: nothing is shown, and no command fails. */
import { expect, test, vi } from 'vitest';
import { createResultsPage } from '../../../client/results-page/results-page.ts';

/** Panels as the editor's: once closed, they throw at every use. */
const panels: { close(): void; uses: string[] }[] = [];

vi.mock('vscode', () => {
  const createWebviewPanel = () => {
    let isClosed = false;
    let closed = () => {};
    const uses: string[] = [];
    const use = (what: string) => {
      if (isClosed) throw new Error('Webview is disposed');
      uses.push(what);
    };
    const webview = {
      cspSource: '',
      onDidReceiveMessage() {},
      asWebviewUri: (uri: unknown) => uri,
      async postMessage({ kind }: { kind: string }) {
        use(kind);
        return true;
      },
    };
    panels.push({
      uses,
      close() {
        isClosed = true;
        closed();
      },
    });
    return {
      webview,
      set title(title: string) {
        use(title);
      },
      onDidChangeViewState() {},
      onDidDispose(listener: () => void) {
        closed = listener;
      },
    };
  };
  const registerWebviewPanelSerializer = () => ({ dispose() {} });
  return {
    Uri: { joinPath: () => ({ toString: () => '' }), file: (path: string) => ({ toString: () => path }) },
    ViewColumn: { Beside: -2 },
    window: { createWebviewPanel, registerWebviewPanelSerializer },
    workspace: { isTrusted: true, workspaceFolders: [] },
  };
});

const problem = { kind: 'problem', message: 'it is gone' } as const;

function pageOf(openRun: () => Promise<unknown>) {
  return createResultsPage({
    host: { openRun },
    extensionUri: '',
    watchSource: () => ({ dispose() {} }),
    priors: { show() {} },
    log() {},
  } as unknown as Parameters<typeof createResultsPage>[0]);
}

test('a run that is read is shown in its page', async () => {
  await pageOf(async () => problem).open('/runs/1');
  expect(panels.at(-1)?.uses).toContain('failed');
});

test('a page that is closed meanwhile shows nothing', async () => {
  const page = pageOf(async () => {
    panels.at(-1)?.close();
    return problem;
  });
  await expect(page.open('/runs/1')).resolves.toBeUndefined();
  expect(panels.at(-1)?.uses).not.toContain('failed');
});
