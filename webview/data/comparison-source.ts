/** Data source of the comparison page: messages of the extension. */
import type { AnswerTo, RunQuestion, RunsAnswer, RunsQuestion } from '../../sampler/protocol.ts';
import { COMPARISON_VERSION, type FromComparison, type ToComparison } from '../comparison-protocol.ts';
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
  let nextId = 1;
  const questions = new Map<number, (answer: Answer) => void>();
  const saves = new Map<number, (name: string | null) => void>();
  const post = (message: FromComparison) => api.postMessage(message);
  return {
    listen(listener) {
      window.addEventListener('message', ({ data }: MessageEvent<ToComparison>) => {
        switch (data.kind) {
          case 'answer':
            questions.get(data.id)?.(data.answer);
            questions.delete(data.id);
            return;
          case 'saved':
            saves.get(data.id)?.(data.name);
            saves.delete(data.id);
            return;
          default:
            listener(data);
        }
      });
      post({ kind: 'ready', version: COMPARISON_VERSION });
    },
    of: (run) => ({
      ask<K extends RunQuestion['kind']>(question: Extract<RunQuestion, { readonly kind: K }>) {
        const id = nextId++;
        return new Promise<AnswerTo<K, Float64Array>>((resolve, reject) => {
          questions.set(id, (answer) => {
            if (isAnswerTo(question.kind, answer)) resolve(answer);
            else reject(new Error(`asked for ${question.kind}, got ${answer.kind}`));
          });
          post({ kind: 'ask', id, run, question });
        });
      },
    }),
    askTogether<K extends RunsQuestion['kind']>(kind: K) {
      type Wanted = Extract<RunsAnswer, { readonly kind: K | 'unavailable' }>;
      const id = nextId++;
      return new Promise<Wanted>((resolve, reject) => {
        questions.set(id, (answer) => {
          if (answer.kind === kind || answer.kind === 'unavailable') resolve(answer as Wanted);
          else reject(new Error(`asked for ${kind}, got ${answer.kind}`));
        });
        post({ kind: 'ask-together', id, question: { kind } });
      });
    },
    save(name, content) {
      const id = nextId++;
      return new Promise((resolve) => {
        saves.set(id, resolve);
        post({ kind: 'save', id, name, content });
      });
    },
    openRun: (run) => post({ kind: 'open-run', run }),
    showDifference: (run) => post({ kind: 'show-difference', run }),
    loadState: () => api.getState(),
    saveState: (state) => api.setState(state),
    reportError: (message) => post({ kind: 'error', message }),
  };
}
