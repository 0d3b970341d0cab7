/**
 * The Testing view: for each model an item for every test that it states, and one for its calibration, which takes
 * minutes and runs only where it is asked for.
 */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Diagnostic } from '../grammar/diagnostic.ts';
import { type CalibrateAnswer, PROTOCOL_VERSION, type RecoverAnswer } from '../sampler/protocol.ts';
import type { CalibrationReport } from '../sampler/report/calibration-report.ts';
import { calibrationVerdict, shapeWords } from '../sampler/report/calibration-words.ts';
import { doubtsAbout, notRecovered } from '../sampler/report/recovery-words.ts';
import { testsIn } from './model-tests.ts';
import type { SamplerHost } from './sampler-host.ts';

const MODELS = '**/*.bayes';
const CALIBRATION = 'calibration';

/** What a failed item says, at 0-based lines of its model. */
interface Finding {
  readonly message: string;
  readonly line: number;
}

interface TestingView extends vscode.Disposable {
  /** Runs the calibration of a model; false where the model is gone. */
  calibrate(uri: vscode.Uri): Promise<boolean>;
}

type Host = Pick<SamplerHost, 'calibrate' | 'recover' | 'cancel'>;
/** Keeps a calibration that ended. */
type OnCalibrated = (calibrated: {
  readonly uri: vscode.Uri;
  readonly modelText: string;
  readonly report: CalibrationReport;
}) => Promise<void>;

export function registerTestingView(host: Host, onCalibrated: OnCalibrated): TestingView {
  const controller = vscode.tests.createTestController('bayes', 'Bayes');
  const show = async (uri: vscode.Uri) => {
    const text = await textOf(uri);
    if (text === null) return controller.items.delete(uri.toString());
    const tests = testsIn(text);
    const model = controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    for (const { line, label } of tests) {
      const item = controller.createTestItem(`${uri.toString()}#${line}`, label, uri);
      item.range = new vscode.Range(line, 0, line, 0);
      item.sortText = String(line).padStart(6, '0');
      model.children.add(item);
    }
    const calibration = controller.createTestItem(
      `${uri.toString()}#${CALIBRATION}`,
      'calibration by simulation',
      uri,
    );
    calibration.description = 'takes minutes; runs where it is chosen';
    calibration.sortText = '~';
    calibration.range = new vscode.Range(0, 0, 0, 0);
    model.children.add(calibration);
    controller.items.add(model);
  };
  const showAll = async () => {
    for (const uri of await vscode.workspace.findFiles(MODELS)) await show(uri);
  };
  controller.resolveHandler = async (item) => {
    if (item === undefined) await showAll();
  };
  controller.refreshHandler = showAll;
  controller.createRunProfile(
    'Run',
    vscode.TestRunProfileKind.Run,
    (request, token) => void runItems(controller, host, request, token, onCalibrated),
    true,
  );
  const watcher = vscode.workspace.createFileSystemWatcher(MODELS);
  const parts = vscode.Disposable.from(
    controller,
    watcher,
    watcher.onDidCreate(show),
    watcher.onDidChange(show),
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
    // Of a new folder with its files the editor may tell the folder alone.
    vscode.workspace.onDidOpenTextDocument(({ languageId, uri }) => {
      const isModel = languageId === 'bayes' && uri.scheme === 'file';
      if (isModel && controller.items.get(uri.toString()) === undefined) void show(uri);
    }),
  );
  return {
    dispose: () => parts.dispose(),
    async calibrate(uri) {
      const isKnown = controller.items.get(uri.toString()) !== undefined;
      if (!isKnown || (await textOf(uri)) === null) await show(uri);
      const item = controller.items.get(uri.toString())?.children.get(`${uri.toString()}#${CALIBRATION}`);
      if (item === undefined) return false;
      await vscode.commands.executeCommand('workbench.view.testing.focus');
      const request = new vscode.TestRunRequest([item]);
      // Stopped from the view, by the run's own token.
      const never = new vscode.CancellationTokenSource().token;
      await runItems(controller, host, request, never, onCalibrated);
      return true;
    },
  };
}

/** As it is in the editor, else on disk; null where it is gone. */
async function textOf(uri: vscode.Uri): Promise<string | null> {
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (open !== undefined) return open.getText();
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => null,
  );
}

async function runItems(
  controller: vscode.TestController,
  host: Host,
  request: vscode.TestRunRequest,
  asked: vscode.CancellationToken,
  onCalibrated: OnCalibrated,
): Promise<void> {
  const run = controller.createTestRun(request);
  const stop = new vscode.CancellationTokenSource();
  const stopping = [asked, run.token].map((one) => one.onCancellationRequested(() => stop.cancel()));
  const { token } = stop;
  const excluded = new Set(request.exclude?.map(({ id }) => id));
  const chosen = request.include ?? [...controller.items].map(([, item]) => item);
  // Of a whole model, or of all of them, without their calibrations.
  const items = chosen.flatMap((item) =>
    item.children.size === 0
      ? [item]
      : [...item.children].map(([, child]) => child).filter(({ id }) => !id.endsWith(`#${CALIBRATION}`)),
  );
  for (const item of items) {
    if (token.isCancellationRequested || excluded.has(item.id) || item.uri === undefined) {
      run.skipped(item);
      continue;
    }
    if (!vscode.workspace.isTrusted) {
      run.errored(item, new vscode.TestMessage('Running a model needs a trusted workspace.'));
      continue;
    }
    run.started(item);
    const runId = randomUUID();
    const cancelling = token.onCancellationRequested(() => host.cancel(runId));
    const began = performance.now();
    const print = (text: string) => run.appendOutput(`${text}\r\n`, undefined, item);
    const found = await findingsOf(item, item.uri, host, runId, print, onCalibrated);
    cancelling.dispose();
    const ms = performance.now() - began;
    if (found === 'stopped') run.skipped(item);
    else if (found.findings.length === 0) run.passed(item, ms);
    else {
      const messages = found.findings.map(({ message, line }) => messageAt(item.uri, message, line));
      if (found.isError) run.errored(item, messages, ms);
      else run.failed(item, messages, ms);
    }
  }
  for (const one of stopping) one.dispose();
  stop.dispose();
  run.end();
}

function messageAt(uri: vscode.Uri | undefined, text: string, line: number): vscode.TestMessage {
  const message = new vscode.TestMessage(text);
  if (uri !== undefined) message.location = new vscode.Location(uri, new vscode.Position(line, 0));
  return message;
}

type Found = { readonly findings: readonly Finding[]; readonly isError: boolean } | 'stopped';

async function findingsOf(
  item: vscode.TestItem,
  uri: vscode.Uri,
  host: Pick<SamplerHost, 'calibrate' | 'recover'>,
  runId: string,
  print: (text: string) => void,
  onCalibrated: OnCalibrated,
): Promise<Found> {
  const modelText = await textOf(uri);
  if (modelText === null) return { findings: [{ message: 'The model is gone.', line: 0 }], isError: true };
  const model = { version: PROTOCOL_VERSION, runId, modelText, modelPath: uri.fsPath } as const;
  const line = item.range?.start.line ?? 0;
  const listener = {
    simulated: ({ done, total }: { readonly done: number; readonly total: number }) => {
      if (done > 0 && done % 20 === 0) print(`${done} of ${total} fits done`);
    },
  };
  if (!item.id.endsWith(`#${CALIBRATION}`))
    return ofRecovery(await host.recover({ ...model, line }, listener), modelText, line, print);
  const answer = await host.calibrate({ ...model, out: null }, listener);
  if (answer.kind === 'done') {
    try {
      await onCalibrated({ uri, modelText, report: answer.report });
      print('Bayes: Show Calibration plots the ranks of every row.');
    } catch (error) {
      // The verdict below stands; without this the run would never end.
      const why = error instanceof Error ? error.message : String(error);
      print(`The ranks could not be kept, so Bayes: Show Calibration has no plots of them: ${why}`);
    }
  }
  return ofCalibration(answer, modelText, print);
}

type NoReport = Exclude<CalibrateAnswer | RecoverAnswer, { readonly kind: 'done' }>;

function withoutReport(answer: NoReport, modelText: string): Found {
  switch (answer.kind) {
    case 'interrupted':
      return 'stopped';
    case 'invalid':
      return {
        findings: answer.diagnostics.filter(isError).map((one) => atSpan(one, modelText)),
        isError: true,
      };
    case 'refused':
      return { findings: [{ message: answer.message, line: 0 }], isError: true };
    case 'failed':
      return { findings: [{ message: answer.failure.message, line: 0 }], isError: true };
  }
}

function ofCalibration(answer: CalibrateAnswer, modelText: string, print: (text: string) => void): Found {
  if (answer.kind !== 'done') return withoutReport(answer, modelText);
  const { report } = answer;
  for (const text of [calibrationVerdict(report), ...report.warnings]) print(text);
  if (report.passes) return { findings: [], isError: false };
  const failing = report.rows.filter(({ passes }) => !passes);
  const findings = failing.map((row) => ({
    message: `${row.name}: ${shapeWords(row)}`,
    line: row.line ?? 0,
  }));
  return {
    findings: findings.length > 0 ? findings : [{ message: calibrationVerdict(report), line: 0 }],
    isError: false,
  };
}

function ofRecovery(
  answer: RecoverAnswer,
  modelText: string,
  line: number,
  print: (text: string) => void,
): Found {
  if (answer.kind !== 'done') return withoutReport(answer, modelText);
  const { tests, simulations } = answer.report;
  const findings = tests.flatMap((test) => {
    for (const doubt of doubtsAbout(test, simulations)) print(doubt);
    return test.rows
      .filter(({ passes }) => !passes)
      .map((row) => ({ message: notRecovered(row, simulations), line }));
  });
  return { findings, isError: false };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function atSpan({ message, span }: Diagnostic, text: string): Finding {
  return { message, line: text.slice(0, span.start).split(/\r\n|\r|\n/).length - 1 };
}
