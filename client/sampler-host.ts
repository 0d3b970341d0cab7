/**
 * The sampler's host process: forked on first use, reused, and replaced after it dies. If it dies during a run, the
 * result is a typed failure with the end of its stderr.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc/node';
import type {
  ApproximateParams,
  ApproximateResult,
  ApproximationProgressParams,
  AskRunParams,
  AskRunsParams,
  CalibrateAnswer,
  CalibrateParams,
  CancelParams,
  DrawsParams,
  EstimateParams,
  EstimateResult,
  OpenRunParams,
  OpenRunResult,
  PriorParams,
  PriorResult,
  ProgressParams,
  RecoverAnswer,
  RecoverParams,
  ResumeParams,
  RunAnswer,
  RunQuestion,
  RunsAnswer,
  SampledParams,
  SampleParams,
  SampleResult,
  SamplerFailure,
  SaveCalibrationParams,
  SaveComparisonParams,
  SaveReportParams,
  SaveReportResult,
  SimulatedParams,
  WidthsParams,
  WidthsResult,
} from '../sampler/protocol.ts';

/** What a request tells before its answer. */
export interface HostListener {
  progress?(progress: ProgressParams): void;
  /** The report of a whole run, while its fit is judged. */
  sampled?(sampled: SampledParams): void;
  approximation?(progress: ApproximationProgressParams): void;
  simulated?(progress: SimulatedParams): void;
}

/** The host could not answer. */
export interface HostProblem {
  readonly kind: 'problem';
  readonly message: string;
}

/** Requests never reject: the death of the host is a result. */
export interface SamplerHost {
  sample(params: SampleParams, listener: HostListener): Promise<SampleResult>;
  /** Resumes a kept run. */
  resume(params: ResumeParams, listener: HostListener): Promise<SampleResult>;
  approximate(params: ApproximateParams, listener: HostListener): Promise<ApproximateResult>;
  estimate(params: EstimateParams): Promise<EstimateResult>;
  /** NUTS, then ADVI on the same model. */
  widths(params: WidthsParams, listener: HostListener): Promise<WidthsResult>;
  calibrate(params: CalibrateParams, listener: HostListener): Promise<CalibrateAnswer>;
  /** Runs the recovery tests of a model. */
  recover(params: RecoverParams, listener: HostListener): Promise<RecoverAnswer>;
  /** Ends the chains of a run and keeps what was drawn; a second cancel ends its summary as well. */
  cancel(runId: string): void;
  /** Live draws of a few quantities of every run. */
  onDraws(listener: (draws: DrawsParams) => void): void;
  openRun(folder: string): Promise<OpenRunResult>;
  /** @param token ends a long computation early */
  askRun(folder: string, question: RunQuestion, token?: CancellationToken): Promise<RunAnswer<string>>;
  /** About several kept runs together. */
  askRuns(params: AskRunsParams, token?: CancellationToken): Promise<RunsAnswer>;
  /** Draws from a model's prior; nothing is fitted. */
  prior(params: Omit<PriorParams, 'version'>): Promise<PriorResult | HostProblem>;
  /** Writes a kept run's page as one HTML file. */
  saveReport(folder: string, file: string): Promise<SaveReportResult>;
  /** Writes the page that compares kept runs as one HTML file. */
  saveComparison(params: SaveComparisonParams): Promise<SaveReportResult>;
  /** Writes the page of a calibration as one HTML file. */
  saveCalibration(params: SaveCalibrationParams): Promise<SaveReportResult>;
  dispose(): void;
}

interface LiveHost {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  /** Settles when the process is gone, with the reason in words. */
  readonly death: Promise<string>;
  readonly stderrTail: () => string;
  /** Kills the process; `why` becomes the reason of the failure. */
  end(why: string): void;
}

const TAIL = 4000;
/** Long, since after a cancel the draws are summarised, which takes a while for many quantities. */
const CANCEL_GRACE_MS = 60_000;

export function createSamplerHost(
  hostPath: string,
  log: (text: string) => void,
  cancelGraceMs = CANCEL_GRACE_MS,
): SamplerHost {
  let live: Promise<LiveHost> | undefined;
  const listeners = new Map<string, HostListener>();
  const drawsListeners: ((draws: DrawsParams) => void)[] = [];
  /** Cancelled requests that are still running, with timers that kill a host which does not stop. */
  const cancelled = new Map<string, NodeJS.Timeout>();

  async function start(): Promise<LiveHost> {
    // Loaded lazily: not needed before the first run.
    const { createMessageConnection, IPCMessageReader, IPCMessageWriter } = await import(
      'vscode-jsonrpc/node'
    );
    const child = fork(hostPath, ['--ipc'], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // As JSON, the NaN of a quantity without an R-hat would arrive as null.
      serialization: 'advanced',
      // In the desktop editor `process.execPath` is Electron, which runs as Node only with this variable.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
    });
    let tail = '';
    child.stdout?.on('data', (chunk: Buffer) => log(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-TAIL);
      log(chunk.toString());
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onNotification('progress', (params: ProgressParams) =>
      listeners.get(params.runId)?.progress?.(params),
    );
    connection.onNotification('sampled', (params: SampledParams) =>
      listeners.get(params.runId)?.sampled?.(params),
    );
    connection.onNotification('approximation-progress', (params: ApproximationProgressParams) =>
      listeners.get(params.runId)?.approximation?.(params),
    );
    connection.onNotification('simulated', (params: SimulatedParams) =>
      listeners.get(params.runId)?.simulated?.(params),
    );
    connection.onNotification('draws', (params: DrawsParams) => {
      for (const listener of drawsListeners) listener(params);
    });
    connection.onError(([error]) => log(`connection to the sampler: ${error.message}`));
    connection.listen();
    let ended: string | undefined;
    const death = new Promise<string>((resolve) => {
      // `on`, since an error without a listener would end the extension host.
      child.on('error', (error) => {
        if (child.pid === undefined) resolve(`it could not be started (${error.message})`);
        else log(`sampler: ${error.message}`);
      });
      // `close`, not `exit`, so that stderr is complete.
      child.once('close', (code, signal) => {
        const found =
          signal === null ? `it ended with code ${code ?? 'unknown'}` : `it was ended by ${signal}`;
        resolve(ended ?? found);
      });
    });
    const host: LiveHost = {
      child,
      connection,
      death,
      stderrTail: () => tail,
      end(why) {
        ended = why;
        child.kill('SIGKILL');
      },
    };
    void death.then(() => connection.dispose());
    return host;
  }

  /** The live process, or a new one. */
  async function liveHost(): Promise<LiveHost> {
    if (live !== undefined) return live;
    const starting = start();
    live = starting;
    const forget = () => {
      if (live === starting) live = undefined;
    };
    try {
      const host = await starting;
      void host.death.then(forget);
      return host;
    } catch (error) {
      forget();
      throw error;
    }
  }

  async function request<R>(
    method: 'sample' | 'resume' | 'approximate' | 'estimate' | 'widths' | 'calibrate' | 'recover',
    params: { readonly runId: string },
    listener: HostListener,
  ): Promise<R | Crashed> {
    let host: LiveHost;
    try {
      host = await liveHost();
    } catch (error) {
      return crash(`it could not be started (${error instanceof Error ? error.message : String(error)})`, '');
    }
    listeners.set(params.runId, listener);
    const crashed = host.death.then((message) => crash(message, host.stderrTail()));
    const answer = host.connection
      .sendRequest<R>(method, params)
      // If the host dies its requests are rejected too; the exit has a better message.
      .catch((error: Error) =>
        host.child.exitCode === null && host.child.signalCode === null && host.child.connected
          ? crash(error.message, host.stderrTail())
          : crashed,
      );
    try {
      return await Promise.race([answer, crashed]);
    } finally {
      listeners.delete(params.runId);
      clearTimeout(cancelled.get(params.runId));
      cancelled.delete(params.runId);
    }
  }

  /** A request outside of runs; `problem` converts failures to answers. */
  async function ask<P, R>(
    method: string,
    params: P,
    problem: (message: string) => R,
    token?: CancellationToken,
  ): Promise<R> {
    try {
      const host = await liveHost();
      const died = host.death.then((message) => problem(`the sampler is gone: ${message}`));
      return await Promise.race([
        host.connection.sendRequest<R>(method, params, ...(token === undefined ? [] : [token])),
        died,
      ]);
    } catch (error) {
      return problem(`the sampler did not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  return {
    onDraws: (listener) => void drawsListeners.push(listener),
    openRun: (folder) =>
      ask<OpenRunParams, OpenRunResult>('run/open', { folder }, (message) => ({ kind: 'problem', message })),
    askRun: (folder, question, token) =>
      ask<AskRunParams, RunAnswer<string>>(
        'run/ask',
        { folder, question },
        (message) => ({ kind: 'unavailable', message }),
        token,
      ),
    askRuns: (params, token) =>
      ask<AskRunsParams, RunsAnswer>(
        'runs/ask',
        params,
        (message) => ({ kind: 'unavailable', message }),
        token,
      ),
    prior: (params) =>
      ask<PriorParams, PriorResult | HostProblem>('prior', { version: 1, ...params }, (message) => ({
        kind: 'problem',
        message,
      })),
    saveReport: (folder, file) =>
      ask<SaveReportParams, SaveReportResult>('run/report', { folder, file }, (message) => ({
        kind: 'problem',
        message,
      })),
    saveComparison: (params) =>
      ask<SaveComparisonParams, SaveReportResult>('runs/report', params, (message) => ({
        kind: 'problem',
        message,
      })),
    saveCalibration: (params) =>
      ask<SaveCalibrationParams, SaveReportResult>('calibration/report', params, (message) => ({
        kind: 'problem',
        message,
      })),
    sample: (params, listener) => request<SampleResult>('sample', params, listener),
    resume: (params, listener) => request<SampleResult>('resume', params, listener),
    approximate: (params, listener) => request<ApproximateResult>('approximate', params, listener),
    estimate: (params) => request<EstimateResult>('estimate', params, {}),
    widths: (params, listener) => request<WidthsResult>('widths', params, listener),
    calibrate: (params, listener) => request<CalibrateAnswer>('calibrate', params, listener),
    recover: (params, listener) => request<RecoverAnswer>('recover', params, listener),
    cancel(runId) {
      if (live === undefined) return;
      const host = live;
      if (cancelled.has(runId)) {
        // Second cancel: end the summary of the draws as well.
        void host.then(({ connection }) => connection.sendNotification('cancel', { runId })).catch(() => {});
        return;
      }
      const stuck = setTimeout(() => {
        const seconds = Math.round(cancelGraceMs / 1000);
        const why = `it did not stop within ${seconds} s of being cancelled, so it was ended; draws written until then are kept`;
        void host.then(({ end }) => end(why)).catch(() => {});
      }, cancelGraceMs);
      cancelled.set(runId, stuck);
      const params: CancelParams = { runId };
      // One turn later, since while the host starts its request must be sent first.
      void host
        .then((it) => new Promise<LiveHost>((resolve) => setImmediate(() => resolve(it))))
        .then(({ connection }) => connection.sendNotification('cancel', params))
        .catch(() => {});
    },
    dispose() {
      for (const timer of cancelled.values()) clearTimeout(timer);
      void live?.then(({ child }) => child.kill('SIGKILL')).catch(() => {});
      live = undefined;
    },
  };
}

interface Crashed {
  readonly kind: 'failed';
  readonly failure: Extract<SamplerFailure, { readonly kind: 'crash' }>;
}

function crash(message: string, stderrTail: string): Crashed {
  return { kind: 'failed', failure: { kind: 'crash', message, stderrTail } };
}
