/** One row of plots for each quantity of the list; only rows near the screen are drawn. */
import type { RunQuestion } from '../../sampler/protocol.ts';
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import { MIN_ESS_PER_CHAIN } from '../../sampler/stats/limits.ts';
import { isApproximation } from '../approximation.ts';
import type { PageContext, View } from '../context.ts';
import { dropdown } from '../controls.ts';
import { h } from '../dom.ts';
import { createFigure, type Figure } from '../parts/figure.ts';
import { createFilterBar } from '../parts/filter-bar.ts';
import { sentence } from '../parts/sentence.ts';
import { createVirtualItems, type Item } from '../parts/virtual-items.ts';
import { autocorrelationPlot } from '../plots/autocorrelation.ts';
import { densityPlot } from '../plots/density.ts';
import { essGrowthPlot } from '../plots/ess-growth.ts';
import { priorPosteriorPlot } from '../plots/prior-posterior.ts';
import { rankPlot } from '../plots/rank.ts';
import { tracePlot } from '../plots/trace.ts';
import type { PlotKind } from '../state.ts';
import { createRowSelector } from '../table/select-rows.ts';
import { unreachable } from '../unreachable.ts';

const ITEM_HEIGHT = 196;
const PLOT_HEIGHT = 150;

const kinds = [
  { value: 'trace', text: 'Density and trace' },
  { value: 'rank', text: 'Ranks' },
  { value: 'autocorrelation', text: 'Autocorrelation' },
  { value: 'ess-growth', text: 'Growth of effective draws' },
  { value: 'prior-posterior', text: 'Prior against posterior' },
] as const satisfies readonly { readonly value: PlotKind; readonly text: string }[];

/** Of one chain of independent draws. */
const ofApproximations: ReadonlySet<PlotKind> = new Set(['trace', 'prior-posterior']);

const INDEPENDENT = 'Left, the density of the draws; right, the draws, each independent of the others.';

const explanations: Readonly<Record<PlotKind, string>> = {
  trace:
    'Left, the density of each chain; right, its draws in order. Chains that agree lie on top of each other.',
  rank: 'How often each chain’s draws fall into each twentieth of all draws. Flat within the grey band where chains agree.',
  autocorrelation:
    'How much a draw resembles earlier ones. The sooner it stays within the grey band, the more each draw is worth.',
  'ess-growth':
    'Effective draws after more and more of the run. A steady rise means that drawing longer helps; the dashed line is what is wanted.',
  'prior-posterior':
    'What was believed before the data (dashed) and after. Where both are alike, the data said little.',
};

export function createPlotsView(context: PageContext): View {
  const select = createRowSelector();
  const kind = dropdown<PlotKind>('Kind of plot', kinds, (plot) => context.change({ plot }));
  kind.element.classList.add('plot-kind');
  const bar = createFilterBar(context, kind.element);
  const explanation = h('p', { class: 'explanation' });
  const holder = h('div', { class: 'items-holder' });
  let shownKind: PlotKind | null = null;
  let isApproximate = false;
  let names: readonly string[] = [];
  let rows: readonly SummaryRow[] = [];
  let list = createVirtualItems('Plots', ITEM_HEIGHT, () => ({ element: h('div'), dispose() {} }));

  return {
    element: h('div', { class: 'plots' }, bar.element, explanation, holder),
    update(state) {
      if (state.run.kind !== 'ended') return;
      const { report } = state.run;
      const { layout } = state;
      const selected = select(report, layout);
      if (selected !== rows) {
        rows = selected;
        names = rows.map(({ name }) => name);
      }
      bar.update(layout, rows.length, report);
      if (isApproximation(report) !== isApproximate) {
        isApproximate = isApproximation(report);
        kind.setChoices(isApproximate ? kinds.filter(({ value }) => ofApproximations.has(value)) : kinds);
      }
      const plot = isApproximate && !ofApproximations.has(layout.plot) ? 'trace' : layout.plot;
      kind.set(plot);
      if (shownKind !== plot) {
        shownKind = plot;
        explanation.textContent = isApproximate && plot === 'trace' ? INDEPENDENT : explanations[plot];
        list.update([]);
        list.dispose();
        list = createVirtualItems('Plots', ITEM_HEIGHT, (name) => {
          const row = report.summary.find((candidate) => candidate.name === name);
          return row === undefined
            ? { element: h('div'), dispose() {} }
            : createItem(context, row, plot, report.settings.chains);
        });
        holder.replaceChildren(list.element);
        if (layout.selected !== null) list.reveal(names.indexOf(layout.selected));
      }
      list.update(names);
    },
  };
}

function createItem(context: PageContext, row: SummaryRow, kind: PlotKind, chains: number): Item {
  let isOver = false;
  const figures: Figure<never>[] = [];
  const own = <Data>(figure: Figure<Data>): Figure<Data> => {
    figures.push(figure);
    return figure;
  };
  const head = h('h3', { class: 'item-title', text: row.name });
  const element = h('div', { class: `plot-row ${kind}` }, head);

  function withDraws<Data>(
    figure: Figure<Data>,
    use: (draws: Parameters<typeof rankPlot.spec>[0]) => void,
  ): void {
    element.append(figure.element);
    void context.draws.get(row.name).then((result) => {
      if (isOver) return;
      if (result.kind === 'unavailable') figure.say(sentence(result.message));
      else use(result.draws);
    });
  }

  switch (kind) {
    case 'trace': {
      const density = own(createFigure(context, densityPlot, { height: PLOT_HEIGHT, caption: false }));
      const trace = own(createFigure(context, tracePlot, { height: PLOT_HEIGHT, caption: false }));
      withDraws(density, (draws) =>
        density.show({ draws, interval: [row.hdi_3, row.hdi_97], mean: row.mean }),
      );
      withDraws(trace, (draws) => {
        void context.sampler().then((sampler) => {
          if (!isOver) trace.show({ draws, divergent: sampler?.divergent ?? null });
        });
      });
      break;
    }
    case 'rank': {
      const figure = own(createFigure(context, rankPlot, { height: PLOT_HEIGHT, caption: false }));
      withDraws(figure, (draws) => figure.show(draws));
      break;
    }
    case 'autocorrelation': {
      const figure = own(createFigure(context, autocorrelationPlot, { height: PLOT_HEIGHT, caption: false }));
      withDraws(figure, (draws) => figure.show(draws));
      break;
    }
    case 'ess-growth': {
      const figure = own(createFigure(context, essGrowthPlot, { height: PLOT_HEIGHT, caption: false }));
      element.append(figure.element);
      void ask(context, { kind: 'ess-growth', names: [row.name] }).then((answer) => {
        if (isOver) return;
        if (answer.kind === 'unavailable') return figure.say(sentence(answer.message));
        const series = answer.series.find(({ name }) => name === row.name);
        if (series === undefined)
          return figure.say('The growth of its effective draws is not in this report.');
        figure.show({ ...series, draws: answer.draws, wanted: MIN_ESS_PER_CHAIN * chains });
      });
      break;
    }
    case 'prior-posterior': {
      const figure = own(createFigure(context, priorPosteriorPlot, { height: PLOT_HEIGHT, caption: false }));
      withDraws(figure, (draws) => {
        void ask(context, { kind: 'prior', names: [row.name] }).then((answer) => {
          if (isOver) return;
          if (answer.kind === 'unavailable') return figure.say(sentence(answer.message));
          const k = answer.names.indexOf(row.name);
          if (k < 0) return figure.say(`${row.name} has no prior of its own to draw from.`);
          figure.show({ name: row.name, prior: answer.values[k], posterior: draws.values });
        });
      });
      break;
    }
    default:
      return unreachable(kind);
  }
  return {
    element,
    dispose() {
      isOver = true;
      for (const figure of figures) figure.dispose();
    },
  };
}

/** A question whose failure is an answer too. */
async function ask<K extends 'ess-growth' | 'prior'>(
  context: PageContext,
  question: Extract<RunQuestion, { readonly kind: K }>,
) {
  try {
    return await context.source.ask<K>(question);
  } catch (error) {
    return { kind: 'unavailable' as const, message: error instanceof Error ? error.message : String(error) };
  }
}
