/** Data source of an HTML report: everything is in the document. Draws are decoded on demand. */
import { eachAnswered } from '../../sampler/draws/draw-statistics.ts';
import type { AnswerTo, EmbeddedRun, RunAnswer, RunQuestion } from '../../sampler/protocol.ts';
import { PAGE_VERSION } from '../protocol.ts';
import { unreachable } from '../unreachable.ts';
import { decodeFloat32 } from './decode-floats.ts';
import { download } from './download.ts';
import { embeddedDraws } from './embedded-draws.ts';
import { sessionState } from './session-state.ts';
import type { DataSource } from './source.ts';

const NOT_INCLUDED = 'This report does not hold it: ask for it on the results page of the run';

export function embeddedSource(document: Document, run: EmbeddedRun): DataSource {
  const draws = embeddedDraws(document, 'bayes-draws-', run);
  const state = sessionState('bayes-report');

  function answer(question: RunQuestion): RunAnswer<Float64Array> | Promise<RunAnswer<Float64Array>> {
    switch (question.kind) {
      case 'draws':
        return draws(question.names);
      case 'sampler':
        return { ...run.sampler, ...eachAnswered((key) => decodeFloat32(run.sampler[key])) };
      case 'ess-growth': {
        const wanted = new Set(question.names);
        return { ...run.essGrowth, series: run.essGrowth.series.filter(({ name }) => wanted.has(name)) };
      }
      case 'prior':
        return run.prior.kind === 'unavailable'
          ? run.prior
          : { ...run.prior, values: run.prior.values.map(decodeFloat32) };
      case 'predictive':
        return question.from === 'prior' ? run.priorPredictive : run.posteriorPredictive;
      case 'predictions':
        return run.predictions;
      case 'widths':
        return run.widths;
      case 'approximation':
        return run.approximation;
      case 'loo':
        return run.loo;
      case 'k-fold':
      case 'future':
        return { kind: 'unavailable', message: NOT_INCLUDED };
      case 'sensitivity':
        return run.sensitivity;
      case 'effects':
        return run.effects;
      case 'methods':
        return run.methods;
      case 'baseline':
        return run.baseline;
      case 'pooling':
        return run.pooling;
      default:
        return unreachable(question);
    }
  }

  return {
    listen(listener) {
      const { header, report } = run;
      listener({
        kind: 'run',
        version: PAGE_VERSION,
        run: {
          version: PAGE_VERSION,
          folder: null,
          model: header.model,
          modelPath: header.modelPath,
          uri: '',
        },
      });
      listener({ kind: 'report', report, header, warnings: [] });
    },
    async ask<K extends RunQuestion['kind']>(question: Extract<RunQuestion, { readonly kind: K }>) {
      // `answer` returns the answer of the question's kind, which TypeScript cannot infer.
      return (await answer(question)) as AnswerTo<K, Float64Array>;
    },
    save: download,
    editor: null,
    loadState: state.load,
    saveState: state.save,
    reportError: (message) => console.error(message),
  };
}
