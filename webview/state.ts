/** The page's state as one value, changed only by `reduce`. Draws are not part of it. */
import type { ChainProgress, RunHeader } from '../sampler/protocol.ts';
import type { SampleReport } from '../sampler/report/sample-report.ts';
import { finiteReport } from './data/restore-non-finite.ts';
import type { SourceEvent } from './data/source.ts';
import { defaultPlot, type PlotKind, quantityPlots } from './plots/quantity-plots.ts';
import type { Interruption, LocatedWarning, PageFailure, PageIdentity, Staleness } from './protocol.ts';
import type { ColumnKey } from './table/columns.ts';
import { unreachable } from './unreachable.ts';

export type ViewId =
  | 'summary'
  | 'plots'
  | 'forest'
  | 'pairs'
  | 'predictive'
  | 'predictions'
  | 'widths'
  | 'approximation'
  | 'loo'
  | 'priors'
  | 'effects'
  | 'baseline'
  | 'sampler'
  | 'model';

/** Which rows, in which order. */
export interface Selection {
  readonly filter: string;
  readonly flaggedOnly: boolean;
  /** Null is the order of the model. */
  readonly sort: { readonly column: ColumnKey; readonly descending: boolean } | null;
}

/** State saved when the page is hidden, reloaded or moved. */
export interface Layout extends Selection {
  readonly view: ViewId;
  readonly plot: PlotKind;
  readonly selected: string | null;
  /** Null for the page's choice. */
  readonly pairNames: readonly string[] | null;
  readonly pairLog: boolean;
  /** Whether the reasons of the verdict are shown on the summary, and on the other views. */
  readonly verdictOpen: boolean;
  readonly verdictOpenElsewhere: boolean;
  readonly helpOpen: boolean;
}

type RunState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly chains: readonly ChainProgress[]; readonly isScouting: boolean }
  | {
      readonly kind: 'ended';
      readonly report: SampleReport;
      readonly header: RunHeader | null;
      readonly warnings: readonly LocatedWarning[];
      readonly interruption: Interruption | null;
      /** The run goes on until its fit is judged. */
      readonly isFitPending: boolean;
    }
  | { readonly kind: 'failed'; readonly failure: PageFailure }
  /** Only predictions from the prior. */
  | { readonly kind: 'prior' };

export interface PageState {
  readonly identity: PageIdentity | null;
  readonly run: RunState;
  /** How the run's model and data differ from the current ones; null while unknown. */
  readonly staleness: Staleness | null;
  /** Chosen new data to predict at; null for those of the model's statements. */
  readonly newData: readonly string[] | null;
  readonly layout: Layout;
}

/** Whether the errors that prevented sampling are fixed. */
export function isFixed({ run, staleness }: PageState): boolean {
  return run.kind === 'failed' && run.failure.kind === 'invalid' && staleness?.isFixed === true;
}

export type Action =
  | { readonly kind: 'source'; readonly event: SourceEvent }
  | { readonly kind: 'layout'; readonly change: Partial<Layout> };

export const initialLayout: Layout = {
  view: 'summary',
  plot: defaultPlot,
  filter: '',
  flaggedOnly: false,
  sort: null,
  selected: null,
  pairNames: null,
  pairLog: false,
  verdictOpen: true,
  verdictOpenElsewhere: false,
  helpOpen: false,
};

const initialState: PageState = {
  identity: null,
  run: { kind: 'waiting' },
  staleness: null,
  newData: null,
  layout: initialLayout,
};

export function reduce(state: PageState, action: Action): PageState {
  switch (action.kind) {
    case 'layout':
      return { ...state, layout: { ...state.layout, ...action.change } };
    case 'source':
      return reduceEvent(state, action.event);
    default:
      return unreachable(action);
  }
}

function reduceEvent(state: PageState, event: SourceEvent): PageState {
  switch (event.kind) {
    case 'run':
      return { ...state, identity: event.run, run: { kind: 'waiting' }, staleness: null, newData: null };
    case 'progress':
      return state.run.kind === 'ended' || state.run.kind === 'failed'
        ? state
        : { ...state, run: { kind: 'running', chains: event.chains, isScouting: event.isScouting === true } };
    case 'live-draws':
      return state;
    case 'report': {
      const { header, warnings, interruption = null, isFitPending = false } = event;
      const report = finiteReport(event.report);
      const run = { kind: 'ended', report, header, warnings, interruption, isFitPending } as const;
      return { ...state, run, staleness: null };
    }
    case 'failed':
      return { ...state, run: { kind: 'failed', failure: event.failure }, staleness: null };
    case 'staleness':
      return { ...state, staleness: event.staleness };
    case 'predict-at':
      return { ...state, newData: event.files, layout: { ...state.layout, view: 'predictions' } };
    case 'show-view':
      return { ...state, layout: { ...state.layout, view: event.view } };
    case 'prior-only':
      return { ...state, run: { kind: 'prior' }, staleness: null };
    default:
      return unreachable(event);
  }
}

/** State saved by the editor: the run and its view settings. */
export interface SavedPage {
  readonly identity: PageIdentity | null;
  readonly layout: Layout;
}

/** Reads saved state, possibly of another version: invalid fields get their initial values. */
export function restore(saved: unknown): PageState {
  const layout = field(saved, 'layout');
  const entries = Object.entries(initialLayout).map(([key, initial]) => {
    const value = field(layout, key);
    return [key, fits(key, value, initial) ? value : initial];
  });
  return { ...initialState, layout: { ...initialLayout, ...Object.fromEntries(entries) } };
}

const views: readonly string[] = [
  'summary',
  'plots',
  'forest',
  'pairs',
  'predictive',
  'predictions',
  'widths',
  'approximation',
  'loo',
  'priors',
  'effects',
  'baseline',
  'sampler',
  'model',
] satisfies ViewId[];
const plots: readonly string[] = quantityPlots.map(({ kind }) => kind);

function fits(key: string, value: unknown, initial: unknown): boolean {
  if (key === 'view') return typeof value === 'string' && views.includes(value);
  if (key === 'plot') return typeof value === 'string' && plots.includes(value);
  if (key === 'selected') return value === null || typeof value === 'string';
  if (key === 'sort') return value === null || typeof field(value, 'column') === 'string';
  if (key === 'pairNames') return value === null || Array.isArray(value);
  return typeof value === typeof initial;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
