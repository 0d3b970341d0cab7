/** The page: head, verdict, and the views as tabs. Connects source, state and views. */

import type { PageContext, View } from './context.ts';
import { tabs } from './controls.ts';
import { createRunData } from './data/run-data.ts';
import type { DataSource, SourceEvent } from './data/source.ts';
import { unavailable } from './data/unavailable.ts';
import { h } from './dom.ts';
import { isApproximation, isOutside } from './method-of-report.ts';
import { createShell } from './parts/shell.ts';
import { type Layout, type PageState, restore, type SavedPage, type ViewId } from './state.ts';
import { createStore } from './store.ts';
import { createApproximationView } from './views/approximation.ts';
import { createBaselineView } from './views/baseline.ts';
import { createEffectsView } from './views/effects.ts';
import { failureElement } from './views/failure.ts';
import { createForestView } from './views/forest.ts';
import { interruptionElement } from './views/interruption.ts';
import { createLiveView } from './views/live.ts';
import { createLooView } from './views/loo.ts';
import { createModelView } from './views/model.ts';
import { createPageHead } from './views/page-head.ts';
import { createPairsView } from './views/pairs.ts';
import { createPlotsView } from './views/plots.ts';
import { createPredictionsView } from './views/predictions.ts';
import { createPredictiveView } from './views/predictive.ts';
import { priorBanner } from './views/prior-banner.ts';
import { createPriorsView } from './views/priors.ts';
import { createSamplerView } from './views/sampler.ts';
import { createStaleBanner } from './views/stale-banner.ts';
import { createSummaryView } from './views/summary.ts';
import { verdictElement } from './views/verdict.ts';
import { createWidthsView } from './views/widths.ts';

const isVerdictOpen = ({ view, verdictOpen, verdictOpenElsewhere }: Layout): boolean =>
  view === 'summary' ? verdictOpen : verdictOpenElsewhere;

/** Every statistic of the sampler is there. */
function isWhole(run: PageState['run']): boolean {
  return run.kind === 'ended' && run.report.not_judged?.length === 0;
}

export function mountPage(body: HTMLElement, source: DataSource): void {
  const store = createStore(restore(source.loadState()));
  const data = createRunData(source);
  const { toast, ...shell } = createShell(body);
  const context: PageContext = {
    ...shell,
    source,
    store,
    draws: data.draws,
    live: data.live,
    sampler: data.sampler,
    model: () => store.state.identity?.model ?? 'bayes',
    change: (change) => store.dispatch({ kind: 'layout', change }),
  };

  const head = createPageHead(context);
  const stale = createStaleBanner(context);
  const banner = h('div', { class: 'banner' });
  const liveView = createLiveView(context);
  const widths = createWidthsView(context);
  const predictions = createPredictionsView(context);
  const approximation = createApproximationView(context);
  const baseline = createBaselineView(context);
  const views: Readonly<Record<ViewId, View>> = {
    summary: createSummaryView(context),
    plots: createPlotsView(context),
    forest: createForestView(context),
    pairs: createPairsView(context),
    predictive: createPredictiveView(context),
    predictions,
    widths,
    approximation,
    loo: createLooView(context),
    priors: createPriorsView(context),
    effects: createEffectsView(context),
    baseline,
    sampler: createSamplerView(context),
    model: createModelView(context),
  };
  const panels = tabs<ViewId>(
    'Results',
    [
      { id: 'summary', title: 'Summary', content: views.summary.element },
      { id: 'plots', title: 'Plots', content: views.plots.element },
      { id: 'forest', title: 'Forest', content: views.forest.element },
      { id: 'pairs', title: 'Pairs', content: views.pairs.element },
      { id: 'predictive', title: 'Predictive', content: views.predictive.element },
      { id: 'predictions', title: 'New data', content: views.predictions.element },
      { id: 'effects', title: 'Effects', content: views.effects.element },
      { id: 'loo', title: 'Leave-One-Out', content: views.loo.element },
      { id: 'priors', title: 'Priors', content: views.priors.element },
      { id: 'baseline', title: 'Baseline', content: views.baseline.element },
      { id: 'sampler', title: 'Sampler', content: views.sampler.element },
      { id: 'approximation', title: 'Approximation', content: views.approximation.element },
      { id: 'model', title: 'Model', content: views.model.element },
      // Last, since it is not always present.
      { id: 'widths', title: 'ADVI widths', content: views.widths.element },
    ],
    (view) => context.change({ view }),
  );
  const results = h('div', { class: 'results' }, panels.element);
  const main = h('main', { class: 'page' }, head.element, stale.element, banner, liveView.element, results);
  body.append(main, toast);

  let hasBaseline = false;
  let hasPooling = false;
  let hasWidths = false;
  let hasApproximation = false;
  let hasPredictions = false;
  let shownData: PageState['newData'] = null;
  let shownRun: PageState['run'] | null = null;
  let shownStaleness: PageState['staleness'] = null;
  let shownOpen = true;

  function update(state: PageState): void {
    const { run, layout, staleness } = state;
    head.update(state);
    stale.update(state);
    main.dataset.run = run.kind;
    liveView.element.hidden = run.kind !== 'running';
    results.hidden = run.kind !== 'ended' && run.kind !== 'prior';
    const isOpen = isVerdictOpen(layout);
    if (run !== shownRun || isOpen !== shownOpen || staleness !== shownStaleness) updateBanner(state);
    if (run.kind === 'running') liveView.update(run);
    if (run.kind === 'ended') {
      // What takes the processor waits until the fit is judged.
      if (!run.isFitPending && !isOutside(run.report)) {
        if (run !== shownRun) void loadComparison(run);
        if (run !== shownRun && !isApproximation(run.report)) void loadBaseline(run);
        if (run !== shownRun || state.newData !== shownData) void loadPredictions(state);
      }
      const visible = visibleViews();
      panels.setVisible(visible);
      const view = visible.includes(layout.view) ? layout.view : 'summary';
      panels.show(view);
      views[view].update(state);
    }
    if (run.kind === 'prior') {
      panels.setVisible(['predictive']);
      panels.show('predictive');
      views.predictive.update(state);
    }
    shownRun = run;
    shownStaleness = staleness;
    shownData = state.newData;
    shownOpen = isOpen;
    save(state);
  }

  function updateBanner({ run, layout }: PageState): void {
    switch (run.kind) {
      case 'ended':
        banner.replaceChildren(
          ...(run.interruption === null ? [] : [interruptionElement(context, run.interruption)]),
          verdictElement(context, run, isVerdictOpen(layout), () => toggleReasons(store.state.layout)),
        );
        return;
      case 'failed':
        banner.replaceChildren(failureElement(context, run.failure));
        return;
      case 'waiting':
        banner.replaceChildren(h('p', { class: 'waiting', text: 'Starting…', attrs: { role: 'status' } }));
        return;
      case 'prior':
        banner.replaceChildren(priorBanner());
        return;
      case 'running':
        if (shownRun?.kind !== 'running') banner.replaceChildren();
    }
  }

  function toggleReasons({ view, verdictOpen, verdictOpenElsewhere }: Layout): void {
    context.change(
      view === 'summary' ? { verdictOpen: !verdictOpen } : { verdictOpenElsewhere: !verdictOpenElsewhere },
    );
  }

  function visibleViews(): readonly ViewId[] {
    const { run } = store.state;
    const isSampled = run.kind !== 'ended' || !isApproximation(run.report);
    const hasModel = run.kind !== 'ended' || !isOutside(run.report);
    const isThere: Partial<Record<ViewId, boolean>> = {
      widths: hasWidths,
      approximation: hasApproximation,
      predictions: hasPredictions,
      predictive: hasModel,
      effects: hasModel,
      model: hasModel,
      sampler: isSampled && (hasModel || isWhole(run)),
      loo: isSampled && hasModel,
      priors: isSampled && hasModel,
      baseline: isSampled && hasModel && (source.editor !== null || hasBaseline || hasPooling),
    };
    return (Object.keys(views) as ViewId[]).filter((id) => isThere[id] ?? true);
  }

  /** The approximation's view: of this run, or ADVI compared with this run of NUTS. */
  async function loadComparison(run: Extract<PageState['run'], { kind: 'ended' }>): Promise<void> {
    const question = isApproximation(run.report) ? 'approximation' : 'widths';
    const answer = await source.ask<'approximation' | 'widths'>({ kind: question }).catch(() => null);
    if (store.state.run !== run) return;
    hasWidths = answer?.kind === 'widths';
    hasApproximation = answer?.kind === 'approximation';
    if (answer?.kind === 'widths') widths.show(answer);
    if (answer?.kind === 'approximation') approximation.show(answer);
    update(store.state);
  }

  /** The comparison with simpler methods, where it was made before. */
  async function loadBaseline(run: Extract<PageState['run'], { kind: 'ended' }>): Promise<void> {
    baseline.wait();
    const answer = await source.ask<'baseline'>({ kind: 'baseline', compute: false }).catch(unavailable);
    if (store.state.run !== run) return;
    hasBaseline = answer.kind === 'baseline';
    baseline.show(answer);
    update(store.state);
    // In the editor the tab is always there, and asks when it is shown.
    if (source.editor !== null) return;
    const pooling = await source.ask<'pooling'>({ kind: 'pooling' }).catch(unavailable);
    if (store.state.run !== run) return;
    hasPooling = pooling.kind === 'pooling';
    update(store.state);
  }

  /** Predictions of the model's `predict` statements, or at the chosen files. */
  async function loadPredictions({ run, newData }: PageState): Promise<void> {
    const state = store.state;
    const isCurrent = () => store.state.run === run && store.state.newData === newData;
    if (newData !== null) hasPredictions = true;
    const answer = await predictions.load({
      ask: (signal) => source.ask<'predictions'>({ kind: 'predictions', files: newData }, signal),
      again: () => void loadPredictions(state),
      isCurrent,
    });
    if (!isCurrent()) return;
    // A failed `predict` statement shows its message.
    hasPredictions = answer === null || answer.tables.length > 0;
    update(store.state);
  }

  let saved: SavedPage | null = null;
  /** Not debounced, since the window may close at any moment. */
  function save({ identity, layout }: PageState): void {
    if (saved?.identity === identity && saved.layout === layout) return;
    saved = { identity, layout };
    source.saveState(saved);
  }

  function receive(event: SourceEvent): void {
    data.receive(event);
    if (event.kind === 'run') {
      liveView.clear();
      hasBaseline = false;
      hasPooling = false;
      hasWidths = false;
      hasApproximation = false;
      hasPredictions = false;
    }
    if (event.kind === 'report') liveView.clear();
    store.dispatch({ kind: 'source', event });
  }

  store.subscribe(update);
  update(store.state);
  source.listen(receive);
}
