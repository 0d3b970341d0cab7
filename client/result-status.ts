/** The last result of a model in words for the status bar. Pure. */

import { countText } from '../sampler/stats/number-text.ts';
import type { Staleness } from '../webview/protocol.ts';
import type { RunStatus } from './run-history/kept-run.ts';
import { staleMark } from './staleness/compare-source.ts';
import { unreachable } from './unreachable.ts';

/** How a model's last run ended. */
export type LastEnd =
  /** `misfit`: the data that the model does not reproduce, where there are such. */
  | { readonly kind: 'passes'; readonly misfit?: readonly string[] }
  | { readonly kind: 'provisional'; readonly reasons: readonly string[] }
  /** Interrupted; `draws` are kept, null while their number is unknown. `why` in words. */
  | { readonly kind: 'interrupted'; readonly why: string; readonly draws: number | null }
  /** The model or its data are invalid, or the sampler could not start. */
  | { readonly kind: 'not-sampled'; readonly isInvalid: boolean };

interface StatusText {
  readonly text: string;
  readonly tooltip: string;
}

export function statusText(name: string, end: LastEnd, staleness: Staleness): StatusText {
  const mark = staleMark(staleness);
  if (end.kind === 'not-sampled' && end.isInvalid && staleness.isFixed)
    return { text: `$(pass) ${name} fixed`, tooltip: 'The model checks clean now; it was not sampled yet' };
  const { icon, words, tooltip } = endInWords(end);
  const text = [[name, ...(words === '' ? [] : [words])].join(' '), ...(mark === '' ? [] : [mark])].join(
    ' · ',
  );
  return {
    text: `$(${mark === '' ? icon : 'history'}) ${text}`,
    tooltip: [...changes(staleness), tooltip].join('\n'),
  };
}

function endInWords(end: LastEnd): {
  readonly icon: string;
  readonly words: string;
  readonly tooltip: string;
} {
  switch (end.kind) {
    case 'passes':
      return end.misfit === undefined
        ? { icon: 'pass', words: '', tooltip: 'Every diagnostic passes' }
        : {
            icon: 'warning',
            words: 'does not fit',
            tooltip: `Every diagnostic passes, but the model does not reproduce ${end.misfit.join(', ')}: click to read what to try`,
          };
    case 'provisional':
      return {
        icon: 'warning',
        words: 'provisional',
        tooltip: 'A diagnostic fails: click to read why and what to do',
      };
    case 'interrupted':
      return {
        icon: 'error',
        words: ['interrupted', ...keptWords(end.draws)].join(', '),
        tooltip: `${end.why}. What was drawn until then is kept: click to see it and to go on`,
      };
    case 'not-sampled':
      return { icon: 'error', words: 'not sampled', tooltip: 'Click to read why' };
    default:
      return unreachable(end);
  }
}

function keptWords(draws: number | null): readonly string[] {
  if (draws === null) return [];
  return [draws === 0 ? 'no draws yet' : `${countText(draws)} ${draws === 1 ? 'draw' : 'draws'} kept`];
}

function changes({ model, files }: Staleness): readonly string[] {
  const names = files.map(({ name, isMissing }) => (isMissing ? `${name} is gone` : name)).join(', ');
  return [
    ...(model === 'changed' ? ['The model has changed since this run'] : []),
    ...(model === 'missing' ? ['The model of this run is no longer there'] : []),
    ...(files.length === 0 ? [] : [`The data have changed since this run: ${names}`]),
  ];
}

/** Null while the run continues, or if it left no result. */
export function endOfKept(status: RunStatus): LastEnd | null {
  switch (status.kind) {
    case 'passes':
    case 'provisional':
      return status;
    case 'unfinished':
      return { kind: 'interrupted', why: 'The run did not reach its last draw', draws: null };
    case 'running':
    case 'failed':
      return null;
    default:
      return unreachable(status);
  }
}
