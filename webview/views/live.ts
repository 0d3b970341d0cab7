/** The view while chains run: progress, divergences and draws so far. */
import type { ChainProgress } from '../../sampler/protocol.ts';
import { countText, durationText } from '../../sampler/stats/number-text.ts';
import type { PageContext } from '../context.ts';
import { h, setAttributes, setText } from '../dom.ts';
import { createFigure } from '../parts/figure.ts';
import { viewPlots } from '../plots/view-plots.ts';
import { chainColor } from '../theme.ts';

/** Least interval between redraws of traces, to leave the processor to sampling. */
const TRACE_MS = 500;
const SHOWN_TRACES = 6;
const SCOUTING = 'Looking for modes that no chain visited…';

const phases: Readonly<Record<ChainProgress['phase'], string>> = {
  starting: 'starting',
  tuning: 'tuning',
  sampling: 'sampling',
  done: 'done',
  stopped: 'stopped',
  failed: 'failed',
};

const heads = [
  { title: 'Chain', help: '' },
  {
    title: 'Progress',
    help: 'Tuning finds step size and scales, and its draws are thrown away; sampling keeps them.',
  },
  { title: 'Draws', help: 'Those of tuning count.' },
  {
    title: 'Divergences',
    help: 'Draws whose trajectory left the region that the step size can follow: a part of the posterior may be missing.',
  },
  { title: 'Step size', help: 'Length of one step of a trajectory.' },
  { title: 'Gradients per draw', help: 'The work for one draw.' },
  {
    title: 'Time left',
    help: 'At the speed of the draws until now. With draws = enough it is the time until the next look, after which more may follow.',
  },
];

export function createLiveView(context: PageContext) {
  const body = h('tbody');
  const overall = h('p', { class: 'live-words' });
  // Updated rarely, since screen readers read it aloud.
  const spoken = h('p', { class: 'visually-hidden', attrs: { role: 'status' } });
  let spokenShare = -1;
  const traces = h('div', { class: 'live-traces' });
  const rows: ReturnType<typeof createRow>[] = [];
  const figures = new Map<string, ReturnType<typeof openTrace>>();
  const { figure: trace, room } = viewPlots.live;
  const openTrace = (given: Parameters<typeof room>[0]) =>
    trace.open((plot) => createFigure(context, plot, room(given)));
  let lastDrawn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function drawTraces(): void {
    timer = undefined;
    lastDrawn = performance.now();
    for (const name of context.live.names.slice(0, SHOWN_TRACES)) {
      const draws = context.live.draws(name);
      if (draws === null) continue;
      let figure = figures.get(name);
      if (figure === undefined) {
        figure = openTrace({ draws });
        figures.set(name, figure);
        traces.append(figure.place.element);
      }
      figure.fill({ draws });
    }
  }

  return {
    element: h(
      'section',
      { class: 'live', attrs: { 'aria-label': 'Sampling' } },
      h('h2', { text: 'Sampling' }),
      overall,
      spoken,
      h(
        'table',
        { class: 'chains' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...heads.map(({ title, help }) =>
              h('th', { text: title, attrs: { scope: 'col', title: help === '' ? null : help } }),
            ),
          ),
        ),
        body,
      ),
      traces,
    ),
    update({
      chains,
      isScouting,
    }: {
      readonly chains: readonly ChainProgress[];
      readonly isScouting: boolean;
    }): void {
      const words = isScouting ? SCOUTING : wordsOf(chains);
      setText(overall, words);
      const tenth = Math.floor(shareOf(chains) / 10);
      if (tenth !== spokenShare || haveEnded(chains)) setText(spoken, words);
      spokenShare = tenth;
      while (rows.length < chains.length) {
        const row = createRow(rows.length);
        rows.push(row);
        body.append(row.element);
      }
      const theme = context.theme();
      for (const [i, chain] of chains.entries()) rows[i].update(chain, chainColor(theme, i));
      // Draws come in blocks, the last ones just before the report.
      timer ??= setTimeout(drawTraces, Math.max(0, TRACE_MS - (performance.now() - lastDrawn)));
    },
    clear(): void {
      clearTimeout(timer);
      timer = undefined;
      for (const { place } of figures.values()) place.dispose();
      figures.clear();
      spokenShare = -1;
      traces.replaceChildren();
    },
  };
}

const haveEnded = (chains: readonly ChainProgress[]): boolean =>
  chains.every(({ phase }) => phase === 'done' || phase === 'stopped');

/** `30 %`, or draws so far and their current target if more may follow. */
function howFar(chains: readonly ChainProgress[]): string {
  const sum = (of: 'done' | 'total') => countText(chains.reduce((all, chain) => all + chain[of], 0));
  return chains.some(({ mayGoOn }) => mayGoOn === true)
    ? `${sum('done')} of ${sum('total')} draws, then more if these are not enough`
    : `${shareOf(chains)} %`;
}

/** Progress of all chains in whole per cent. */
function shareOf(chains: readonly ChainProgress[]): number {
  const done = chains.reduce((sum, chain) => sum + chain.done, 0);
  const total = chains.reduce((sum, chain) => sum + chain.total, 0);
  return total === 0 ? 0 : Math.floor((100 * done) / total);
}

function wordsOf(chains: readonly ChainProgress[]): string {
  if (haveEnded(chains)) return 'Summarising the draws…';
  const divergences = chains.reduce((sum, chain) => sum + chain.divergences, 0);
  const left = Math.max(0, ...chains.map(({ etaSeconds }) => etaSeconds ?? 0));
  const words = [howFar(chains)];
  const about = chains.some(({ mayGoOn }) => mayGoOn === true) ? 'at least' : 'about';
  if (left > 0) words.push(`${about} ${durationText(1000 * left)} left`);
  words.push(divergences === 0 ? 'no divergences' : `${divergences} divergences`);
  return words.join(' · ');
}

function createRow(index: number) {
  const bar = h('progress', { attrs: { max: 1, 'aria-label': `Progress of chain ${index + 1}` } });
  const swatch = h('span', { class: 'swatch', attrs: { 'aria-hidden': true } });
  const phase = h('span', { class: 'phase' });
  const [draws, divergences, step, gradients, left] = Array.from({ length: 5 }, () =>
    h('td', { class: 'number' }),
  );
  return {
    element: h(
      'tr',
      {},
      h('th', { attrs: { scope: 'row' } }, swatch, String(index + 1)),
      h('td', { class: 'progress-cell' }, bar, phase),
      draws,
      divergences,
      step,
      gradients,
      left,
    ),
    update(chain: ChainProgress, color: string): void {
      swatch.style.background = color;
      setAttributes(bar, { value: chain.total === 0 ? 0 : chain.done / chain.total });
      bar.classList.toggle('diverged', chain.divergences > 0);
      setText(phase, phases[chain.phase]);
      setText(draws, `${countText(chain.done)} of ${countText(chain.total)}`);
      setText(divergences, String(chain.divergences));
      divergences.classList.toggle('bad', chain.divergences > 0);
      setText(step, chain.stepSize > 0 ? chain.stepSize.toPrecision(3) : '–');
      setText(gradients, chain.gradientsPerDraw > 0 ? chain.gradientsPerDraw.toFixed(1) : '–');
      setText(left, chain.etaSeconds === null ? '–' : durationText(1000 * chain.etaSeconds));
    },
  };
}
