/** Data source of the comparison page: messages of the extension, or the document of an HTML report. */
import type { AnswerTo, RunAnswer, RunQuestion, RunsAnswer, RunsQuestion } from '../../sampler/protocol.ts';
import type { EmbeddedComparison } from '../../sampler/report/compared-run.ts';
import { COMPARISON_VERSION, type FromComparison, type ToComparison } from '../comparison-protocol.ts';
import { awaitedAnswers } from './awaited-answers.ts';
import { download } from './download.ts';
import { embeddedDraws } from './embedded-draws.ts';
import { isAnswerTo } from './message-source.ts';
import { sessionState } from './session-state.ts';
import type { DataSource } from './source.ts';

export interface ComparisonApi {
  postMessage(message: FromComparison): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export interface ComparisonSource
  extends Pick<DataSource, 'save' | 'reportError' | 'loadState' | 'saveState'> {
  /** Starts delivering comparisons. */
  listen(listener: (comparison: Extract<ToComparison, { readonly kind: 'comparison' }>) => void): void;
  /** Questions about the run at a place. */
  of(run: number): Pick<DataSource, 'ask'>;
  /** A question about all runs together. */
  askTogether<K extends RunsQuestion['kind']>(
    kind: K,
    /** Aborted where the answer is no longer wanted. */
    signal?: AbortSignal,
  ): Promise<Extract<RunsAnswer, { readonly kind: K | 'unavailable' }>>;
  /** Null in an HTML report. */
  readonly editor: {
    openRun(run: number): void;
    showDifference(run: number): void;
    saveReport(): void;
  } | null;
}

type Answer = Extract<ToComparison, { readonly kind: 'answer' }>['answer'];

export function comparisonSource(api: ComparisonApi, window: Window): ComparisonSource {
  const awaited = awaitedAnswers<Answer>();
  const post = (message: FromComparison) => api.postMessage(message);
  const cancelOn = (signal: AbortSignal | undefined, id: number) =>
    signal?.addEventListener('abort', () => post({ kind: 'cancel-ask', id }));
  return {
    listen(listener) {
      window.addEventListener('message', ({ data }: MessageEvent<ToComparison>) => {
        switch (data.kind) {
          case 'answer':
          case 'saved':
            awaited.settle(data);
            return;
          default:
            listener(data);
        }
      });
      post({ kind: 'ready', version: COMPARISON_VERSION });
    },
    of: (run) => ({
      ask<K extends RunQuestion['kind']>(
        question: Extract<RunQuestion, { readonly kind: K }>,
        signal?: AbortSignal,
      ) {
        const isWanted = (answer: Answer) => isAnswerTo(question.kind, answer);
        return awaited.ask<AnswerTo<K, Float64Array>>(question.kind, isWanted, (id) => {
          cancelOn(signal, id);
          post({ kind: 'ask', id, run, question });
        });
      },
    }),
    askTogether<K extends RunsQuestion['kind']>(kind: K, signal?: AbortSignal) {
      type Wanted = Extract<RunsAnswer, { readonly kind: K | 'unavailable' }>;
      const isWanted = (answer: Answer): answer is Wanted =>
        answer.kind === kind || answer.kind === 'unavailable';
      return awaited.ask(kind, isWanted, (id) => {
        cancelOn(signal, id);
        post({ kind: 'ask-together', id, question: { kind } });
      });
    },
    save: (name, content) => awaited.save((id) => post({ kind: 'save', id, name, content })),
    editor: {
      openRun: (run) => post({ kind: 'open-run', run }),
      showDifference: (run) => post({ kind: 'show-difference', run }),
      saveReport: () => post({ kind: 'save-report' }),
    },
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
    reportError: (message) => post({ kind: 'error', message }),
  };
}

const NOT_INCLUDED = { kind: 'unavailable', message: 'This report does not hold it' } as const;

export function embeddedComparison(document: Document, embedded: EmbeddedComparison): ComparisonSource {
  const { runs, parts, answers } = embedded;
  const draws = parts.map((part, k) => embeddedDraws(document, `bayes-draws-${k}-`, part));
  const state = sessionState('bayes-comparison');
  const answer = async (run: number, question: RunQuestion): Promise<RunAnswer<Float64Array>> => {
    if (question.kind === 'draws') return draws[run](question.names);
    return question.kind === 'predictive' && question.from === 'posterior'
      ? parts[run].predictive
      : NOT_INCLUDED;
  };
  return {
    listen: (listener) =>
      listener({
        kind: 'comparison',
        identity: { version: COMPARISON_VERSION, folders: [] },
        runs,
        missing: 0,
        view: null,
      }),
    of: (run) => ({
      async ask<K extends RunQuestion['kind']>(question: Extract<RunQuestion, { readonly kind: K }>) {
        // `answer` returns the answer of the question's kind, which TypeScript cannot infer.
        return (await answer(run, question)) as AnswerTo<K, Float64Array>;
      },
    }),
    async askTogether<K extends RunsQuestion['kind']>(kind: K) {
      return answers[kind] as Extract<RunsAnswer, { readonly kind: K | 'unavailable' }>;
    },
    editor: null,
    save: download,
    loadState: state.load,
    saveState: state.save,
    reportError: (message) => console.error(message),
  };
}
