/** Data source of an HTML report: everything is in the document. Draws are decoded on demand. */
import { eachAnswered } from '../../sampler/draws/draw-statistics.ts';
import type { AnswerTo, EmbeddedRun, RunAnswer, RunQuestion } from '../../sampler/protocol.ts';
import { PAGE_VERSION } from '../protocol.ts';
import { unreachable } from '../unreachable.ts';
import { decodeFloat32 } from './decode-floats.ts';
import { download } from './download.ts';
import type { DataSource } from './source.ts';

const NOT_INCLUDED =
  'This report holds the draws of some quantities only, to stay small. The run’s folder holds them all.';

export function embeddedSource(document: Document, run: EmbeddedRun): DataSource {
  const positions = new Map(run.drawn.map((name, k) => [name, k]));
  const elementOf = (name: string) => document.getElementById(`bayes-draws-${positions.get(name)}`);
  /** The script runs while the draws, which follow it in the document, are still being parsed. */
  const isRead = (name: string): boolean =>
    document.readyState !== 'loading' || !positions.has(name) || elementOf(name)?.nextSibling != null;

  /** Waits only until the named draws are parsed, since the first quantities are shown first. */
  function read(names: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!names.every(isRead)) return;
        growth.disconnect();
        document.removeEventListener('DOMContentLoaded', look);
        resolve();
      };
      const growth = new MutationObserver(look);
      growth.observe(document.body, { childList: true });
      document.addEventListener('DOMContentLoaded', look);
      look();
    });
  }

  function draws(names: readonly string[]): RunAnswer<Float64Array> {
    const present = names.filter((name) => positions.has(name));
    if (present.length === 0) return { kind: 'unavailable', message: NOT_INCLUDED };
    const { chains, drawsPerChain } = run;
    const values = present.map((name) => {
      return decodeFloat32(elementOf(name)?.textContent ?? '');
    });
    return { kind: 'draws', names: present, chains, drawsPerChain, values };
  }

  function answer(question: RunQuestion): RunAnswer<Float64Array> {
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
      case 'sensitivity':
        return { kind: 'unavailable', message: NOT_INCLUDED };
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
      const asked: RunQuestion = question;
      if (asked.kind === 'draws') await read(asked.names);
      // `answer` returns the answer of the question's kind, which TypeScript cannot infer.
      return answer(question) as AnswerTo<K, Float64Array>;
    },
    save: download,
    editor: null,
    loadState: () => readSession(),
    saveState: (state) => writeSession(state),
    reportError: (message) => console.error(message),
  };
}

const SESSION_KEY = 'bayes-report';

/** A browser may deny storage to a page on disk; the state is then not saved. */
function readSession(): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(SESSION_KEY) ?? 'null');
  } catch {
    return null;
  }
}
function writeSession(state: unknown): void {
  try {
    sessionStorage.setItem(SESSION_KEY, JSON.stringify(state));
  } catch {
    // Not remembered.
  }
}
