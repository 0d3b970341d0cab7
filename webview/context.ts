/** Dependencies that every view receives. */
import type { SamplerAnswer } from '../sampler/protocol.ts';
import type { DrawsCache } from './data/draws-cache.ts';
import type { LiveTraces } from './data/live-traces.ts';
import type { DataSource } from './data/source.ts';
import type { RenderQueue } from './parts/render-queue.ts';
import type { Layout, PageState } from './state.ts';
import type { Store } from './store.ts';
import type { PlotTheme } from './theme.ts';

/** What a figure needs of its page. */
export interface FigureContext {
  readonly source: Pick<DataSource, 'save' | 'reportError'>;
  readonly queue: RenderQueue;
  /** The name that those of exported files begin with. */
  model(): string;
  theme(): PlotTheme;
  /** Subscribes to changes of the editor's theme; returns the unsubscribe function. */
  onTheme(listener: () => void): () => void;
  /** Announces a message to screen readers, and shows it briefly. */
  announce(text: string): void;
}

export interface PageContext extends FigureContext {
  readonly source: DataSource;
  readonly store: Store;
  readonly draws: DrawsCache;
  readonly live: LiveTraces;
  /** The sampler's statistics of the run shown, requested once; null where not available. */
  sampler(): Promise<SamplerAnswer<Float64Array> | null>;
  change(layout: Partial<Layout>): void;
}

export interface View {
  readonly element: HTMLElement;
  /** Called with every new state while the view is visible. */
  update(state: PageState): void;
}
