/** The extension's entry point: registers everything. Must be fast, since it delays activation. */
// biome-ignore assist/source/organizeImports: the clock starts before anything else is loaded
import { began } from './load-clock.ts';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { registerApproximationCommands } from './approximation-commands.ts';
import { calibrationVerdict } from '../sampler/report/calibration-words.ts';
import { registerCalibrationCommand } from './calibration-command.ts';
import { createCalibrationPage } from './calibration-page/calibration-page.ts';
import { keptCalibrations } from './calibration-page/kept-calibrations.ts';
import { trackContextKeys } from './context-keys.ts';
import { createComparisonPage } from './comparison-page/comparison-page.ts';
import { openExamples } from './examples-command.ts';
import { registerEstimateCommands } from './estimate-commands.ts';
import { registerFitByCommand } from './fit-by-command.ts';
import { startLanguageServer } from './language-server.ts';
import { createLastResult } from './last-result.ts';
import { registerMetropolisCommand } from './metropolis-command.ts';
import { createModelStatus } from './model-status.ts';
import { newModel } from './new-model-command.ts';
import { newModelFromData } from './new-model-from-data-command.ts';
import { registerOpenDrawsCommand } from './open-draws-command.ts';
import { openReference } from './reference-command.ts';
import { registerPriorCommand } from './prior-command.ts';
import { priorDiagnostics } from './prior-diagnostics.ts';
import { createResultsPage } from './results-page/results-page.ts';
import { allOf } from './results-panel.ts';
import { hasResults } from './run-history/kept-run.ts';
import { registerRunCommands } from './run-history/run-commands.ts';
import { registerRunDocuments } from './run-history/run-documents.ts';
import { createRunStorage } from './run-history/run-storage.ts';
import { rememberRun } from './run-history/run-under-way.ts';
import { createRunsView } from './run-history/runs-view.ts';
import { runMessages } from './crash-notification.ts';
import { createRunOutput } from './run-output.ts';
import { createRunStatus } from './run-status.ts';
import { createSampleCommand } from './sample-command.ts';
import { createSamplerHost } from './sampler-host.ts';
import { createWatchSource } from './staleness/watch-source.ts';
import { registerTestingView } from './testing-view.ts';

interface BayesApi {
  /** Milliseconds of loading and activating, without the editor's own time in between. */
  readonly activationMs: number;
}

let stop: (() => Promise<void>) | undefined;

const loadMs = performance.now() - began;

export function activate(context: vscode.ExtensionContext): BayesApi {
  const called = performance.now();
  const dist = (name: string) => path.join(context.extensionPath, 'dist', name);
  const log = vscode.window.createOutputChannel('Bayes Log', { log: true });
  const host = createSamplerHost(dist('host.js'), (text) => log.info(text.trimEnd()));
  const output = createRunOutput();
  const status = createRunStatus();
  const watchSource = createWatchSource();
  const priors = priorDiagnostics();
  const server = startLanguageServer(dist('server.js'), log, watchSource);
  const storage = createRunStorage(context);
  const runs = createRunsView(
    storage,
    (text) => log.info(text),
    async (folder) => {
      const opened = await host.openRun(folder);
      return opened.kind === 'ok' ? (opened.report ?? undefined) : undefined;
    },
  );
  const page = createResultsPage({
    host,
    extensionUri: context.extensionUri,
    watchSource,
    priors,
    log: (text) => log.info(text),
  });
  const comparisons = createComparisonPage({
    host,
    extensionUri: context.extensionUri,
    openRun: page.openKept,
    log: (text) => log.info(text),
  });
  const calibrations = createCalibrationPage({
    host,
    extensionUri: context.extensionUri,
    kept: keptCalibrations(storage.calibrations),
    log: (text) => log.info(text),
  });
  const testing = registerTestingView(host, async ({ uri, modelText, report }) => {
    const calibration = {
      version: 1,
      uri: uri.toString(),
      modelText,
      modelPath: uri.fsPath,
      report,
    } as const;
    await calibrations.keep(calibration);
    const show = 'Show Ranks';
    // Not awaited: it stays until it is answered.
    void vscode.window
      .showInformationMessage(`${report.model}: ${calibrationVerdict(report)}`, show)
      .then((choice) => (choice === show ? calibrations.open(uri) : undefined));
  });
  const underWay = rememberRun(storage.underWayFile());
  stop = () => {
    underWay.leave();
    return server.stop();
  };
  const modelStatus = createModelStatus({
    watchSource,
    keptRuns: runs.runs,
    async countDraws(folder) {
      const opened = await host.openRun(folder);
      return opened.kind === 'ok' ? opened.kept.chains * opened.kept.drawsPerChain : null;
    },
  });
  if (underWay.cutOff !== undefined) {
    void page.restore(underWay.cutOff);
    void modelStatus.restore(underWay.cutOff);
  }
  host.onDraws(page.addDraws);
  const last = createLastResult({
    open: page.open,
    reveal: page.reveal,
    showOutput: output.show,
    newestRun: async () => (await runs.runs()).find(hasResults)?.folder,
  });
  const sample = createSampleCommand({
    host,
    view: allOf(page, output, status, modelStatus, runs, last, underWay, runMessages(log)),
    newRunFolder: storage.newFolder,
    onFinished: (run, result) => server.showRun(run, result),
  });
  const print = (text: string, visible: boolean) => {
    // If the panel is not shown, the result has a page.
    if (visible) last.printed();
    output.print(text, visible);
  };
  const approximations = registerApproximationCommands({
    host,
    sample,
    newRunFolder: storage.newFolder,
    onKept(run) {
      runs.refresh();
      if (run === null) return;
      last.kept(run.folder);
      modelStatus.kept(run.uri);
      void page.showRun({ ...run, uri: run.uri.toString() });
    },
    output: { show: output.show, print },
  });
  const runCommands = registerRunCommands({
    view: runs,
    storage,
    bayesPath: dist('bayes.js'),
    open: page.openKept,
    predict: page.predict,
    showView: page.showView,
    compare: comparisons.open,
    saveReport: host.saveReport,
    sample: sample.runRequest,
    resume: ({ folder, draws, ...model }) =>
      sample.runRequest({
        ...model,
        settings: {},
        folder,
        send: ({ version, runId }, listener) =>
          host.resume({ version, runId, folder, ...(draws === undefined ? {} : { draws }) }, listener),
      }),
    compareWidths: approximations.compareWidths,
    approximate: approximations.approximate,
  });
  context.subscriptions.push(
    log,
    host,
    output,
    page,
    comparisons,
    priors,
    status,
    modelStatus,
    runs,
    runCommands,
    registerRunDocuments(),
    trackContextKeys(),
    sample,
    registerPriorCommand(page),
    approximations,
    registerEstimateCommands({ host, output: { print } }),
    registerMetropolisCommand({ sample, compare: comparisons.open }),
    registerFitByCommand(),
    registerOpenDrawsCommand(page.openKept),
    testing,
    calibrations,
    registerCalibrationCommand({ page: calibrations, calibrate: testing.calibrate }),
    vscode.commands.registerCommand('bayes.sample', (target?: unknown) => sample.run(target)),
    vscode.commands.registerCommand('bayes.cancel', () => sample.cancel()),
    vscode.commands.registerCommand('bayes.showOutput', (target?: unknown) => last.show(target)),
    vscode.commands.registerCommand('bayes.showLog', () => log.show()),
    vscode.commands.registerCommand('bayes.newModel', newModel),
    vscode.commands.registerCommand('bayes.newModelFromData', (file?: unknown) =>
      newModelFromData(server.draft, file instanceof vscode.Uri ? file : undefined),
    ),
    vscode.commands.registerCommand('bayes.openExamples', () => openExamples(context.extensionPath)),
    vscode.commands.registerCommand('bayes.getStarted', () =>
      vscode.commands.executeCommand(
        'workbench.action.openWalkthrough',
        `${context.extension.id}#bayes.start`,
        false,
      ),
    ),
    vscode.commands.registerCommand('bayes.openReference', () => openReference(context.extensionUri)),
    vscode.commands.registerCommand('bayes.restartServer', () => server.restart()),
  );
  const activationMs = loadMs + performance.now() - called;
  log.info(`activated in ${activationMs.toFixed(0)} ms`);
  return { activationMs };
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
