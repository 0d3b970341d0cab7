/** The last calibration of a model as a page: one panel for each model. A page that was hidden asks for its state again. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  CALIBRATION_VERSION,
  type CalibrationIdentity,
  type FromCalibration,
  type ToCalibration,
} from '../../webview/calibration-protocol.ts';
import { loadPage, restorePanels } from '../panel/page-panel.ts';
import { savedFields } from '../panel/saved-identity.ts';
import { postTo, type ShownPanel } from '../panel/shown-panel.ts';
import { saveFile, saveHtml } from '../results-page/save-files.ts';
import { revealLine } from '../results-page/show-model.ts';
import type { SamplerHost } from '../sampler-host.ts';
import { isSameText, mapLines } from '../staleness/line-map.ts';
import { unreachable } from '../unreachable.ts';
import type { KeptCalibration, KeptCalibrations } from './kept-calibrations.ts';

const VIEW_TYPE = 'bayes.calibration';

interface CalibrationPageParts {
  readonly host: Pick<SamplerHost, 'saveCalibration'>;
  readonly extensionUri: vscode.Uri;
  readonly kept: KeptCalibrations;
  log(text: string): void;
}

export interface CalibrationPage extends vscode.Disposable {
  /** Shows the last calibration of a model; false where there is none. */
  open(uri: vscode.Uri): Promise<boolean>;
  /** Keeps a calibration, and shows it in the page of its model where that is open. */
  keep(calibration: KeptCalibration): Promise<void>;
}

interface Shown extends ShownPanel {
  readonly identity: CalibrationIdentity;
}

export function createCalibrationPage({
  host,
  extensionUri,
  kept,
  log,
}: CalibrationPageParts): CalibrationPage {
  let shown: Shown[] = [];

  function adopt(panel: vscode.WebviewPanel, identity: CalibrationIdentity): void {
    const entry: Shown = { panel, isClosed: false, identity };
    shown.push(entry);
    panel.webview.onDidReceiveMessage((message: FromCalibration) => handle(entry, message));
    panel.onDidDispose(() => {
      entry.isClosed = true;
      shown = shown.filter((other) => other !== entry);
    });
    loadPage(panel, 'calibration', extensionUri);
  }

  const post: (entry: Shown, message: ToCalibration) => void = postTo;

  async function send(entry: Shown): Promise<void> {
    const { identity } = entry;
    const calibration = await kept.read(identity.uri);
    if (calibration === null) return post(entry, { kind: 'gone' });
    const { report, modelText } = calibration;
    const now = await textNow(identity.uri);
    if (entry.isClosed) return;
    entry.panel.title = `${report.model}: calibration`;
    post(entry, {
      kind: 'calibration',
      identity,
      report,
      isStale: now === null || !isSameText(now, modelText),
    });
  }

  async function handle(entry: Shown, message: FromCalibration): Promise<void> {
    const { uri } = entry.identity;
    switch (message.kind) {
      case 'ready':
        return send(entry);
      case 'reveal': {
        const calibration = await kept.read(uri);
        return calibration === null ? undefined : reveal(calibration, message.line);
      }
      case 'save-report': {
        const calibration = await kept.read(uri);
        if (calibration === null) return;
        const { report, modelPath } = calibration;
        const name = `${report.model}-calibration.html`;
        return saveHtml({ modelPath, name, what: `the calibration of ${report.model}` }, (file) =>
          host.saveCalibration({ report, file }),
        );
      }
      case 'save': {
        const place = path.dirname(vscode.Uri.parse(uri).fsPath);
        const name = await saveFile(place, message.name, message.content);
        return post(entry, { kind: 'saved', id: message.id, name });
      }
      case 'error':
        return log(`calibration page: ${message.message}`);
      default:
        return unreachable(message);
    }
  }

  const serializer = restorePanels(VIEW_TYPE, savedIdentity, adopt);

  return {
    async open(uri) {
      const calibration = await kept.read(uri.toString());
      if (calibration === null) return false;
      const known = shown.find(({ identity }) => identity.uri === uri.toString());
      if (known !== undefined) {
        known.panel.reveal(undefined, false);
        await send(known);
        return true;
      }
      const panel = vscode.window.createWebviewPanel(
        VIEW_TYPE,
        `${calibration.report.model}: calibration`,
        vscode.ViewColumn.Beside,
        { enableFindWidget: true },
      );
      adopt(panel, { version: CALIBRATION_VERSION, uri: uri.toString() });
      return true;
    },
    async keep(calibration) {
      await kept.keep(calibration);
      for (const entry of shown) if (entry.identity.uri === calibration.uri) await send(entry);
    },
    dispose() {
      serializer.dispose();
      for (const { panel } of shown) panel.dispose();
    },
  };
}

/** As it is in the editor, else on disk; null where it is gone. */
async function textNow(uri: string): Promise<string | null> {
  try {
    return (await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))).getText();
  } catch {
    return null;
  }
}

async function reveal({ uri, modelPath, modelText }: KeptCalibration, line: number): Promise<void> {
  const now = await textNow(uri);
  const isSame = now !== null && isSameText(now, modelText);
  await revealLine(
    { uri, modelPath, modelText, kept: null },
    {
      model: now === null ? 'missing' : isSame ? 'same' : 'changed',
      lines: now === null || isSame ? null : mapLines(modelText, now),
    },
    line,
  );
}

/** From the saved state of the page; null if of another version. */
function savedIdentity(state: unknown): CalibrationIdentity | null {
  const uri = savedFields(state, CALIBRATION_VERSION)?.uri;
  return typeof uri === 'string' ? { version: CALIBRATION_VERSION, uri } : null;
}
