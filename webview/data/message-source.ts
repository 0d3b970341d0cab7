/** Data source of the page in the editor: messages of the extension. */
import type { AnswerTo, RunQuestion } from '../../sampler/protocol.ts';
import { type FromPage, PAGE_VERSION, type ToPage } from '../protocol.ts';
import { awaitedAnswers } from './awaited-answers.ts';
import type { DataSource } from './source.ts';

/** The object that `acquireVsCodeApi()` gives, once per page. */
export interface EditorApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

type AnyAnswer = AnswerTo<RunQuestion['kind'], Float64Array>;

export function messageSource(api: EditorApi, window: Window): DataSource {
  const awaited = awaitedAnswers<AnyAnswer>();
  const post = (message: FromPage) => api.postMessage(message);
  return {
    listen(listener) {
      window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
        switch (data.kind) {
          case 'answer':
          case 'saved':
            awaited.settle(data);
            return;
          default:
            listener(data);
        }
      });
      post({ kind: 'ready', version: PAGE_VERSION });
    },
    ask<K extends RunQuestion['kind']>(
      question: Extract<RunQuestion, { readonly kind: K }>,
      signal?: AbortSignal,
    ) {
      const isWanted = (answer: AnyAnswer) => isAnswerTo(question.kind, answer);
      return awaited.ask<AnswerTo<K, Float64Array>>(question.kind, isWanted, (id) => {
        signal?.addEventListener('abort', () => post({ kind: 'cancel-ask', id }));
        post({ kind: 'ask', id, question });
      });
    },
    save: (name, content) => awaited.save((id) => post({ kind: 'save', id, name, content })),
    editor: {
      cancel: () => post({ kind: 'cancel' }),
      sampleAgain: () => post({ kind: 'sample-again' }),
      showDifference: () => post({ kind: 'show-difference' }),
      resume: () => post({ kind: 'resume' }),
      reveal: (line) => post({ kind: 'reveal', line }),
      revealData: (file, line) =>
        post({ kind: 'reveal-data', file, ...(line === undefined ? {} : { line }) }),
      applyFix: (fix, line) => post({ kind: 'apply-fix', fix, line }),
      saveReport: () => post({ kind: 'save-report' }),
      compareWidths: () => post({ kind: 'compare-widths' }),
      predict: () => post({ kind: 'predict' }),
    },
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
    reportError: (message) => post({ kind: 'error', message }),
  };
}

export function isAnswerTo<K extends RunQuestion['kind']>(
  kind: K,
  answer: { readonly kind: string },
): answer is AnswerTo<K, Float64Array> {
  return answer.kind === kind || answer.kind === 'unavailable';
}
