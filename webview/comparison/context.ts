/** Dependencies that every part of the comparison page receives. */
import type { ComparedRun } from '../../sampler/report/compared-run.ts';
import type { FigureContext } from '../context.ts';
import type { ComparisonSource } from '../data/comparison-source.ts';
import type { DrawsCache } from '../data/draws-cache.ts';
import type { SideBySide } from './agreement.ts';

export interface ComparisonContext extends FigureContext {
  readonly source: ComparisonSource;
  readonly runs: readonly ComparedRun[];
  /** Of all quantities of all runs. */
  readonly rows: readonly SideBySide[];
  /** Draws of the run at each place. */
  readonly draws: readonly DrawsCache[];
  /** Which quantities are shown, in every view that lists them. */
  filter(): string;
  setFilter(text: string): void;
}

export interface ComparisonView {
  readonly element: HTMLElement;
  /** Called when the view becomes visible, and when the filter changes while it is. */
  show(): void;
}
