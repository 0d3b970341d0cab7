/** The comparison page: the runs, whether they agree, and the views as tabs. */
import type { ComparisonViewId, ToComparison } from '../comparison-protocol.ts';
import { tabs } from '../controls.ts';
import type { ComparisonSource } from '../data/comparison-source.ts';
import { createDrawsCache } from '../data/draws-cache.ts';
import { finiteReport } from '../data/restore-non-finite.ts';
import { h } from '../dom.ts';
import { createShell } from '../parts/shell.ts';
import { createAccuracyView } from './accuracy-view.ts';
import { sideBySide } from './agreement.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { createDensitiesView } from './densities-view.ts';
import { createEvidenceView } from './evidence-view.ts';
import { createForestView } from './forest-view.ts';
import { createModelsView } from './models-view.ts';
import { createPredictiveView } from './predictive-view.ts';
import { runsHead } from './runs-head.ts';
import { titleOf } from './shown-run.ts';
import { createTableView } from './table-view.ts';

type Comparison = Extract<ToComparison, { readonly kind: 'comparison' }>;

const titles: readonly { readonly id: ComparisonViewId; readonly title: string }[] = [
  { id: 'table', title: 'Side by Side' },
  { id: 'forest', title: 'Forest' },
  { id: 'densities', title: 'Densities' },
  { id: 'predictive', title: 'Predictive' },
  { id: 'accuracy', title: 'Leave-One-Out' },
  { id: 'evidence', title: 'Evidence' },
  { id: 'models', title: 'Models' },
];

export function mountComparison(body: HTMLElement, source: ComparisonSource): void {
  const { toast, ...shell } = createShell(body);
  const main = h('main', { class: 'page comparison' });
  body.append(main, toast);
  source.listen((comparison) => show(comparison));

  function show({ identity, runs: compared, missing, view: asked }: Comparison): void {
    const runs = compared.map((run) => ({
      ...run,
      report: run.report === null ? null : finiteReport(run.report),
    }));
    if (runs.length === 0) {
      const text = 'These runs are no longer there.';
      main.replaceChildren(h('p', { class: 'waiting', text, attrs: { role: 'status' } }));
      return;
    }
    let filter = '';
    let visible: ComparisonViewId = asked ?? savedView(source.loadState()) ?? 'table';
    // A run alone has nothing to be compared with.
    const ids = runs.length === 1 ? (['evidence'] as const) : titles.map(({ id }) => id);
    if (!ids.some((id) => id === visible)) visible = ids[0];
    const context: ComparisonContext = {
      ...shell,
      source,
      runs,
      rows: sideBySide(runs),
      draws: runs.map((_, k) => createDrawsCache(source.of(k))),
      model: () => titleOf(runs),
      filter: () => filter,
      setFilter(text) {
        filter = text;
        views[visible].show();
      },
    };
    const views: Readonly<Record<ComparisonViewId, ComparisonView>> = {
      table: createTableView(context),
      forest: createForestView(context),
      densities: createDensitiesView(context),
      predictive: createPredictiveView(context),
      accuracy: createAccuracyView(context),
      evidence: createEvidenceView(context),
      models: createModelsView(context),
    };
    const panels = tabs<ComparisonViewId>(
      'Comparison',
      titles.map((one) => ({ ...one, content: views[one.id].element })),
      turn,
    );
    panels.setVisible(ids);
    function turn(view: ComparisonViewId): void {
      visible = view;
      panels.show(view);
      views[view].show();
      source.saveState({ identity, view });
    }
    main.replaceChildren(runsHead(context, missing), h('div', { class: 'results' }, panels.element));
    turn(visible);
  }
}

function savedView(state: unknown): ComparisonViewId | null {
  const view = typeof state === 'object' && state !== null ? Reflect.get(state, 'view') : undefined;
  return titles.find(({ id }) => id === view)?.id ?? null;
}
