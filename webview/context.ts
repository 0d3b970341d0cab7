/** What every view is given. */
import type { SamplerAnswer } from '../sampler/protocol.ts';
import type { DrawsCache } from './data/draws-cache.ts';
import type { LiveTraces } from './data/live-traces.ts';
import type { DataSource } from './data/source.ts';
import type { RenderQueue } from './parts/render-queue.ts';
import type { Layout, PageState } from './state.ts';
import type { Store } from './store.ts';
import type { PlotTheme } from './theme.ts';

export interface PageContext {
  readonly source: DataSource;
  readonly store: Store;
  readonly draws: DrawsCache;
  readonly live: LiveTraces;
  readonly queue: RenderQueue;
  /** Of the run shown; null where it is not known. Asked for once. */
  sampler(): Promise<SamplerAnswer<Float64Array> | null>;
  theme(): PlotTheme;
  /** Calls back after the editor's theme changed; the answer ends it. */
  onTheme(listener: () => void): () => void;
  change(layout: Partial<Layout>): void;
  /** Says it to screen readers, and on the page for a moment. */
  announce(text: string): void;
}

export interface View {
  readonly element: HTMLElement;
  /** Called with every new state while the view is in front. */
  update(state: PageState): void;
}
