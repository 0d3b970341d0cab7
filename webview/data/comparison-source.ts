/** Data source of the comparison page: messages of the extension. */
import type { AnswerTo, RunQuestion, RunsAnswer, RunsQuestion } from '../../sampler/protocol.ts';
import { COMPARISON_VERSION, type FromComparison, type ToComparison } from '../comparison-protocol.ts';
import { awaitedAnswers } from './awaited-answers.ts';
import { isAnswerTo } from './message-source.ts';
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
  ): Promise<Extract<RunsAnswer, { readonly kind: K | 'unavailable' }>>;
  openRun(run: number): void;
  showDifference(run: number): void;
}

type Answer = Extract<ToComparison, { readonly kind: 'answer' }>['answer'];

export function comparisonSource(api: ComparisonApi, window: Window): ComparisonSource {
  const awaited = awaitedAnswers<Answer>();
  const post = (message: FromComparison) => api.postMessage(message);
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
      ask<K extends RunQuestion['kind']>(question: Extract<RunQuestion, { readonly kind: K }>) {
        const isWanted = (answer: Answer) => isAnswerTo(question.kind, answer);
        return awaited.ask<AnswerTo<K, Float64Array>>(question.kind, isWanted, (id) =>
          post({ kind: 'ask', id, run, question }),
        );
      },
    }),
    askTogether<K extends RunsQuestion['kind']>(kind: K) {
      type Wanted = Extract<RunsAnswer, { readonly kind: K | 'unavailable' }>;
      const isWanted = (answer: Answer): answer is Wanted =>
        answer.kind === kind || answer.kind === 'unavailable';
      return awaited.ask(kind, isWanted, (id) => post({ kind: 'ask-together', id, question: { kind } }));
    },
    save: (name, content) => awaited.save((id) => post({ kind: 'save', id, name, content })),
    openRun: (run) => post({ kind: 'open-run', run }),
    showDifference: (run) => post({ kind: 'show-difference', run }),
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
    reportError: (message) => post({ kind: 'error', message }),
  };
}
