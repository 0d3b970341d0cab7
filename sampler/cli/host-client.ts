/** Client of the sampler's host for the command line: sends requests, receives progress. */
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type {
  ApproximateParams,
  ApproximateResult,
  ApproximationProgress,
  ApproximationProgressParams,
  ChainProgress,
  EstimateParams,
  EstimateResult,
  PhaseParams,
  ProgressParams,
  ResumeParams,
  RunPhase,
  SampledParams,
  SampleParams,
  SampleResult,
  SamplerFailure,
  SummaryProgress,
  WidthsParams,
  WidthsResult,
} from '../protocol.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { endHost, type HostProcess } from './host-process.ts';

export interface HostRun<R = SampleResult> {
  /** Never rejects: the death of the host is a result. */
  readonly result: Promise<R>;
  /** The chains end at their next draw; what was drawn is kept. */
  cancel(): void;
}

/** @param summarised once the chains have ended. */
type OnProgress = (chains: readonly ChainProgress[], summarised?: SummaryProgress) => void;

type OnPhase = (phase: RunPhase) => void;

export interface SampleListener {
  readonly update: OnProgress;
  readonly phase?: OnPhase;
  /** The report of a whole run, whose fit is yet to be judged. */
  readonly sampled?: (report: SampleReport) => void;
}

export interface HostClient {
  sample(params: SampleParams, listener: SampleListener): HostRun;
  /** Resumes a kept run. */
  resume(params: ResumeParams, listener: SampleListener): HostRun;
  approximate(
    params: ApproximateParams,
    onProgress: (progress: ApproximationProgress) => void,
  ): HostRun<ApproximateResult>;
  estimate(params: EstimateParams): HostRun<EstimateResult>;
  widths(params: WidthsParams, listener: WidthsListener): HostRun<WidthsResult>;
  close(): void;
}

interface WidthsListener {
  chains(chains: readonly ChainProgress[]): void;
  approximation(progress: ApproximationProgress): void;
}

/** The result of any request if the host died. */
interface Died {
  readonly kind: 'failed';
  readonly failure: Extract<SamplerFailure, { readonly kind: 'crash' }>;
}

/** The terminal shows no draws before the end. */
const unseen = <P extends { readonly live?: boolean }>(params: P): P => ({ ...params, live: false });

export function connectHost(host: HostProcess): HostClient {
  const { child } = host;
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  let onProgress: OnProgress = () => {};
  let onPhase: OnPhase = () => {};
  let onSampled: (report: SampleReport) => void = () => {};
  let onApproximation: (progress: ApproximationProgress) => void = () => {};
  connection.onNotification('progress', ({ chains, summarised }: ProgressParams) =>
    onProgress(chains, summarised),
  );
  connection.onNotification('phase', ({ phase }: PhaseParams) => onPhase(phase));
  connection.onNotification('sampled', ({ report }: SampledParams) => onSampled(report));
  connection.onNotification('approximation-progress', ({ progress }: ApproximationProgressParams) =>
    onApproximation(progress),
  );
  connection.listen();
  const death = host.death.then((how): Died => ({ kind: 'failed', failure: { kind: 'crash', ...how } }));
  const request = <R>(name: string, params: { readonly runId: string }): HostRun<R | Died> => {
    // If the host dies the request stays open or is rejected; its exit has more detail.
    const answer = connection.sendRequest<R>(name, params).catch(() => death);
    return {
      result: Promise.race([answer, death]),
      cancel: () => void connection.sendNotification('cancel', { runId: params.runId }),
    };
  };
  const hear = ({ update, phase = () => {}, sampled = () => {} }: SampleListener): void => {
    onProgress = update;
    onPhase = phase;
    onSampled = sampled;
  };
  return {
    sample(params, listener) {
      hear(listener);
      return request<SampleResult>('sample', unseen(params));
    },
    resume(params, listener) {
      hear(listener);
      return request<SampleResult>('resume', unseen(params));
    },
    approximate(params, listener) {
      onApproximation = listener;
      return request<ApproximateResult>('approximate', params);
    },
    estimate: (params) => request<EstimateResult>('estimate', params),
    widths(params, listener) {
      onProgress = listener.chains;
      onApproximation = listener.approximation;
      return request<WidthsResult>('widths', params);
    },
    close() {
      connection.dispose();
      endHost(host);
    },
  };
}
